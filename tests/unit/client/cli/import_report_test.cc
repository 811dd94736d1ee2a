#include "client/cli/import_report.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;

v1::ListImportsResponse Two() {
  v1::ListImportsResponse response;
  v1::Import& import = *response.add_imports();
  import.set_import_id("20250301-1");
  import.set_state(v1::IMPORT_STATE_UNDONE);
  import.mutable_begin_time()->set_seconds(1740823200);
  import.mutable_counts()->set_created(1234);
  import.mutable_counts()->set_rejected(2);
  for (const char* name : {"a.csv", "b.csv", "c.csv"}) import.add_files()->set_name(name);
  response.add_imports()->set_import_id("20250228-1");
  return response;
}

TEST(ImportReportTest, OneRowAnImport) {
  const v1::ListImportsResponse two = Two();
  const Report report =
      ImportListReport(two.imports(), {.zone = absl::UTCTimeZone(), .zone_name = "UTC"});
  ASSERT_EQ(report.tables.size(), 1u);
  ASSERT_EQ(report.tables[0].rows.size(), 2u);
  EXPECT_THAT(report.tables[0].rows[0].cells,
              ElementsAre("2025-03-01 10:00", "20250301-1", "undone", "1,234", "0", "2"));
  EXPECT_EQ(report.tables[0].rows[0].note, "a.csv and 2 more");
  EXPECT_TRUE(report.remarks.empty());
  const Report exact = ImportListReport(
      two.imports(), {.zone = absl::UTCTimeZone(), .zone_name = "UTC", .exact = true});
  EXPECT_EQ(exact.tables[0].rows[0].cells[0], "2025-03-01T10:00:00Z");
}

// Whoever named the file may not be who opens the list in a spreadsheet.
TEST(ImportReportTest, AFileNamedLikeAFormulaIsGuarded) {
  v1::ListImportsResponse response;
  response.add_imports()->add_files()->set_name("=cmd()");
  const Report report =
      ImportListReport(response.imports(), {.zone = absl::UTCTimeZone(), .zone_name = "UTC"});
  EXPECT_THAT(RenderCsv(report), testing::HasSubstr(",'=cmd()\n"));
}

TEST(ImportReportTest, NoImportsAreSaidInWords) {
  const Report report = ImportListReport({}, {.zone = absl::UTCTimeZone(), .zone_name = "UTC"});
  EXPECT_THAT(report.remarks, ElementsAre("no imports"));
}

TEST(ImportReportTest, AnUndoSaysWhatItLeftAlone) {
  v1::UndoImportResponse undone;
  undone.set_excluded(1000);
  undone.set_restored(20);
  undone.set_changed_since(3);
  undone.mutable_import()->set_import_id("i");
  const Report report = UndoReport(undone);
  EXPECT_EQ(report.title, "import i undone");
  EXPECT_THAT(report.tables[0].rows[0].cells, ElementsAre("taken out", "1,000"));
  EXPECT_THAT(report.tables[0].rows[1].cells, ElementsAre("as before again", "20"));
  EXPECT_THAT(report.tables[0].rows[2].cells, ElementsAre("changed since, left alone", "3"));
  v1::RedoImportResponse redone;
  redone.set_restored(7);
  EXPECT_THAT(RedoReport(redone).tables[0].rows[0].cells, ElementsAre("put back", "7"));
}

}  // namespace
}  // namespace voc::cli
