#include "client/cli/mark_report.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/time_text.h"

namespace voc::cli {

Report MarkListReport(const google::protobuf::RepeatedPtrField<v1::Mark>& marks, const Zone& zone) {
  Table table;
  table.columns = {{.title = "time"},
                   {.title = "title", .free_text = true},
                   {.title = "note", .elastic = true, .free_text = true},
                   {.title = "id", .free_text = true}};
  for (const v1::Mark& mark : marks) {
    const absl::Time time = FromTimestamp(mark.mark_time());
    table.rows.push_back({.cells = {zone.exact ? FormatUtc(time) : FormatMinute(time, zone.zone),
                                    mark.title(), mark.note(), mark.mark_id()}});
  }
  Report report;
  report.title = absl::StrCat("marks (times in ", zone.zone_name, ")");
  if (marks.empty()) report.remarks.push_back("no marks");
  report.tables.push_back(std::move(table));
  return report;
}

}  // namespace voc::cli
