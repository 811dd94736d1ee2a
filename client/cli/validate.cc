#include "client/cli/validate.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/csv_reader.h"
#include "client/cli/record_error.h"

namespace voc::cli {
namespace {

constexpr size_t kMaxKeyBytes = 255;
constexpr size_t kMaxLanguageBytes = 35;
constexpr int kMaxProperties = 64;
constexpr double kMaxRating = 1'000;
// The years 1678 to 2261, in seconds since 1970.
constexpr int64_t kMinSeconds = -9'214'560'000;
constexpr int64_t kEndSeconds = 9'214'646'400;

class Checker {
 public:
  void Add(std::string_view field, std::string description) {
    violations_.push_back({std::string(field), std::move(description)});
  }

  void Key(std::string_view field, std::string_view value) {
    if (value.empty()) Add(field, "is required");
    ShortText(field, value);
  }

  void ShortText(std::string_view field, std::string_view value, size_t limit = kMaxKeyBytes) {
    if (value.size() > limit) Add(field, absl::StrCat("longer than ", limit, " bytes"));
  }

  void Text(std::string_view field, std::string_view value) {
    if (value.size() > kMaxTextBytes) Add(field, "longer than 32 KiB");
  }

  void Response(const v1::SurveyResponse& response) {
    Text("response.comment", response.comment());
    switch (response.metric()) {
      case v1::METRIC_NPS:
        return Scale(response, 11, {11}, 0);
      case v1::METRIC_CSAT:
        return Scale(response, 5, {2, 3, 5, 7, 10}, 1);
      case v1::METRIC_CES:
        return Scale(response, 7, {5, 7}, 1);
      default:
        return Add("response.metric", "must be one of nps, csat, ces");
    }
  }

  void Mention(const v1::Mention& mention) {
    ShortText("mention.platform", mention.platform());
    Text("mention.title", mention.title());
    Text("mention.body", mention.body());
    Text("mention.url", mention.url());
    Text("mention.author", mention.author());
    const double max = mention.rating_max() == 0 ? 5 : mention.rating_max();
    if (!(max > 0 && max <= kMaxRating)) Add("mention.rating_max", "must be above 0, at most 1000");
    if (mention.has_rating() && !(mention.rating() >= 0 && mention.rating() <= max)) {
      Add("mention.rating", absl::StrCat("must be from 0 to ", max, ", is ", mention.rating()));
    }
  }

  Violations Take() { return std::move(violations_); }

 private:
  void Scale(const v1::SurveyResponse& response, int default_points,
             std::initializer_list<int> allowed, int first) {
    const int points = response.scale_points() == 0 ? default_points : response.scale_points();
    if (std::find(allowed.begin(), allowed.end(), points) == allowed.end()) {
      return Add("response.scale_points", "is no scale of this metric");
    }
    if (response.low_is_good() && response.metric() != v1::METRIC_CES) {
      Add("response.low_is_good", "is for ces alone");
    }
    const int last = first + points - 1;
    if (!response.has_score()) {
      if (response.finished() && response.comment().empty()) Add("response.score", "is required");
    } else if (response.score() < first || response.score() > last) {
      Add("response.score",
          absl::StrCat("must be from ", first, " to ", last, ", is ", response.score()));
    }
  }

  Violations violations_;
};

}  // namespace

Violations ValidateLocally(const v1::Feedback& feedback) {
  Checker check;
  check.Key("source_id", feedback.source_id());
  check.Key("submission_id", feedback.submission_id());
  check.ShortText("question_id", feedback.question_id());
  check.ShortText("respondent_id", feedback.respondent_id());
  check.ShortText("account_id", feedback.account_id());
  if (feedback.has_collected_at() && (feedback.collected_at().seconds() < kMinSeconds ||
                                      feedback.collected_at().seconds() >= kEndSeconds)) {
    check.Add("collected_at", "must be from year 1678 to 2261");
  }
  check.ShortText("channel", feedback.channel());
  check.ShortText("touchpoint", feedback.touchpoint());
  check.ShortText("language", feedback.language(), kMaxLanguageBytes);
  if (feedback.properties_size() > kMaxProperties) {
    check.Add("properties", absl::StrCat("more than ", kMaxProperties));
  }
  for (const auto& [key, value] : feedback.properties()) {
    const std::string field = absl::StrCat("properties[", key, "]");
    if (key.empty()) check.Add(field, "the key is empty");
    check.ShortText(field, key);
    check.Text(field, value);
  }
  if (feedback.has_response()) {
    check.Response(feedback.response());
  } else if (feedback.has_mention()) {
    check.Mention(feedback.mention());
  } else {
    check.Add("kind", "must be a response or a mention");
  }
  return check.Take();
}

}  // namespace voc::cli
