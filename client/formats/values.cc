#include "client/formats/values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cpp/strings.h"
#include "client/formats/fields.h"
#include "client/formats/steps.h"
#include "voc/v1/feedback.pb.h"

namespace voc::formats {
namespace {

template <typename Enum>
struct Named {
  std::string_view name;
  Enum value;
};

constexpr std::array<Named<v1::Metric>, 3> kMetrics = {
    {{"nps", v1::METRIC_NPS}, {"csat", v1::METRIC_CSAT}, {"ces", v1::METRIC_CES}}};
constexpr std::array<Named<v1::MentionType>, 2> kMentionTypes = {
    {{"review", v1::MENTION_TYPE_REVIEW}, {"social", v1::MENTION_TYPE_SOCIAL}}};
constexpr std::array<Named<v1::JourneyStage>, 5> kStages = {
    {{"land", v1::JOURNEY_STAGE_LAND},
     {"adopt", v1::JOURNEY_STAGE_ADOPT},
     {"expand", v1::JOURNEY_STAGE_EXPAND},
     {"renew", v1::JOURNEY_STAGE_RENEW},
     {"advocate", v1::JOURNEY_STAGE_ADVOCATE}}};
constexpr std::array<Named<bool>, 8> kBools = {{{"true", true},
                                                {"yes", true},
                                                {"y", true},
                                                {"1", true},
                                                {"false", false},
                                                {"no", false},
                                                {"n", false},
                                                {"0", false}}};

}  // namespace

// Checks texts one by one.
class FieldWriter {
 public:
  FieldWriter(const Values& values, const std::vector<std::string>& names, Violations* violations)
      : values_(values), names_(names), violations_(violations) {}

  void Text(Field field, std::string* target) const {
    if (values_.Has(field)) *target = values_.Get(field);
  }

  // The value where there is a good one.
  template <typename Integer>
  std::optional<Integer> Whole(Field field) const {
    const std::optional<double> number = Number(field);
    if (!number.has_value()) return std::nullopt;
    // 9.0 is how some exports write a 9.
    if (*number != std::floor(*number) ||
        *number < static_cast<double>(std::numeric_limits<Integer>::min()) ||
        *number > static_cast<double>(std::numeric_limits<Integer>::max())) {
      Refuse(field, "is not a whole number");
      return std::nullopt;
    }
    return static_cast<Integer>(*number);
  }

  std::optional<double> Number(Field field) const {
    if (!values_.Has(field)) return std::nullopt;
    double number = 0;
    if (absl::SimpleAtod(client::ToAbsl(values_.Get(field)), &number) && std::isfinite(number)) {
      return number;
    }
    Refuse(field, "is not a number");
    return std::nullopt;
  }

  template <typename Enum, size_t n>
  std::optional<Enum> OneOf(Field field, const std::array<Named<Enum>, n>& known) const {
    if (!values_.Has(field)) return std::nullopt;
    std::string list;
    for (const Named<Enum>& named : known) {
      if (absl::EqualsIgnoreCase(client::ToAbsl(named.name), client::ToAbsl(values_.Get(field)))) {
        return named.value;
      }
      absl::StrAppend(&list, list.empty() ? "" : ", ", client::ToAbsl(named.name));
    }
    Refuse(field, absl::StrCat("is none of ", list));
    return std::nullopt;
  }

 private:
  void Refuse(Field field, std::string_view what) const {
    const std::string reason = absl::StrCat(Excerpt(values_.Get(field)), " ", client::ToAbsl(what));
    violations_->push_back({std::string(InfoOf(field).path),
                            OfColumn(names_, values_.columns_[Values::Index(field)], reason)});
  }

