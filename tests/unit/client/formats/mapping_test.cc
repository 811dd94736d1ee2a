#include "client/formats/mapping.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::string ErrorOf(std::string_view text) {
  return std::string(ParseMapping(text).status().message());
}

TEST(MappingTest, ScoresStandBelowQuestions) {
  EXPECT_EQ(ErrorOf("metric = nps\nquestion q1\nscore <- a\n"),
            "\"metric\" must stand below a question, since there are some");
}

TEST(MappingTest, RulesInOrder) {
  const auto mapping = ParseMapping(
      "submission_id <- id | \"Response Id\"\nsubmission_id <- hash link time\n"
      "score <- rating values Good=2 \"so so\"=1 otherwise keep number\ncollected_at <- t time "
      "millis\n");
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  ASSERT_EQ(mapping->rules.size(), 4u);
  EXPECT_THAT(mapping->rules[0].columns, ElementsAre("id", "Response Id"));
  EXPECT_TRUE(mapping->rules[1].hash);
  EXPECT_THAT(mapping->rules[1].columns, ElementsAre("link", "time"));
  ASSERT_EQ(mapping->rules[2].steps.size(), 2u);
  EXPECT_THAT(mapping->rules[2].steps[0].values, ElementsAre(Pair("good", "2"), Pair("soso", "1")));
  EXPECT_EQ(mapping->rules[2].steps[0].otherwise, Step::Otherwise::kKeep);
  EXPECT_EQ(mapping->rules[3].time, TimeShape::kMillis);
}

TEST(MappingTest, SectionsHoldWhatFollowsThem) {
  const auto mapping = ParseMapping(
      "submission_id <- id\nquestion q1\nmetric = nps\nscore <- a\neach answers\nscore <- "
      "number\n");
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  ASSERT_EQ(mapping->sections.size(), 2u);
  EXPECT_EQ(mapping->sections[0].question_id, "q1");
  EXPECT_EQ(mapping->sections[0].rules.size(), 2u);
  EXPECT_EQ(mapping->sections[1].each, "answers");
  EXPECT_EQ(mapping->sections[1].rules.size(), 1u);
}

TEST(MappingTest, SkipsAndLayout) {
  const auto mapping = ParseMapping(
      "header-rows 3\njoined-header\nfooter\ntext-guard\ngroup-by id\nfind-questions\n"
      "ignore \"IP*\" Phone\nzone Europe/Oslo\n"
      "skip when Status is 1 \"Survey Preview\" because \"a preview\"\nskip unless event filled\n");
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  EXPECT_EQ(mapping->csv.header_rows, 3);
  EXPECT_TRUE(mapping->csv.joined_header && mapping->csv.footer && mapping->csv.text_guard);
  EXPECT_EQ(mapping->csv.group_by, "id");
  EXPECT_TRUE(mapping->find_questions);
  EXPECT_THAT(mapping->ignored, ElementsAre("ip*", "phone"));
  EXPECT_TRUE(mapping->zone.has_value());
  ASSERT_EQ(mapping->skips.size(), 2u);
  EXPECT_THAT(mapping->skips[0].condition.values, ElementsAre("1", "surveypreview"));
  EXPECT_EQ(mapping->skips[0].reason, "a preview");
  EXPECT_TRUE(mapping->skips[1].unless);
  EXPECT_EQ(mapping->skips[1].condition.test, Condition::Test::kFilled);
}

TEST(MappingTest, ErrorsNameLineAndWord) {
  EXPECT_EQ(ErrorOf("\nscroe <- a\n"), "line 2: \"scroe\" is no field");
  EXPECT_EQ(ErrorOf("score < a"), "line 1: \"<\" is not expected here");
  EXPECT_EQ(ErrorOf("score <-"), "line 1: the line ends too early");
  EXPECT_EQ(ErrorOf("score <- a nmber"), "line 1: \"nmber\" is no step");
  EXPECT_EQ(ErrorOf("score <- a values"), "line 1: \"values\" needs pairs such as good=2");
  EXPECT_EQ(ErrorOf("score <- a b"), "line 1: \"b\" is no step");
  EXPECT_EQ(ErrorOf("score <- a \"b\""), "line 1: \"b\" is not expected here");
  EXPECT_EQ(ErrorOf("score <- a time"),
            "line 1: \"time\" is for collected_at and client_revision alone");
  EXPECT_EQ(ErrorOf("collected_at <- a"), "line 1: \"collected_at\" needs \"time\" at its end");
  EXPECT_EQ(ErrorOf("zone Mars"), "line 1: \"Mars\" is no time zone such as Europe/Oslo");
  EXPECT_EQ(ErrorOf("delimiter x"), "line 1: \"x\" is none of \",\", \";\" and \"\\t\"");
  EXPECT_EQ(ErrorOf("header-rows 0"), "line 1: \"0\" is no number of rows from 1 to 9");
  EXPECT_EQ(ErrorOf("property. <- a"), "line 1: a property needs a key");
  EXPECT_EQ(ErrorOf("property.* <- a"), "line 1: property.* needs one column that ends in *");
  EXPECT_EQ(ErrorOf("skip a"), "line 1: \"a\" is not expected here");
  EXPECT_EQ(ErrorOf("skip when a likes b"), "line 1: \"likes\" is not expected here");
  EXPECT_EQ(ErrorOf("json-column a"), "\"json-column\" needs \"group-by\"");
  EXPECT_EQ(ErrorOf("each \"\""), "line 1: \"each\" needs the path of a list");
  EXPECT_EQ(ErrorOf(std::string(kMaxMappingBytes + 1, ' ')),
            "a mapping must not be longer than 1 MiB");
}

TEST(MappingTest, RulesForSomeRecords) {
  const auto mapping = ParseMapping(
      "comment <- value_text lower when type is text \"open text\"\nfinished = true when end "
      "filled\n");
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  ASSERT_TRUE(mapping->rules[0].when.has_value());
  EXPECT_EQ(mapping->rules[0].steps.size(), 1u);
  EXPECT_THAT(mapping->rules[0].when->values, ElementsAre("text", "opentext"));
  ASSERT_TRUE(mapping->rules[1].when.has_value());
  EXPECT_EQ(mapping->rules[1].constant, "true");
  EXPECT_EQ(mapping->rules[1].when->test, Condition::Test::kFilled);
}

TEST(MappingTest, QuotedReadsBack) {
  const std::string key = "a \"b\" \\ c\nd\te\r #=|";
  const auto mapping = ParseMapping("property." + Quoted(key) + " <- " + Quoted(key));
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  EXPECT_EQ(mapping->rules[0].property_key, key);
  EXPECT_THAT(mapping->rules[0].columns, ElementsAre(key));
}

TEST(MappingTest, NormalNamesHaveNoBlanksOrCase) {
  EXPECT_EQ(NormalName(" Respondent ID\t"), "respondentid");
}

}  // namespace
}  // namespace voc::formats
