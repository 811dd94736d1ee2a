#include "client/formats/json/answers.h"

#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/formats/json/dump.h"

namespace voc::formats::json {
namespace {

using ::testing::HasSubstr;

TEST(AnswersTest, WhatMappingsRead) {
  Answers answers;
  answers.AddScore("q1", "csat", "7", "6");
  answers.AddText("q2", "Why");
  answers.AddOther("q3", "Admin");
  answers.AddText("q4", "");
  answers.AddOther("q5", "");
  EXPECT_EQ(answers.Problem(), "");
  EXPECT_EQ(Dump(answers.Take()),
            "[{question:q1,metric:csat,scale_points:7,score:6},{question:q2,text:Why},"
            "{question:q3,other:Admin}]");
}

TEST(AnswersTest, WithoutAMetricTheQuestionsAreNamed) {
  Answers none;
  EXPECT_EQ(none.Problem(), "") << "nothing was answered";
  Answers answers;
  answers.AddText("why", "x");
  answers.AddOther("role", "y");
  EXPECT_THAT(answers.Problem(), HasSubstr("\"why\", \"role\""));
  EXPECT_THAT(answers.Problem(), HasSubstr("--explain"));
  EXPECT_THAT(answers.Problem(), HasSubstr("--map"));
}

// What the finder makes of one survey with these answers, of which the last is read.
std::string Find(const std::string& words, const std::vector<std::string>& submissions) {
  QuestionFinder finder;
  std::map<std::string, std::string> last;
  for (const std::string& submission : submissions) {
    last.clear();
    for (const auto& [question, answer] : Parse(submission).members) {
      finder.See("s", question, question == "q" ? words : "", answer);
      last[question] = AnswerText(answer);
    }
  }
  Answers answers;
  finder.Fill("s", last, &answers);
  const std::string problem = answers.Problem();
  return problem.empty() ? Dump(answers.Take()) : "!";
}

TEST(QuestionFinderTest, AQuestionOfThatNameIsItsMetric) {
  EXPECT_EQ(Find("", {R"({"NPS":"9","csat":4,"ces":3})"}),
            "[{question:NPS,metric:nps,scale_points:,score:9},"
            "{question:csat,metric:csat,scale_points:,score:4},"
            "{question:ces,metric:ces,scale_points:,score:3}]");
  EXPECT_EQ(Find("", {R"({"nps2":9})"}), "!");
}

TEST(QuestionFinderTest, RecommendingFromZeroToTenIsNps) {
  const std::string nps = "[{question:q,metric:nps,scale_points:,score:10}]";
  EXPECT_EQ(Find("Would you recommend us?", {R"({"q":0})", R"({"q":"10"})"}), nps);
  EXPECT_EQ(Find("Hur gärna rekommenderar du? Skulle du rekommendera oss?", {R"({"q":10})"}), nps);
  EXPECT_EQ(Find("Vil du ANBEFALE os?", {R"({"q":10})"}), nps);
  EXPECT_EQ(Find("Would you recommend us?", {R"({"q":11})", R"({"q":10})"}), "!");
  EXPECT_EQ(Find("Would you recommend us?", {R"({"q":"yes"})", R"({"q":10})"}), "!");
  EXPECT_EQ(Find("How was it?", {R"({"q":10})"}), "!");
}

TEST(QuestionFinderTest, TheOneOpenTextIsTheComment) {
  EXPECT_EQ(Find("", {R"({"nps":1,"why":"Slow"})"}),
            "[{question:nps,metric:nps,scale_points:,score:1},{question:why,text:Slow}]");
  EXPECT_EQ(Find("", {R"({"nps":1,"plan":"pro","why":"too slow"})",
                      R"({"nps":2,"plan":"x","why":"Ok"})"}),
            "[{question:nps,metric:nps,scale_points:,score:2},{question:plan,other:x},"
            "{question:why,text:Ok}]")
      << "told from a hidden field by the blank in another answer";
  EXPECT_EQ(Find("", {R"({"nps":1,"a":"one two","b":"three four","c":["x","y"]})"}),
            "[{question:nps,metric:nps,scale_points:,score:1},{question:a,other:one two},"
            "{question:b,other:three four},{question:c,other:x, y}]")
      << "two texts: none is the one";
  EXPECT_EQ(Find("", {R"({"nps":1,"a":"one two","comment":"Slow"})"}),
            "[{question:nps,metric:nps,scale_points:,score:1},{question:a,other:one two},"
            "{question:comment,text:Slow}]")
      << "but one that asks for it is";
}

TEST(QuestionFinderTest, AScoreThatWasNotGivenIsStillAsked) {
  EXPECT_EQ(Find("", {R"({"nps":1,"why":"a b"})", R"({"why":"c d"})"}),
            "[{question:nps,metric:nps,scale_points:,score:},{question:why,text:c d}]");
}

}  // namespace
}  // namespace voc::formats::json
