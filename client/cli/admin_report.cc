#include "client/cli/admin_report.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cli/feedback_report.h"
#include "client/cli/numbers.h"
#include "client/cli/table.h"
#include "client/cli/time_text.h"

namespace voc::cli {
namespace {

std::string Mebibytes(int64_t bytes) {
  return absl::StrCat(FormatFixed(static_cast<double>(bytes) / (1024 * 1024), 1), " MiB");
}

void Add(std::string name, std::string value, Table* table) {
  table->rows.push_back({.cells = {std::move(name), std::move(value)}});
}

}  // namespace

Report StatusReport(const v1::GetStatusResponse& status, const Zone& zone) {
  Table table;
  table.columns = {{.title = "field"}, {.title = "value", .free_text = true}};
  Add("version", status.version(), &table);
  Add("store", status.store_id(), &table);
  const absl::Time started = FromTimestamp(status.start_time());
  if (zone.exact) {
    Add("started", FormatUtc(started), &table);
  } else {
    Add(absl::StrCat("started (", zone.zone_name, ")"), FormatSecond(started, zone.zone), &table);
  }
  Add("uptime", absl::FormatDuration(absl::Seconds(status.uptime().seconds())), &table);
  Add("draining", status.draining() ? "yes" : "no", &table);
  Add("durability", status.durability(), &table);
  Add("feedback", FormatCount(status.feedback_count()), &table);
  Add("excluded", FormatCount(status.excluded_count()), &table);
  Add("log", absl::StrCat(status.oldest_sequence(), " to ", status.last_sequence()), &table);
  Add("views cover", absl::StrCat(status.covered_sequence()), &table);
  Add("tail events", FormatCount(status.tail_events()), &table);
  Add("queued", FormatCount(status.queued_feedback()), &table);
  Add("alert subscribers", absl::StrCat(status.alert_subscribers()), &table);
  Add("trend subscribers", absl::StrCat(status.trend_subscribers()), &table);
  Add("on disk", Mebibytes(status.disk_bytes()), &table);
  Add("in memory", Mebibytes(status.resident_bytes()), &table);
  return {.tables = {std::move(table)}};
}

Report VerifyReport(const v1::VerifyStoreResponse& response) {
  Table table;
  table.columns = {{.title = "field"}, {.title = "value", .right_aligned = true}};
  Add("events read", FormatCount(response.events()), &table);
  Add("feedback compared", FormatCount(response.feedback()), &table);
  Add("problems", FormatCount(response.problems_size()), &table);
  Add("views rebuilt", response.rebuilding() ? "now" : response.rebuilt() ? "yes" : "no", &table);
  Report report;
  report.tables.push_back(std::move(table));
  report.remarks.assign(response.problems().begin(), response.problems().end());
  return report;
}

}  // namespace voc::cli
