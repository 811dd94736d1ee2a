#include "server/alerts/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace voc::alerts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Feedback Response(v1::Metric metric, int score, int points, bool low_is_good = false) {
  v1::Feedback feedback;
  feedback.mutable_response()->set_metric(metric);
  feedback.mutable_response()->set_score(score);
  feedback.mutable_response()->set_scale_points(points);
  feedback.mutable_response()->set_low_is_good(low_is_good);
  return feedback;
}

v1::Feedback Review(double rating, double rating_max) {
  v1::Feedback feedback;
  feedback.mutable_mention()->set_rating(rating);
  feedback.mutable_mention()->set_rating_max(rating_max);
  return feedback;
}

std::vector<std::string_view> RulesOf(const v1::Feedback& feedback) {
  std::vector<std::string_view> ids;
  for (const Rule* rule : MatchingRules(feedback)) ids.push_back(rule->id);
  return ids;
}

// The scores from `min` to `max` that a rule finds.
std::vector<int> Scores(std::string_view rule, v1::Metric metric, int min, int max, int points,
                        bool low_is_good = false) {
  std::vector<int> found;
  for (int score = min; score <= max; ++score) {
    const auto ids = RulesOf(Response(metric, score, points, low_is_good));
    if (ids.empty()) continue;
    EXPECT_THAT(ids, ElementsAre(rule));
    found.push_back(score);
  }
  return found;
}

TEST(BuiltInRules, IdsAndOrderAreStored) {
  std::vector<std::string_view> ids;
  for (const Rule& rule : BuiltInRules()) ids.push_back(rule.id);
  EXPECT_THAT(ids, ElementsAre("nps-detractor", "csat-dissatisfied", "ces-high-effort",
                               "review-low", "mention-negative", "cancellation-intent"));
}

TEST(BuiltInRules, EachHasASeverityAndAPlaybook) {
  std::set<std::string_view> playbooks;
  for (const Rule& rule : BuiltInRules()) {
    EXPECT_NE(rule.severity, v1::ALERT_SEVERITY_UNSPECIFIED) << rule.id;
    EXPECT_TRUE(playbooks.insert(rule.playbook_key).second) << rule.id;
  }
}

TEST(FindRule, ByWholeId) {
  for (const Rule& rule : BuiltInRules()) EXPECT_EQ(FindRule(rule.id), &rule);
  EXPECT_EQ(FindRule(""), nullptr);
  EXPECT_EQ(FindRule("nps"), nullptr);
  EXPECT_EQ(FindRule("NPS-detractor"), nullptr);
}

TEST(NpsDetractor, Matches0To6) {
  EXPECT_THAT(Scores("nps-detractor", v1::METRIC_NPS, 0, 10, 11), ElementsAre(0, 1, 2, 3, 4, 5, 6));
}

TEST(CsatDissatisfied, MatchesTheBottomOfEachScale) {
  constexpr std::string_view kRule = "csat-dissatisfied";
  EXPECT_THAT(Scores(kRule, v1::METRIC_CSAT, 1, 2, 2), ElementsAre(1));
  EXPECT_THAT(Scores(kRule, v1::METRIC_CSAT, 1, 3, 3), ElementsAre(1));
  EXPECT_THAT(Scores(kRule, v1::METRIC_CSAT, 1, 5, 5), ElementsAre(1, 2));
  EXPECT_THAT(Scores(kRule, v1::METRIC_CSAT, 1, 7, 7), ElementsAre(1, 2));
  EXPECT_THAT(Scores(kRule, v1::METRIC_CSAT, 1, 10, 10), ElementsAre(1, 2));
}

TEST(CesHighEffort, MatchesTheHardEndOfEachScale) {
  constexpr std::string_view kRule = "ces-high-effort";
  EXPECT_THAT(Scores(kRule, v1::METRIC_CES, 1, 7, 7), ElementsAre(1, 2, 3));
  EXPECT_THAT(Scores(kRule, v1::METRIC_CES, 1, 5, 5), ElementsAre(1, 2));
}

TEST(CesHighEffort, IsMirroredWhereLowIsGood) {
  constexpr std::string_view kRule = "ces-high-effort";
  EXPECT_THAT(Scores(kRule, v1::METRIC_CES, 1, 7, 7, true), ElementsAre(5, 6, 7));
  EXPECT_THAT(Scores(kRule, v1::METRIC_CES, 1, 5, 5, true), ElementsAre(4, 5));
}

