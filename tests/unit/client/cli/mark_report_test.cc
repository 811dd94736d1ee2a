#include "client/cli/mark_report.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;

TEST(MarkReportTest, OneRowAMark) {
  v1::ListMarksResponse response;
  v1::Mark& mark = *response.add_marks();
  mark.set_mark_id("m1");
  mark.set_title("app 4.2");
  mark.set_note("new checkout");
  mark.mutable_mark_time()->set_seconds(1740823200);
  const Report report =
      MarkListReport(response.marks(), {.zone = absl::UTCTimeZone(), .zone_name = "UTC"});
  ASSERT_EQ(report.tables.size(), 1u);
  EXPECT_THAT(report.tables[0].rows[0].cells,
              ElementsAre("2025-03-01 10:00", "app 4.2", "new checkout", "m1"));
  EXPECT_EQ(report.title, "marks (times in UTC)");
  const Report exact = MarkListReport(
      response.marks(), {.zone = absl::UTCTimeZone(), .zone_name = "UTC", .exact = true});
  EXPECT_EQ(exact.tables[0].rows[0].cells[0], "2025-03-01T10:00:00Z");
}

TEST(MarkReportTest, NoMarksAreSaidInWords) {
  const Report report = MarkListReport({}, {.zone = absl::UTCTimeZone(), .zone_name = "UTC"});
  EXPECT_THAT(report.remarks, ElementsAre("no marks"));
}

}  // namespace
}  // namespace voc::cli
