#include "client/cli/import_format.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string NameOf(std::string_view head, const ImportFormat& format = {}) {
  const auto chosen = ChooseFormat(head, format);
  return chosen.ok() ? chosen->name : "! " + std::string(chosen.status().message());
}

TEST(ImportFormatTest, ByContent) {
  EXPECT_EQ(NameOf(""), "voc-csv");
  EXPECT_EQ(NameOf("submission_id,metric,score\n"), "voc-csv");
  EXPECT_EQ(NameOf("Submission_ID,property.Plan\n"), "voc-csv");
  EXPECT_EQ(NameOf("\"submission_id\n"), "voc-csv");
  EXPECT_EQ(NameOf("\xEF\xBB\xBF \n{\"submissionId\":\"a\"}\n"), "voc-jsonl");
  EXPECT_EQ(NameOf("submission_id,field_id,field_type,collected_at,value_number,value_text\n"),
            "hub-csv");
  EXPECT_EQ(NameOf("rating,link to the conversation,RECORDED DATE\n"), "chatwoot-csv");
}

TEST(ImportFormatTest, CellsMayBePartedBySemicolonsAndTabs) {
  EXPECT_EQ(DelimiterOf("a,b;c,d\n;;;"), ',');
  EXPECT_EQ(DelimiterOf("\"a,b,c\";d\n"), ';');
  EXPECT_EQ(DelimiterOf("a\tb"), '\t');
  EXPECT_EQ(DelimiterOf("a"), ',');
  const auto chosen = ChooseFormat("rating;link to the conversation;recorded date\n", {});
  ASSERT_TRUE(chosen.ok()) << chosen.status();
  EXPECT_EQ(chosen->name, "chatwoot-csv");
  EXPECT_EQ(chosen->mapping.csv.delimiter, ';');
  EXPECT_THAT(chosen->map, HasSubstr("\ndelimiter \";\"\n"));
}

TEST(ImportFormatTest, WhatIsUnknownIsRefusedWithItsColumns) {
  EXPECT_THAT(
      NameOf("id,score\n1,2\n"),
      StartsWith("! no known format has these columns: \"id\", \"score\"; `voc import --explain"));
  EXPECT_THAT(NameOf("submission_id,a,b\n"), StartsWith("! no known format"));
}

TEST(ImportFormatTest, AGivenFormat) {
  EXPECT_EQ(NameOf("a,b\n", {.name = "voc-jsonl"}), "voc-jsonl");
  EXPECT_EQ(NameOf("a,b\n", {.name = "delighted-csv"}), "delighted-csv");
  EXPECT_EQ(CheckFormat({}), absl::OkStatus());
  EXPECT_EQ(CheckFormat({.name = "delighted-csv"}), absl::OkStatus());
  EXPECT_THAT(CheckFormat({.name = "delighted"}).message(), HasSubstr("voc-jsonl, "));
}

TEST(ImportFormatTest, AMap) {
  EXPECT_EQ(NameOf("a,b\n", {.map = "submission_id <- a\n"}), "map");
  EXPECT_EQ(NameOf("a,b\n", {.map = "format mine\nsubmission_id <- a\n"}), "mine");
  EXPECT_EQ(ChooseFormat("a\n", {.map = "\xEF\xBB\xBFsubmission_id <- a\n"})->map,
            "submission_id <- a\n");
  EXPECT_EQ(CheckFormat({.map = "source_id = \xE5\n"}).message(), "it is not UTF-8");
  EXPECT_EQ(CheckFormat({.map = "scroe <- a\n"}).message(), "line 1: \"scroe\" is no field");
}

constexpr std::string_view kQualtrics =
    "ResponseId,EndDate,Status,Finished,Q1_NPS_GROUP,Q1,Q2\nr,e,s,f,g,How?,Why?\n"
    "\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"timeZone\"\":\"\"America/"
    "Denver\"\"}\",{},{},{},"
    "\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_TEXT\"\"}\"\n"
    "R_1,2025-10-01 09:15:00,0,1,Promoter,9,Bra\n";

TEST(ImportFormatTest, QuestionsAndZoneAreFoundInTheFile) {
  const auto chosen = ChooseFormat(kQualtrics, {});
  ASSERT_TRUE(chosen.ok()) << chosen.status();
  EXPECT_EQ(chosen->name, "qualtrics-csv");
  EXPECT_EQ(chosen->mapping.zone_name, "America/Denver");
  ASSERT_EQ(chosen->mapping.sections.size(), 1u);
  EXPECT_EQ(chosen->mapping.sections[0].question_id, "Q1");
  EXPECT_THAT(chosen->map, HasSubstr("comment <- \"Q2\"\n"));
}

TEST(ImportFormatTest, TheTextOfWhatWasFoundMeansTheSame) {
  const auto chosen = ChooseFormat(kQualtrics, {});
  ASSERT_TRUE(chosen.ok()) << chosen.status();
  const auto again = ChooseFormat(kQualtrics, {.map = chosen->map});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->name, "qualtrics-csv");
  EXPECT_EQ(again->map, chosen->map);
  EXPECT_EQ(again->mapping.sections.size(), 1u);
  EXPECT_EQ(again->mapping.rules.size(), chosen->mapping.rules.size());
}

TEST(ImportFormatTest, TheFileTellsItsMonthsFromItsDays) {
  std::string text(kQualtrics);
  text.replace(text.find("2025-10-01 09:15:00"), 19, "10/26/2025 14:30");
  const auto chosen = ChooseFormat(text, {});
  ASSERT_TRUE(chosen.ok()) << chosen.status();
  EXPECT_THAT(chosen->map, HasSubstr("collected_at <- EndDate time month-first\n"));
  EXPECT_TRUE(std::any_of(
      chosen->mapping.rules.begin(), chosen->mapping.rules.end(),
      [](const formats::Rule& rule) { return rule.time == formats::TimeShape::kMonthFirst; }));
}

TEST(ImportFormatTest, AZoneThatIsNoneIsRefused) {
  std::string text(kQualtrics);
  text.replace(text.find("America/Denver"), 14, "America/Nowhere");
  EXPECT_THAT(NameOf(text),
              HasSubstr("times are in \"America/Nowhere\", which is no known time zone"));
}

}  // namespace
}  // namespace voc::cli