TEST(ReviewLow, MatchesTwoOfFiveAndBelowOnAnyScale) {
  for (const auto& [rating, best] :
       {std::pair{2.0, 5.0}, {0.0, 5.0}, {4.0, 10.0}, {40.0, 100.0}, {1.2, 3.0}, {0.4, 1.0}}) {
    EXPECT_THAT(RulesOf(Review(rating, best)), ElementsAre("review-low")) << rating << "/" << best;
  }
  for (const auto& [rating, best] : {std::pair{2.1, 5.0}, {5.0, 5.0}, {4.1, 10.0}, {41.0, 100.0}}) {
    EXPECT_THAT(RulesOf(Review(rating, best)), IsEmpty()) << rating << "/" << best;
  }
}

TEST(ReviewLow, AnyKindOfMentionWithARating) {
  v1::Feedback feedback = Review(1, 5);
  feedback.mutable_mention()->set_mention_type(v1::MENTION_TYPE_SOCIAL);
  EXPECT_THAT(RulesOf(feedback), ElementsAre("review-low"));
}

TEST(MentionNegative, MatchesLabelledSentimentOfMinusOneHalfAndBelow) {
  v1::Feedback feedback;
  feedback.mutable_mention()->set_body("text");
  feedback.mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_NEGATIVE);
  feedback.mutable_sentiment()->set_score(-0.5);
  EXPECT_THAT(RulesOf(feedback), ElementsAre("mention-negative"));
  feedback.mutable_sentiment()->set_score(-1);
  EXPECT_THAT(RulesOf(feedback), ElementsAre("mention-negative"));
  feedback.mutable_sentiment()->set_score(-0.4999);
  EXPECT_THAT(RulesOf(feedback), IsEmpty());
  feedback.mutable_sentiment()->set_score(-1);
  feedback.mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_UNLABELLED);
  EXPECT_THAT(RulesOf(feedback), IsEmpty());
}

TEST(MentionNegative, DoesNotMatchComments) {
  v1::Feedback feedback = Response(v1::METRIC_NPS, 9, 11);
  feedback.mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_NEGATIVE);
  feedback.mutable_sentiment()->set_score(-1);
  EXPECT_THAT(RulesOf(feedback), IsEmpty());
}

TEST(CancellationIntent, AnyFeedbackWithTheThemeScoredOrNot) {
  for (v1::Feedback feedback : {Response(v1::METRIC_NPS, 10, 11), Review(5, 5), v1::Feedback()}) {
    EXPECT_THAT(RulesOf(feedback), IsEmpty());
    feedback.add_themes("billing");
    EXPECT_THAT(RulesOf(feedback), IsEmpty());
    feedback.add_themes("cancellation-intent");
    EXPECT_THAT(RulesOf(feedback), ElementsAre("cancellation-intent"));
  }
  v1::Feedback unscored = Response(v1::METRIC_CSAT, 1, 5);
  unscored.mutable_response()->clear_score();
  unscored.add_themes("cancellation-intent");
  EXPECT_THAT(RulesOf(unscored), ElementsAre("cancellation-intent"));
}

TEST(MatchingRules, AMentionCanMatchThree) {
  v1::Feedback feedback = Review(1, 5);
  feedback.mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_NEGATIVE);
  feedback.mutable_sentiment()->set_score(-0.8);
  feedback.add_themes("cancellation-intent");
  EXPECT_THAT(RulesOf(feedback),
              ElementsAre("review-low", "mention-negative", "cancellation-intent"));
}

TEST(MatchingRules, AMentionCanMatchTwo) {
  v1::Feedback feedback = Review(1, 5);
  feedback.mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_NEGATIVE);
  feedback.mutable_sentiment()->set_score(-0.8);
  EXPECT_THAT(RulesOf(feedback), ElementsAre("review-low", "mention-negative"));
}

TEST(MatchingRules, UnscoredFeedbackMatchesNoneOnScores) {
  for (const v1::Metric metric : {v1::METRIC_NPS, v1::METRIC_CSAT, v1::METRIC_CES}) {
    v1::Feedback feedback = Response(metric, 1, 5);
    feedback.mutable_response()->clear_score();
    EXPECT_THAT(RulesOf(feedback), IsEmpty());
  }
  v1::Feedback mention;
  mention.mutable_mention()->set_body("text");
  EXPECT_THAT(RulesOf(mention), IsEmpty());
  EXPECT_THAT(RulesOf({}), IsEmpty());
}

}  // namespace
}  // namespace voc::alerts
