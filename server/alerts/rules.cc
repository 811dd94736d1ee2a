#include "server/alerts/rules.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "absl/container/inlined_vector.h"

namespace voc::alerts {
namespace {

// Worst shares of a rating, out of 5, and of a sentiment score.
constexpr double kLowRating = 2;
constexpr double kNegativeSentiment = -0.5;

// The rule and the theme that it looks for (server/sentiment/themes/themes.txt).
constexpr std::string_view kCancellationIntent = "cancellation-intent";

bool IsScored(const v1::Feedback& feedback, v1::Metric metric) {
  return feedback.has_response() && feedback.response().metric() == metric &&
         feedback.response().has_score();
}

bool IsNpsDetractor(const v1::Feedback& feedback) {
  return IsScored(feedback, v1::METRIC_NPS) && feedback.response().score() <= 6;
}

// The bottom two answers, or the bottom one where that is half of the scale.
bool IsCsatDissatisfied(const v1::Feedback& feedback) {
  if (!IsScored(feedback, v1::METRIC_CSAT)) return false;
  return feedback.response().score() <= (feedback.response().scale_points() <= 3 ? 1 : 2);
}

bool IsCesHighEffort(const v1::Feedback& feedback) {
  if (!IsScored(feedback, v1::METRIC_CES)) return false;
  const v1::SurveyResponse& response = feedback.response();
  const int points = response.scale_points();
  // Counted from the bad end of the scale, as on one where high is good.
  const int ease = response.low_is_good() ? points + 1 - response.score() : response.score();
  return ease <= (points == 5 ? 2 : 3);
}

bool IsReviewLow(const v1::Feedback& feedback) {
  return feedback.has_mention() && feedback.mention().has_rating() &&
         5 * feedback.mention().rating() / feedback.mention().rating_max() <= kLowRating;
}

bool IsMentionNegative(const v1::Feedback& feedback) {
  const v1::SentimentLabel label = feedback.sentiment().label();
  return feedback.has_mention() && label != v1::SENTIMENT_LABEL_UNSPECIFIED &&
         label != v1::SENTIMENT_LABEL_UNLABELLED &&
         feedback.sentiment().score() <= kNegativeSentiment;
}

// Whatever the score, or without one: a promoter may leave as well, and somebody
// who writes it into a form and gives no score is not less gone.
bool IsCancellationIntent(const v1::Feedback& feedback) {
  return std::find(feedback.themes().begin(), feedback.themes().end(), kCancellationIntent) !=
         feedback.themes().end();
}

constexpr Rule kRules[] = {
    {"nps-detractor", v1::ALERT_SEVERITY_HIGH, "detractor-call", "", IsNpsDetractor},
    {"csat-dissatisfied", v1::ALERT_SEVERITY_MEDIUM, "dissatisfied-follow-up", "",
     IsCsatDissatisfied},
    {"ces-high-effort", v1::ALERT_SEVERITY_MEDIUM, "effort-follow-up", "", IsCesHighEffort},
    {"review-low", v1::ALERT_SEVERITY_HIGH, "review-reply", "", IsReviewLow},
    {"mention-negative", v1::ALERT_SEVERITY_MEDIUM, "mention-reply", "", IsMentionNegative},
    {kCancellationIntent, v1::ALERT_SEVERITY_HIGH, "retention-call",
     "Wants to leave: ", IsCancellationIntent},
};

}  // namespace

std::span<const Rule> BuiltInRules() { return kRules; }

const Rule* FindRule(std::string_view id) {
  for (const Rule& rule : kRules) {
    if (rule.id == id) return &rule;
  }
  return nullptr;
}

bool Matches(const Rule& rule, const v1::Feedback& feedback) { return rule.matches(feedback); }

absl::InlinedVector<const Rule*, 3> MatchingRules(const v1::Feedback& feedback) {
  absl::InlinedVector<const Rule*, 3> matching;
  for (const Rule& rule : kRules) {
    if (rule.matches(feedback)) matching.push_back(&rule);
  }
  return matching;
}

}  // namespace voc::alerts
