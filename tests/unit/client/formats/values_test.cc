#include "client/formats/values.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::vector<std::string> Write(const Values& values, v1::Feedback* feedback) {
  Violations violations;
  values.Write({"First", "Second"}, feedback, &violations);
  std::vector<std::string> reasons;
  for (const auto& violation : violations) {
    reasons.push_back(absl::StrCat(violation.field, ": ", violation.description));
  }
  return reasons;
}

TEST(ValuesTest, EveryFieldOfAResponse) {
  Values values;
  for (const auto& [field, text] :
       std::vector<std::pair<Field, std::string>>{{Field::kSourceId, "s"},
                                                  {Field::kSubmissionId, "i"},
                                                  {Field::kQuestionId, "q"},
                                                  {Field::kClientRevision, "4000000000"},
                                                  {Field::kMetric, "CES"},
                                                  {Field::kScore, "5.0"},
                                                  {Field::kScalePoints, "5"},
                                                  {Field::kLowIsGood, "Yes"},
                                                  {Field::kComment, "c"},
                                                  {Field::kFinished, "1"},
                                                  {Field::kRespondentId, "r"},
                                                  {Field::kAccountId, "a"},
                                                  {Field::kChannel, "email"},
                                                  {Field::kJourneyStage, "Renew"},
                                                  {Field::kTouchpoint, "t"},
                                                  {Field::kLanguage, "sv"}}) {
    values.Set(field, text);
  }
  values.SetTime(absl::FromUnixMillis(-1500));
  v1::Feedback feedback;
  EXPECT_THAT(Write(values, &feedback), IsEmpty());
  EXPECT_EQ(feedback.source_id(), "s");
  EXPECT_EQ(feedback.submission_id(), "i");
  EXPECT_EQ(feedback.question_id(), "q");
  EXPECT_EQ(feedback.client_revision(), 4000000000u);
  EXPECT_EQ(feedback.response().metric(), v1::METRIC_CES);
  EXPECT_EQ(feedback.response().score(), 5);
  EXPECT_EQ(feedback.response().scale_points(), 5);
  EXPECT_TRUE(feedback.response().low_is_good());
  EXPECT_EQ(feedback.response().comment(), "c");
  EXPECT_TRUE(feedback.response().finished());
  EXPECT_EQ(feedback.respondent_id(), "r");
  EXPECT_EQ(feedback.account_id(), "a");
  EXPECT_EQ(feedback.collected_at().seconds(), -2);
  EXPECT_EQ(feedback.collected_at().nanos(), 500'000'000);
  EXPECT_EQ(feedback.channel(), "email");
  EXPECT_EQ(feedback.journey_stage(), v1::JOURNEY_STAGE_RENEW);
  EXPECT_EQ(feedback.touchpoint(), "t");
  EXPECT_EQ(feedback.language(), "sv");
}

TEST(ValuesTest, EveryFieldOfAMention) {
  Values values;
  for (const auto& [field, text] :
       std::vector<std::pair<Field, std::string>>{{Field::kMentionType, "social"},
                                                  {Field::kPlatform, "p"},
                                                  {Field::kTitle, "t"},
                                                  {Field::kBody, "b"},
                                                  {Field::kUrl, "u"},
                                                  {Field::kAuthor, "a"},
                                                  {Field::kRating, "4.5"},
                                                  {Field::kRatingMax, "10"}}) {
    values.Set(field, text);
  }
  EXPECT_TRUE(values.IsMention());
  v1::Feedback feedback;
  EXPECT_THAT(Write(values, &feedback), IsEmpty());
  EXPECT_EQ(feedback.mention().mention_type(), v1::MENTION_TYPE_SOCIAL);
  EXPECT_EQ(feedback.mention().platform(), "p");
  EXPECT_EQ(feedback.mention().title(), "t");
  EXPECT_EQ(feedback.mention().body(), "b");
  EXPECT_EQ(feedback.mention().url(), "u");
  EXPECT_EQ(feedback.mention().author(), "a");
  EXPECT_EQ(feedback.mention().rating(), 4.5);
  EXPECT_EQ(feedback.mention().rating_max(), 10);
}

TEST(ValuesTest, WhatIsWrongIsSaidOfItsColumn) {
  Values values;
  values.Set(Field::kMetric, "stars");
  values.Set(Field::kScore, "4.5", 1);
  values.Set(Field::kScalePoints, "99999999999", 0);
  values.Set(Field::kFinished, "maybe", 0);
  values.Set(Field::kClientRevision, "-1", 0);
  v1::Feedback feedback;
  EXPECT_THAT(
      Write(values, &feedback),
      ElementsAre("client_revision: column \"First\": \"-1\" is not a whole number",
                  "response.metric: \"stars\" is none of nps, csat, ces",
                  "response.score: column \"Second\": \"4.5\" is not a whole number",
                  "response.scale_points: column \"First\": \"99999999999\" is not a whole number",
                  "response.finished: column \"First\": \"maybe\" is none of true, yes, y, 1, "
                  "false, no, n, 0"));
}

TEST(ValuesTest, AResponseNeedsAMetric) {
  v1::Feedback feedback;
  EXPECT_THAT(Write(Values(), &feedback),
              ElementsAre("response.metric: must be one of nps, csat, ces"));
}

TEST(ValuesTest, FilledFromOthersWhereItLacksSomething) {
  Values record;
  record.Set(Field::kMetric, "nps");
  record.Set(Field::kScore, "1");
  record.AddProperty("plan", "gold");
  record.AddProperty("seats", "4");
  Values question;
  question.Set(Field::kScore, "2");
  question.AddProperty("plan", "pro");
  question.FillFrom(record);
  v1::Feedback feedback;
  EXPECT_THAT(Write(question, &feedback), IsEmpty());
  EXPECT_EQ(feedback.response().score(), 2);
  EXPECT_THAT(feedback.properties(), UnorderedElementsAre(Pair("plan", "pro"), Pair("seats", "4")));
}

}  // namespace
}  // namespace voc::formats
