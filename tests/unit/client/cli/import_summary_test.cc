#include "client/cli/import_summary.h"

#include "client/cli/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::HasSubstr;

TEST(ImportSummaryTest, JsonHasExactlyTheseFields) {
  ImportSummary summary;
  summary.import_id = "id1";
  for (int i = 0; i < 5; ++i) summary.Count(v1::OUTCOME_CREATED);
  for (int i = 0; i < 4; ++i) summary.Count(v1::OUTCOME_UPDATED);
  for (int i = 0; i < 3; ++i) summary.Count(v1::OUTCOME_UNCHANGED);
  for (int i = 0; i < 2; ++i) summary.Count(v1::OUTCOME_SUPERSEDED);
  summary.Reject("a \"b\".csv", 7, {"response.score", "must be\n0 to 10\x01"});
  EXPECT_EQ(SummaryToJson(summary),
            "{\"importId\":\"id1\",\"created\":5,\"updated\":4,\"unchanged\":3,\"superseded\":2,"
            "\"skipped\":0,\"rejected\":1,\"rejections\":[{\"file\":\"a \\\"b\\\".csv\",\"line\":7,"
            "\"field\":\"response.score\",\"reason\":\"must be\\n0 to "
            "10\\u0001\"}],\"skippedReasons\":[]}");
}

TEST(ImportSummaryTest, SaysWhyRecordsWereSkipped) {
  ImportSummary summary;
  summary.Skip("a preview");
  summary.Skip("spam");
  summary.Skip("a preview");
  EXPECT_THAT(SummaryToJson(summary),
              HasSubstr("\"skipped\":3,\"rejected\":0,\"rejections\":[],\"skippedReasons\":["
                        "{\"reason\":\"a preview\",\"records\":2},"
                        "{\"reason\":\"spam\",\"records\":1}]"));
  EXPECT_THAT(RenderText(SummaryReport(summary), 80),
              HasSubstr("skipped 2: a preview\nskipped 1: spam\n"));
  for (size_t i = 0; i < kMaxSkipReasons; ++i) summary.Skip("reason " + std::to_string(i));
  EXPECT_LE(summary.skip_reasons.size(), kMaxSkipReasons + 1);
  EXPECT_EQ(summary.skipped, static_cast<int64_t>(3 + kMaxSkipReasons));
}

TEST(ImportSummaryTest, SortsByFileThenLine) {
  ImportSummary summary;
  summary.Reject("b", 2, {"x", ""});
  summary.Reject("a", 9, {"x", ""});
  summary.Reject("a", 10, {"x", ""});
  summary.Reject("b", 1, {"x", ""});
  summary.Sort({"b", "a"});
  ASSERT_EQ(summary.rejections.size(), 4u);
  EXPECT_EQ(RejectionLine(summary.rejections[0]), "b:1: x: ");
  EXPECT_EQ(RejectionLine(summary.rejections[1]), "b:2: x: ");
  EXPECT_EQ(RejectionLine(summary.rejections[2]), "a:9: x: ");
  EXPECT_EQ(RejectionLine(summary.rejections[3]), "a:10: x: ");
}

TEST(ImportSummaryTest, ListsSoManyAndCountsAll) {
  ImportSummary summary;
  for (size_t i = 0; i < kMaxListedRejections + 5; ++i) summary.Reject("f", 1, {"x", "y"});
  EXPECT_EQ(summary.rejections.size(), kMaxListedRejections);
  EXPECT_EQ(summary.rejected, static_cast<int64_t>(kMaxListedRejections + 5));
}

TEST(ImportSummaryTest, Report) {
  ImportSummary summary;
  summary.import_id = "id1";
  summary.created = 1'000'000;
  EXPECT_THAT(RenderText(SummaryReport(summary), 80), HasSubstr("created     1,000,000\n"));
  EXPECT_EQ(RejectionLine({"f", 3, "", "6 cells"}), "f:3: 6 cells");
}

TEST(ImportSummaryTest, TheTitleNamesTheImportOrSaysThatThereIsNone) {
  ImportSummary summary;
  EXPECT_EQ(SummaryReport(summary).title, "nothing imported");
  // By a server that keeps no list.
  summary.unchanged = 1;
  EXPECT_EQ(SummaryReport(summary).title, "import");
  summary.import_id = "id1";
  EXPECT_EQ(SummaryReport(summary).title, "import id1");
}

}  // namespace
}  // namespace voc::cli
