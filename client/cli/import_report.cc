#include "client/cli/import_report.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/names.h"
#include "client/cli/numbers.h"
#include "client/cli/time_text.h"

namespace voc::cli {
namespace {

// "a.csv", "a.csv and 2 more".
std::string FilesOf(const v1::Import& import) {
  if (import.files().empty()) return "";
  std::string text = import.files(0).name();
  if (import.files_size() > 1) absl::StrAppend(&text, " and ", import.files_size() - 1, " more");
  return text;
}

Table CountsTable() {
  return {.columns = {{.title = "outcome"}, {.title = "feedback", .right_aligned = true}}};
}

}  // namespace

Report ImportListReport(const google::protobuf::RepeatedPtrField<v1::Import>& imports,
                        const Zone& zone) {
  Table table;
  table.columns = {{.title = "begun"},
                   {.title = "import"},
                   {.title = "state"},
                   {.title = "created", .right_aligned = true},
                   {.title = "updated", .right_aligned = true},
                   {.title = "rejected", .right_aligned = true}};
  table.note_title = "files";
  for (const v1::Import& import : imports) {
    const absl::Time begun = FromTimestamp(import.begin_time());
    table.rows.push_back(
        {.cells = {zone.exact ? FormatUtc(begun) : FormatMinute(begun, zone.zone),
                   import.import_id(), NameOf(import.state()),
                   FormatCount(import.counts().created()), FormatCount(import.counts().updated()),
                   FormatCount(import.counts().rejected())},
         .note = FilesOf(import)});
  }
  Report report;
  report.title = absl::StrCat("imports, newest first (times in ", zone.zone_name, ")");
  if (imports.empty()) report.remarks.push_back("no imports");
  report.tables.push_back(std::move(table));
  return report;
}

Report UndoReport(const v1::UndoImportResponse& response) {
  Table table = CountsTable();
  table.rows.push_back({.cells = {"taken out", FormatCount(response.excluded())}});
  table.rows.push_back({.cells = {"as before again", FormatCount(response.restored())}});
  table.rows.push_back(
      {.cells = {"changed since, left alone", FormatCount(response.changed_since())}});
  return {.title = absl::StrCat("import ", response.import().import_id(), " undone"),
          .tables = {std::move(table)}};
}

Report RedoReport(const v1::RedoImportResponse& response) {
  Table table = CountsTable();
  table.rows.push_back({.cells = {"put back", FormatCount(response.restored())}});
  return {.title = absl::StrCat("import ", response.import().import_id(), " redone"),
          .tables = {std::move(table)}};
}

}  // namespace voc::cli
