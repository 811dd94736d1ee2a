#include "client/cli/submit_report.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/names.h"
#include "client/cpp/status.h"

namespace voc::cli {

std::string SubmitLine(const v1::SubmitResult& result) {
  return absl::StrCat(NameOf(result.outcome()), " ", result.feedback_id(), " (sequence ",
                      result.sequence(), ", revision ", result.revision(), ")");
}

Report SubmitReport(const v1::SubmitResult& result) {
  Table table;
  table.columns = {{.title = "outcome"},
                   {.title = "feedback_id"},
                   {.title = "sequence", .right_aligned = true},
                   {.title = "revision", .right_aligned = true}};
  table.rows.push_back(
      {.cells = {NameOf(result.outcome()), result.feedback_id(), absl::StrCat(result.sequence()),
                 absl::StrCat(result.revision())}});
  return {.tables = {table}};
}

std::vector<std::string> RejectionLines(const v1::SubmitResult& result) {
  std::vector<std::string> lines;
  for (const client::FieldViolation& violation : client::ViolationsOf(result.error())) {
    lines.push_back(absl::StrCat(violation.field, ": ", violation.description));
  }
  if (lines.empty()) lines.push_back(result.error().message());
  return lines;
}

}  // namespace voc::cli
