#include "client/cli/survey_columns.h"

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = formats::SurveyColumn::Kind;

TEST(SurveyColumnsTest, ThreeHeaderRows) {
  const SurveyHead head = ReadSurveyHead(
      "EndDate,Q1,Q2,Plan\nEnd,\"How\nlikely?\",Why?,Plan\n"
      "\"{\"\"ImportId\"\":\"\"endDate\"\",\"\"timeZone\"\":\"\"America/Denver\"\"}\","
      "\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_TEXT\"\"}\","
      "\"{\"\"ImportId\"\":\"\"Plan\"\"}\"\nx,9,Bra,gold\n",
      {.header_rows = 3});
  EXPECT_EQ(head.zone, "America/Denver");
  ASSERT_EQ(head.columns.size(), 4u);
  EXPECT_EQ(head.columns[1].name, "Q1");
  EXPECT_EQ(head.columns[1].words, "How\nlikely?");
  EXPECT_EQ(head.columns[1].kind, Kind::kNoText);
  EXPECT_EQ(head.columns[2].kind, Kind::kText);
  EXPECT_EQ(head.columns[3].kind, Kind::kNoText);
  EXPECT_THAT(head.columns[2].samples, ElementsAre("Bra"));
}

TEST(SurveyColumnsTest, JoinedHeader) {
  const SurveyHead head =
      ReadSurveyHead("ID,Which?,,Why?\n,Web,App,Open-Ended Response\n1,Web,,So\n",
                     {.header_rows = 2, .joined_header = true});
  ASSERT_EQ(head.columns.size(), 4u);
  EXPECT_EQ(head.columns[0].kind, Kind::kUnknown);
  EXPECT_EQ(head.columns[2].name, "Which? - App");
  EXPECT_EQ(head.columns[2].kind, Kind::kNoText);
  EXPECT_EQ(head.columns[3].kind, Kind::kText);
}

TEST(SurveyColumnsTest, BrokenAndCutRecordsAreNoSamples) {
  const SurveyHead head = ReadSurveyHead("a,b\n1,2\n3\n\"4,5\n6,7\n8,", {});
  ASSERT_EQ(head.columns.size(), 2u);
  EXPECT_THAT(head.columns[0].samples, ElementsAre("1", "6", "8"));
}

TEST(SurveyColumnsTest, SamplesAreLimited) {
  std::string text = "a\n";
  for (int i = 0; i < 1000; ++i) absl::StrAppend(&text, i, "\n");
  EXPECT_EQ(ReadSurveyHead(text, {}).columns.at(0).samples.size(), kMaxSampledRecords);
}

TEST(SurveyColumnsTest, ABrokenHeaderTellsNothing) {
  EXPECT_THAT(ReadSurveyHead("\"a,b\n1,2\n", {}).columns, IsEmpty());
  EXPECT_THAT(ReadSurveyHead("a\n", {.header_rows = 2}).columns, IsEmpty());
}

}  // namespace
}  // namespace voc::cli
