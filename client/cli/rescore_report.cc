#include "client/cli/rescore_report.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/numbers.h"

namespace voc::cli {
namespace {

constexpr int kDecimals = 1;

bool Moves(const v1::RescoreReport::TrendShift& shift) {
  return shift.label_changes() > 0 || shift.n_before() != shift.n_after() ||
         shift.value_before() != shift.value_after();
}

void AddTrend(std::string what, const v1::RescoreReport::TrendShift& shift, Table* table) {
  const bool both = shift.has_value_before() && shift.has_value_after();
  table->rows.push_back(
      {.cells = {std::move(what), shift.group(), FormatCount(shift.n_before()),
                 FormatCount(shift.n_after()),
                 shift.has_value_before() ? FormatFixed(shift.value_before(), kDecimals) : "",
                 shift.has_value_after() ? FormatFixed(shift.value_after(), kDecimals) : "",
                 both ? FormatSigned(shift.value_after() - shift.value_before(), kDecimals) : "",
                 absl::StrCat(FormatCount(shift.label_changes()), " labels")}});
}

void AddTheme(const v1::RescoreReport::ThemeShift& shift, Table* table) {
  table->rows.push_back(
      {.cells = {
           "theme", shift.theme(), FormatCount(shift.before()), FormatCount(shift.after()), "", "",
           "", absl::StrCat("+", FormatCount(shift.added()), " -", FormatCount(shift.removed()))}});
}

void AddAlerts(const v1::RescoreReport::AlertShift& shift, Table* table) {
  table->rows.push_back(
      {.cells = {"alerts", shift.rule_id(), "", "", "", "", "",
                 absl::StrCat(FormatCount(shift.raised()), " raised (",
                              FormatCount(shift.raised_backfill()), " backfill), ",
                              FormatCount(shift.dismissed()), " dismissed")}});
}

}  // namespace

Report RescoreReport(const v1::RescoreReport& report) {
  Table table;
  table.columns = {{.title = "what"},
                   {.title = "group", .elastic = true, .free_text = true},
                   {.title = "n before", .right_aligned = true},
                   {.title = "n after", .right_aligned = true},
                   {.title = "before", .right_aligned = true},
                   {.title = "after", .right_aligned = true},
                   {.title = "move", .right_aligned = true},
                   {.title = "changes"}};
  AddTrend("sentiment", report.sentiment(), &table);
  for (const auto& shift : report.sentiment_by_source()) {
    if (Moves(shift)) AddTrend("source", shift, &table);
  }
  for (const auto& shift : report.sentiment_by_language()) {
    if (Moves(shift)) AddTrend("language", shift, &table);
  }
  for (const auto& shift : report.themes()) {
    if (shift.added() + shift.removed() > 0) AddTheme(shift, &table);
  }
  for (const auto& shift : report.alerts()) AddAlerts(shift, &table);

  Report said;
  said.title = absl::StrCat("rescore, model ", report.model_version(), ", themes ",
                            absl::Hex(report.themes_version(), absl::kZeroPad8),
                            report.applied() ? ": what moved" : ": what would move");
  said.tables.push_back(std::move(table));
  said.remarks.push_back(absl::StrCat(
      FormatCount(report.texts()), " texts: ", FormatCount(report.current()),
      " heard by these versions, ", FormatCount(report.same()), " sound the same to them, ",
      FormatCount(report.changed()), report.applied() ? " recorded" : " sound otherwise"));
  if (report.overtaken() > 0) {
    said.remarks.push_back(
        absl::StrCat(FormatCount(report.overtaken()), " changed meanwhile and were left alone"));
  }
  if (report.groups_left_out() > 0) {
    said.remarks.push_back(
        absl::StrCat(FormatCount(report.groups_left_out()), " groups are not listed"));
  }
  return said;
}

}  // namespace voc::cli
