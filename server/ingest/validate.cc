#include "server/ingest/validate.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/ingest/limits.h"
#include "server/ingest/normalize.h"
#include "storage/base/strings.h"

namespace voc::ingest {
namespace {

using base::ToAbsl;

// Collects violations up to the limit, so that a hostile message costs no more
// memory than an honest one.
class Violations {
 public:
  void Add(std::string_view field, std::string description) {
    if (found_.size() < kMaxViolations)
      found_.push_back({std::string(field), std::move(description)});
  }
  bool Full() const { return found_.size() >= kMaxViolations; }
  std::vector<Violation> Take() && { return std::move(found_); }

 private:
  std::vector<Violation> found_;
};

void CheckKey(std::string_view field, std::string_view value, Violations& out) {
  if (value.empty() || value.size() > kMaxKeyBytes) {
    out.Add(field, absl::StrCat("must have 1 to ", kMaxKeyBytes, " bytes, has ", value.size()));
  }
}

void CheckBytes(std::string_view field, std::string_view value, size_t limit, Violations& out) {
  if (value.size() > limit) {
    out.Add(field, absl::StrCat("must have at most ", limit, " bytes, has ", value.size()));
  }
}

bool IsMetric(v1::Metric metric) {
  return metric != v1::METRIC_UNSPECIFIED && v1::Metric_IsValid(metric);
}

// The scores a response may have.
struct ScoreRange {
  int32_t min;
  int32_t max;
};

// The scores of a scale; of one that there is not, the widest of the metric, so that a
// score which no scale would hold is told as well.
ScoreRange RangeOf(v1::Metric metric, int32_t points) {
  const bool known = ProblemOfScale(metric, points).empty();
  switch (metric) {
    case v1::METRIC_CSAT:
      if (!known) return {1, 10};
      return {1, points == 0 ? DefaultScalePoints(metric) : points};
    case v1::METRIC_CES:
      if (!known) return {1, 7};
      return {1, points == 0 ? DefaultScalePoints(metric) : points};
    default:
      return {0, 10};
  }
}

void CheckResponse(const v1::SurveyResponse& response, Violations& out) {
  if (!IsMetric(response.metric())) {
    out.Add("response.metric", "must be METRIC_NPS, METRIC_CSAT or METRIC_CES");
  } else if (const std::string_view problem =
                 ProblemOfScale(response.metric(), response.scale_points());
             !problem.empty()) {
    out.Add("response.scale_points", std::string(problem));
  }
  const ScoreRange range = RangeOf(response.metric(), response.scale_points());
  if (response.has_score()) {
    if (response.score() < range.min || response.score() > range.max) {
      out.Add("response.score",
              absl::StrCat("must be ", range.min, " to ", range.max, ", is ", response.score()));
    }
  } else if (response.comment().empty() && response.finished()) {
    out.Add("response.score", "must be present where finished is true and there is no comment");
  }
  if (response.low_is_good() &&
      (response.metric() == v1::METRIC_NPS || response.metric() == v1::METRIC_CSAT)) {
    out.Add("response.low_is_good", "must be false unless the metric is METRIC_CES");
  }
  CheckBytes("response.comment", response.comment(), kMaxTextBytes, out);
}

void CheckMention(const v1::Mention& mention, Violations& out) {
  if (!v1::MentionType_IsValid(mention.mention_type())) {
    out.Add("mention.mention_type", "must be MENTION_TYPE_REVIEW, MENTION_TYPE_SOCIAL or unset");
  }
  CheckBytes("mention.platform", mention.platform(), kMaxNameBytes, out);
  CheckBytes("mention.title", mention.title(), kMaxTextBytes, out);
  CheckBytes("mention.body", mention.body(), kMaxTextBytes, out);
  CheckBytes("mention.url", mention.url(), kMaxTextBytes, out);
  CheckBytes("mention.author", mention.author(), kMaxTextBytes, out);

  double best = mention.rating_max() == 0 ? 5 : mention.rating_max();
  const bool best_ok = best > 0 && best <= kMaxRatingMax;  // false for NaN
  if (!best_ok) best = kMaxRatingMax;
  if (mention.has_rating() && !(mention.rating() >= 0 && mention.rating() <= best)) {
    out.Add("mention.rating",
            absl::StrCat("must be 0 to ", best, ", the rating_max, is ", mention.rating()));
  }
  if (!best_ok) {
    out.Add("mention.rating_max", absl::StrCat("must be above 0 and at most ", kMaxRatingMax,
                                               ", or 0 for 5, is ", mention.rating_max()));
  }
}

void CheckTime(std::string_view field, const google::protobuf::Timestamp& time, Violations& out) {
  if (time.nanos() < 0 || time.nanos() > 999'999'999) {
    out.Add(field, "must have nanos 0 to 999999999");
  } else if (time.seconds() < kMinCollectedAtSeconds || time.seconds() >= kEndCollectedAtSeconds) {
    out.Add(field, "must be from 1678-01-01T00:00:00Z up to and without 2262-01-01T00:00:00Z");
  }
}

// "properties[KEY]", with no more of the key than a good key may have, cut
// where a character begins.
std::string PropertyPath(std::string_view key) {
  if (key.size() > kMaxPropertyKeyBytes) {
    size_t end = kMaxPropertyKeyBytes;
    while (end > 0 && (static_cast<unsigned char>(key[end]) & 0xC0) == 0x80) --end;
    key = key.substr(0, end);
  }
  return absl::StrCat("properties[", ToAbsl(key), "]");
}

void CheckProperties(const google::protobuf::Map<std::string, std::string>& properties,
                     Violations& out) {
  size_t with_value = 0;
  for (const auto& [key, value] : properties) {
    with_value += value.empty() ? 0 : 1;
    if (key.empty() || key.size() > kMaxPropertyKeyBytes) {
      out.Add(PropertyPath(key), absl::StrCat("must have a key of 1 to ", kMaxPropertyKeyBytes,
                                              " bytes, has ", key.size()));
    }
    if (value.size() > kMaxTextBytes) {
      out.Add(PropertyPath(key), absl::StrCat("must have a value of at most ", kMaxTextBytes,
                                              " bytes, has ", value.size()));
    }
    if (out.Full()) return;
  }
  if (with_value > kMaxProperties) {
    out.Add("properties",
            absl::StrCat("must have at most ", kMaxProperties, " entries, has ", with_value));
  }
}

void CheckLanguage(std::string_view tag, Violations& out) {
  if (tag.size() > kMaxLanguageBytes) {
    CheckBytes("language", tag, kMaxLanguageBytes, out);
  } else if (!tag.empty() && !IsLanguageTag(tag)) {
    out.Add("language",
            "must be a BCP 47 tag such as sv or en-GB: subtags of 1 to 8 letters or "
            "digits, joined by '-', the first of letters alone");
  }
}

// What a feedback and a display have in common beyond their key.
template <typename Message>
void CheckContext(const Message& message, Violations& out) {
  CheckBytes("channel", message.channel(), kMaxNameBytes, out);
  if (!v1::JourneyStage_IsValid(message.journey_stage())) {
    out.Add("journey_stage",
            "must be JOURNEY_STAGE_LAND, _ADOPT, _EXPAND, _RENEW, _ADVOCATE or unset");
  }
  CheckBytes("touchpoint", message.touchpoint(), kMaxNameBytes, out);
  CheckProperties(message.properties(), out);
  CheckLanguage(message.language(), out);
}

}  // namespace

std::string_view ProblemOfScale(v1::Metric metric, int32_t points) {
  switch (metric) {
    case v1::METRIC_NPS:
      return points == 0 || points == 11 ? "" : "must be 11, or 0 for 11, where NPS";
    case v1::METRIC_CSAT:
      return points == 0 || points == 2 || points == 3 || points == 5 || points == 7 || points == 10
                 ? ""
                 : "must be 2, 3, 5, 7 or 10, or 0 for 5, where CSAT";
    case v1::METRIC_CES:
      return points == 0 || points == 5 || points == 7 ? ""
                                                       : "must be 5 or 7, or 0 for 7, where CES";
    default:
      return "";
  }
}

// The shape every BCP 47 tag has: a first subtag of letters, then subtags of
// letters and digits, 1 to 8 characters each. Whether a tag is registered is
// not asked, since the registry grows.
bool IsLanguageTag(std::string_view tag) {
  size_t length = 0;
  bool first = true;
  for (const unsigned char c : tag) {
    if (c == '-') {
      if (length == 0) return false;
      length = 0;
      first = false;
    } else if (!(first ? absl::ascii_isalpha(c) : absl::ascii_isalnum(c)) || ++length > 8) {
      return false;
    }
  }
  return length > 0;
}

std::vector<Violation> ValidateDisplay(const v1::Display& display) {
  Violations out;
  CheckKey("source_id", display.source_id(), out);
  CheckKey("display_id", display.display_id(), out);
  if (!IsMetric(display.metric())) {
    out.Add("metric", "must be METRIC_NPS, METRIC_CSAT or METRIC_CES");
  }
  if (!v1::DisplayKind_IsValid(display.kind())) {
    out.Add("kind", "must be DISPLAY_KIND_SHOWN, _INVITED or unset");
  }
  CheckBytes("question_id", display.question_id(), kMaxIdBytes, out);
  CheckBytes("respondent_id", display.respondent_id(), kMaxIdBytes, out);
  CheckBytes("account_id", display.account_id(), kMaxIdBytes, out);
  if (display.has_displayed_at()) CheckTime("displayed_at", display.displayed_at(), out);
  CheckContext(display, out);
  return std::move(out).Take();
}

std::vector<Violation> Validate(const v1::Feedback& feedback) {
  Violations out;
  CheckKey("source_id", feedback.source_id(), out);
  CheckKey("submission_id", feedback.submission_id(), out);
  CheckBytes("question_id", feedback.question_id(), kMaxIdBytes, out);
  switch (feedback.kind_case()) {
    case v1::Feedback::kResponse:
      CheckResponse(feedback.response(), out);
      break;
    case v1::Feedback::kMention:
      CheckMention(feedback.mention(), out);
      break;
    case v1::Feedback::KIND_NOT_SET:
      out.Add("kind", "must have a response or a mention");
      break;
  }
  CheckBytes("respondent_id", feedback.respondent_id(), kMaxIdBytes, out);
  CheckBytes("account_id", feedback.account_id(), kMaxIdBytes, out);
  if (feedback.has_collected_at()) CheckTime("collected_at", feedback.collected_at(), out);
  CheckContext(feedback, out);
  return std::move(out).Take();
}

}  // namespace voc::ingest
