#include "client/formats/survey_questions.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::formats {
namespace {

using ::testing::HasSubstr;
using Kind = SurveyColumn::Kind;

SurveyColumn Column(const std::string& name, std::vector<std::string> samples,
                    Kind kind = Kind::kUnknown, const std::string& words = "") {
  return {.name = name,
          .words = words.empty() ? name : words,
          .kind = kind,
          .samples = std::move(samples)};
}

// What is added to a mapping, or the error with "! " before it.
std::string Find(const std::vector<SurveyColumn>& columns,
                 std::string_view map = "submission_id <- id\n") {
  const auto mapping = ParseMapping(map);
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  const auto found = FindQuestions(*mapping, columns);
  return found.ok() ? *found : "! " + std::string(found.status().message());
}

TEST(SurveyQuestionsTest, AGroupBesideIt) {
  EXPECT_EQ(Find({Column("id", {"1"}), Column("Q1_NPS_GROUP", {"Promoter"}), Column("Q1", {"9"})}),
            "ignore \"Q1_NPS_GROUP\"\nquestion \"Q1\"\n  metric = nps\n  score <- \"Q1\" number\n");
}

TEST(SurveyQuestionsTest, ItsCode) {
  EXPECT_EQ(Find({Column("id", {"1"}), Column("CSAT", {"4"}), Column("ces", {"4"})}),
            "question \"CSAT\"\n  metric = csat\n  score <- \"CSAT\" number\n"
            "question \"ces\"\n  metric = ces\n  score <- \"ces\" number\n");
}

TEST(SurveyQuestionsTest, ItsWordsAndItsAnswers) {
  for (const char* words : {"How likely are you to RECOMMEND us?", "Skulle du rekommendera oss?",
                            "Vil du anbefale oss?"}) {
    EXPECT_THAT(
        Find({Column("id", {"1"}), Column("Q", {"0", "", "Likely - 10"}, Kind::kUnknown, words)}),
        HasSubstr("metric = nps"))
        << words;
  }
  const std::string words = "Would you recommend us?";
  EXPECT_THAT(Find({Column("Q", {"7", "11"}, Kind::kUnknown, words)}), HasSubstr("! no column"));
  EXPECT_THAT(Find({Column("Q", {"7", "6.5"}, Kind::kUnknown, words)}), HasSubstr("! no column"));
  EXPECT_THAT(Find({Column("Q", {"7", "yes"}, Kind::kUnknown, words)}), HasSubstr("! no column"));
  EXPECT_THAT(Find({Column("Q", {"", ""}, Kind::kUnknown, words)}), HasSubstr("! no column"));
}

TEST(SurveyQuestionsTest, WhatCannotBeToldIsRefusedWithTheColumns) {
  EXPECT_EQ(
      Find({Column("id", {"1"}), Column("How was it?", {"4"}), Column("Plan", {"a"})}),
      "! no column can be told to be the score of nps, csat or ces, among \"How was it?\", "
      "\"Plan\"; `voc import --explain FILE` shows what is seen, and --map says what to take");
}

TEST(SurveyQuestionsTest, ScoresInWordsAreRefused) {
  EXPECT_THAT(Find({Column("csat", {"Very satisfied", ""})}),
              HasSubstr("the answers of \"csat\" (csat) are words"));
}

TEST(SurveyQuestionsTest, TheOneOpenTextIsTheComment) {
  EXPECT_THAT(Find({Column("nps", {"9", "8"}), Column("plan", {"gold", "pro"}),
                    Column("why", {"Fast and good", "Tack"})}),
              HasSubstr("comment <- \"why\"\n"));
  // The same few answers again and again are options.
  EXPECT_EQ(Find({Column("nps", {"9", "8", "7"}),
                  Column("size", {"Ten to fifty", "Ten to fifty", "Ten to fifty"})})
                .find("comment"),
            std::string::npos);
  // What the vendor says goes before what answers look like.
  EXPECT_THAT(Find({Column("nps", {"9"}), Column("a", {"yes please thanks"}, Kind::kNoText),
                    Column("b", {"ok"}, Kind::kText)}),
              HasSubstr("comment <- \"b\"\n"));
}

TEST(SurveyQuestionsTest, AnswersOfOneWordAreTheCommentToo) {
  EXPECT_THAT(Find({Column("nps", {"9", "2"}), Column("Q2", {"Bra", "Dyrt"}),
                    Column("plan", {"gold", "pro"})}),
              HasSubstr("comment <- \"Q2\"\n"));
}

TEST(SurveyQuestionsTest, OfSeveralTextsTheOneThatAsksForAComment) {
  EXPECT_THAT(Find({Column("nps", {"9", "2"}), Column("Q2", {"Root and stem", "Stem and root"}),
                    Column("Kommentar", {"Bra", "Dyrt"})}),
              HasSubstr("comment <- \"Kommentar\"\n"));
}

TEST(SurveyQuestionsTest, OfSeveralTextsTheFirstAfterTheScore) {
  EXPECT_EQ(Find({Column("a", {"x"}, Kind::kText), Column("nps", {"9"}),
                  Column("b", {"x"}, Kind::kText), Column("c", {"x"}, Kind::kText)}),
            "# Also answered in words, and kept as a property: \"a\"\n"
            "# Also answered in words, and kept as a property: \"c\"\n"
            "comment <- \"b\"\nquestion \"nps\"\n  metric = nps\n  score <- \"nps\" number\n");
}

TEST(SurveyQuestionsTest, NumberedQuestionsAreCalledByTheirHeadlines) {
  EXPECT_EQ(Find({Column("Response ID", {"1"}), Column("nps", {"3"}),
                  Column("1. Would you recommend us?", {"9"}),
                  Column("1. Would you recommend us? - Option ID", {"o1"}),
                  Column("2. Why?", {"So good"})},
                 "find-questions numbered\nsubmission_id <- \"Response ID\"\n"),
            "comment <- \"2. Why?\"\nquestion \"Would you recommend us?\"\n  metric = nps\n"
            "  score <- \"1. Would you recommend us?\" number\n");
}

TEST(SurveyQuestionsTest, WithoutRecordsThereIsNothingToFind) {
  EXPECT_EQ(Find({Column("id", {}), Column("How was it?", {})}), "");
}

TEST(SurveyQuestionsTest, TheLineThatAsksForThemIsTakenOut) {
  EXPECT_EQ(WithoutFindQuestions("a\nfind-questions numbered\nb"), "a\nb\n");
  EXPECT_EQ(WithoutFindQuestions("a\n  find-questions\n"), "a\n");
}

}  // namespace
}  // namespace voc::formats
