#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/formats/json/dump.h"

namespace voc::formats::json {
namespace {

using ::testing::HasSubstr;

constexpr char kQuestions[] =
    R"("$survey_questions":[{"id":"a","question":"Would you recommend us?"},{"id":"b","question":"Why?"}])";

std::string Sent(const std::string& time, const std::string& answers, bool with_questions = true) {
  return absl::StrCat(R"({"event":"survey sent","timestamp":")", time,
                      R"(","properties":{"$survey_id":"s","$survey_submission_id":"x",)",
                      with_questions ? absl::StrCat(kQuestions, ",") : "", answers, "}}");
}

TEST(PosthogShapeTest, TheLastThatWasSentCounts) {
  const auto shape = MakeShape("posthog-json", {});
  EXPECT_EQ(AnswersOf(*shape, {Sent("2025-11-01T10:00:09Z",
                                    R"("$survey_response_a":"9","$survey_response_b":"so so")"),
                               Sent("2025-11-01T12:00:05+02:00", R"("$survey_response_a":"3")")}),
            "[{question:a,metric:nps,scale_points:,score:9},{question:b,text:so so}]");
}

TEST(PosthogShapeTest, WhatIsNoNpsIsNamed) {
  const auto shape = MakeShape("posthog-json", {});
  shape->See(Parse(Sent("2025-11-01T10:00:09Z", R"("$survey_response_a":"11")")));
  EXPECT_THAT(shape->Refusal(), HasSubstr("\"a: Would you recommend us?\""));
}

TEST(PosthogShapeTest, OlderClientsAnswerByPlace) {
  const auto shape = MakeShape("posthog-json", {});
  EXPECT_EQ(AnswersOf(*shape, {Sent("2025-11-01T10:00:09Z",
                                    R"("$survey_response":8,"$survey_response_1":"so so")")}),
            "[{question:a,metric:nps,scale_points:,score:8},{question:b,text:so so}]");
}

TEST(PosthogShapeTest, QuestionsAreKnownFromOtherEventsOfTheSurvey) {
  const auto shape = MakeShape("posthog-json", {});
  shape->See(Parse(Sent("2025-11-01T10:00:09Z", R"("$survey_response_a":"9")")));
  EXPECT_EQ(AnswersOf(*shape, {Sent("2025-11-01T10:00:09Z", R"("$survey_response_a":"7")", false)}),
            "[{question:a,metric:nps,scale_points:,score:7}]");
  EXPECT_EQ(shape->Refusal(), "");
  const auto alone = MakeShape("posthog-json", {});
  EXPECT_THAT(
      AnswersOf(*alone, {Sent("2025-11-01T10:00:09Z", R"("$survey_response_a":"7")", false)}),
      HasSubstr("\"$survey_response_a\""));
}

TEST(PosthogShapeTest, EventsOfASubmissionBelongTogether) {
  const auto shape = MakeShape("posthog-json", {});
  EXPECT_EQ(shape->GroupOf(Parse(Sent("1", R"("a":1)"))),
            shape->GroupOf(Parse(Sent("2", R"("a":2)"))));
  EXPECT_EQ(shape->GroupOf(
                Parse(R"({"event":"survey shown","properties":{"$survey_submission_id":"x"}})")),
            "");
  EXPECT_EQ(shape->GroupOf(Parse(R"({"event":"survey sent","properties":{"$survey_id":"s"}})")),
            "");
}

}  // namespace
}  // namespace voc::formats::json