  const Values& values_;
  const std::vector<std::string>& names_;
  Violations* const violations_;
};

namespace {

void WriteResponse(const FieldWriter& writer, const Values& values, v1::SurveyResponse* response,
                   Violations* violations) {
  if (!values.Has(Field::kMetric)) {
    violations->push_back({"response.metric", "must be one of nps, csat, ces"});
  }
  response->set_metric(writer.OneOf(Field::kMetric, kMetrics).value_or(v1::METRIC_UNSPECIFIED));
  const auto score = writer.Whole<int32_t>(Field::kScore);
  if (score.has_value()) response->set_score(*score);
  response->set_scale_points(writer.Whole<int32_t>(Field::kScalePoints).value_or(0));
  response->set_low_is_good(writer.OneOf(Field::kLowIsGood, kBools).value_or(false));
  response->set_finished(writer.OneOf(Field::kFinished, kBools).value_or(false));
  writer.Text(Field::kComment, response->mutable_comment());
}

void WriteMention(const FieldWriter& writer, v1::Mention* mention) {
  mention->set_mention_type(
      writer.OneOf(Field::kMentionType, kMentionTypes).value_or(v1::MENTION_TYPE_UNSPECIFIED));
  writer.Text(Field::kPlatform, mention->mutable_platform());
  writer.Text(Field::kTitle, mention->mutable_title());
  writer.Text(Field::kBody, mention->mutable_body());
  writer.Text(Field::kUrl, mention->mutable_url());
  writer.Text(Field::kAuthor, mention->mutable_author());
  const auto rating = writer.Number(Field::kRating);
  if (rating.has_value()) mention->set_rating(*rating);
  mention->set_rating_max(writer.Number(Field::kRatingMax).value_or(0));
}

}  // namespace

void Values::Set(Field field, std::string text, size_t column) {
  texts_[Index(field)] = std::move(text);
  columns_[Index(field)] = column;
}

void Values::AddProperty(std::string key, std::string text) {
  properties_.emplace_back(std::move(key), std::move(text));
}

void Values::FillFrom(const Values& other) {
  for (size_t i = 0; i < kFieldCount; ++i) {
    if (!texts_[i].empty()) continue;
    texts_[i] = other.texts_[i];
    columns_[i] = other.columns_[i];
  }
  if (!collected_at_.has_value()) collected_at_ = other.collected_at_;
  properties_.insert(properties_.end(), other.properties_.begin(), other.properties_.end());
}

bool Values::IsMention() const {
  return std::any_of(kFields.begin(), kFields.end(), [&](const FieldInfo& info) {
    return info.field >= Field::kMentionType && info.field <= Field::kRatingMax && Has(info.field);
  });
}

void Values::Write(const std::vector<std::string>& names, v1::Feedback* feedback,
                   Violations* violations) const {
  const FieldWriter writer(*this, names, violations);
  writer.Text(Field::kSourceId, feedback->mutable_source_id());
  writer.Text(Field::kSubmissionId, feedback->mutable_submission_id());
  writer.Text(Field::kQuestionId, feedback->mutable_question_id());
  feedback->set_client_revision(writer.Whole<uint32_t>(Field::kClientRevision).value_or(0));
  writer.Text(Field::kRespondentId, feedback->mutable_respondent_id());
  writer.Text(Field::kAccountId, feedback->mutable_account_id());
  if (collected_at_.has_value()) {
    const int64_t seconds = absl::ToUnixSeconds(*collected_at_);
    feedback->mutable_collected_at()->set_seconds(seconds);
    feedback->mutable_collected_at()->set_nanos(static_cast<int32_t>(
        (*collected_at_ - absl::FromUnixSeconds(seconds)) / absl::Nanoseconds(1)));
  }
  writer.Text(Field::kChannel, feedback->mutable_channel());
  feedback->set_journey_stage(
      writer.OneOf(Field::kJourneyStage, kStages).value_or(v1::JOURNEY_STAGE_UNSPECIFIED));
  writer.Text(Field::kTouchpoint, feedback->mutable_touchpoint());
  writer.Text(Field::kLanguage, feedback->mutable_language());
  // Those of the question stand before those of the record.
  for (const auto& [key, text] : properties_) feedback->mutable_properties()->insert({key, text});
  if (IsMention()) {
    WriteMention(writer, feedback->mutable_mention());
  } else {
    WriteResponse(writer, *this, feedback->mutable_response(), violations);
  }
}

std::string OfColumn(const std::vector<std::string>& names, size_t column,
                     std::string_view reason) {
  if (column >= names.size()) return std::string(reason);
  return absl::StrCat("column ", Excerpt(names[column]), ": ", client::ToAbsl(reason));
}

}  // namespace voc::formats
