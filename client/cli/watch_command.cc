#include <CLI/App.hpp>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/feedback_report.h"
#include "client/cli/filter_options.h"
#include "client/cli/names.h"
#include "client/cli/text_width.h"
#include "client/cli/time_text.h"
#include "client/cli/trend_cells.h"
#include "client/cli/trend_command.h"
#include "client/cli/trend_query.h"
#include "client/cli/trend_report.h"
#include "client/cpp/watch.h"
#include "voc/v1/alert.pb.h"
#include "voc/v1/trend.pb.h"

namespace voc::cli {
namespace {

struct AlertOptions {
  std::string after;
  std::string since;
  bool earliest = false;
  std::vector<std::string> rules;
  std::string min_severity;
  std::vector<std::string> owners;
  bool include_backfill = false;
  FilterOptions filter;
};

absl::Status CheckFormat(const Context& context) {
  if (context.json() || context.format() == OutputFormat::kTable) return absl::OkStatus();
  return absl::InvalidArgumentError("--output: what is watched comes as table or json");
}

absl::StatusOr<v1::WatchAlertsRequest> ToRequest(const AlertOptions& options,
                                                 const absl::TimeZone& zone) {
  v1::WatchAlertsRequest request;
  const auto filter = ToFilter(options.filter, zone);
  if (!filter.ok()) return filter.status();
  *request.mutable_filter() = *filter;
  if (!options.after.empty()) {
    request.mutable_start()->set_after_cursor(options.after);
  } else if (!options.since.empty()) {
    const auto since = ParseTimeOption("--since", options.since, zone);
    if (!since.ok()) return since.status();
    *request.mutable_start()->mutable_since_time() = ToTimestamp(*since);
  } else if (options.earliest) {
    request.mutable_start()->set_earliest(true);
  }
  for (const std::string& rule : options.rules) request.add_rule_ids(rule);
  for (const std::string& owner : options.owners) request.add_owners(owner);
  if (!options.min_severity.empty()) {
    const auto severity =
        ParseNameOption<v1::AlertSeverity>("--min-severity", options.min_severity);
    if (!severity.ok()) return severity.status();
    request.set_min_severity(*severity);
  }
  request.set_include_backfill(options.include_backfill);
  return request;
}

void PrintAlert(const v1::Alert& alert, Context& context) {
  const Zone zone = ZoneOf(context);
  std::string line;
  for (const std::string& cell : AlertRow(alert, zone).cells) {
    if (!cell.empty()) absl::StrAppend(&line, line.empty() ? "" : "  ", OneLine(cell));
  }
  context.io().out << line << "\n  " << OneLine(alert.alert_id()) << " version " << alert.version()
                   << '\n'
                   << std::flush;
}

int WatchAlerts(const AlertOptions& options, Context& context) {
  if (absl::Status status = CheckFormat(context); !status.ok()) return context.Usage(status);
  const auto request = ToRequest(options, context.zone());
  if (!request.ok()) return context.Usage(request.status());
  if (!context.json()) {
    context.Say(absl::StrCat("watching alerts (times in ", context.zone_name(), ")"));
  }
  const absl::Status status =
      client::WatchAlerts(context.client(), *request, [&](const v1::WatchAlertsResponse& response) {
        if (context.json()) {
          context.PrintJson(response);
        } else if (response.has_alert()) {
          PrintAlert(response.alert(), context);
        }
        return context.io().out.good();
      });
  return status.ok() ? kExitOk : context.Fail(status);
}

// One changed cell, after the snapshot's table.
void PrintCell(const v1::WatchTrendsResponse::Upsert& upsert, const report::TrendView& view,
               Context& context) {
  v1::QueryTrendResponse response;
  v1::TrendSeries* const series = response.add_series();
  *series->mutable_group() = upsert.group();
  *series->add_points() = upsert.point();
  const Report report = TrendReport(response, view);
  const Table& table = report.tables.front();
  std::string line;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& cell = table.rows.front().cells[i];
    if (cell.empty()) continue;
    // The first and last cells, period and bar, speak for themselves.
    const bool named = i > 0 && i + 1 < table.columns.size();
    absl::StrAppend(&line, line.empty() ? "" : "  ", named ? table.columns[i].title + " " : "",
                    cell);
  }
  if (!table.heading.empty()) absl::StrAppend(&line, "  ", OneLine(table.heading));
  context.io().out << line << '\n' << std::flush;
}

int WatchTrend(const TrendOptions& options, Context& context) {
  if (absl::Status status = CheckFormat(context); !status.ok()) return context.Usage(status);
  const auto query = ToTrendRequest(options, context.zone(), context.zone_name());
  if (!query.ok()) return context.Usage(query.status());
  const auto view = ViewOf(*query, options, context.zone());
  if (!view.ok()) return context.Usage(view.status());
  v1::WatchTrendsRequest request;
  *request.mutable_query() = *query;
  TrendCells cells;
  bool live = false;
  const absl::Status status =
      client::WatchTrends(context.client(), request, [&](const v1::WatchTrendsResponse& response) {
        if (context.json()) {
          context.PrintJson(response);
          return context.io().out.good();
        }
        switch (response.event_case()) {
          case v1::WatchTrendsResponse::kStarted:
            cells.Clear();
            live = false;
            break;
          case v1::WatchTrendsResponse::kUpsert:
            if (live) {
              PrintCell(response.upsert(), *view, context);
            } else {
              cells.Put(response.upsert());
            }
            break;
          case v1::WatchTrendsResponse::kSnapshotComplete:
            live = true;
            context.PrintReport(TrendReport(cells.ToResponse(), *view));
            context.io().out << std::flush;
            break;
          default:
            break;
        }
        return context.io().out.good();
      });
  return status.ok() ? kExitOk : context.Fail(status);
}

}  // namespace

void AddWatchCommands(CLI::App& app, Action* chosen) {
  CLI::App* const watch = AddGroup(app, "watch", "Watch trends or alerts as they change");

  const auto trend = std::make_shared<TrendOptions>();
  AddTrendOptions(AddCommand(*watch, "trend", "The trend, then every number that changes", chosen,
                             [trend](Context& context) { return WatchTrend(*trend, context); }),
                  trend.get());

  const auto alerts = std::make_shared<AlertOptions>();
  CLI::App* command =
      AddCommand(*watch, "alerts", "Alerts as they are raised and changed", chosen,
                 [alerts](Context& context) { return WatchAlerts(*alerts, context); });
  CLI::Option* const after =
      command->add_option("--after", alerts->after, "From after this cursor on");
  CLI::Option* const since =
      command->add_option("--since", alerts->since, "From what came in at this time on");
  command->add_flag("--earliest", alerts->earliest, "From the oldest kept on")
      ->excludes(after)
      ->excludes(since);
  since->excludes(after);
  command->add_option("--rule", alerts->rules, "Only this rule; repeat for more")
      ->allow_extra_args(false);
  command->add_option("--min-severity", alerts->min_severity, "low, medium, high or critical");
  command->add_option("--owner", alerts->owners, "Only of this owner; repeat for more")
      ->allow_extra_args(false);
  command->add_flag("--include-backfill", alerts->include_backfill,
                    "Also alerts of old feedback that was imported");
  AddFilterOptions(command, &alerts->filter, {.interval = false, .include_excluded = false});
  command->add_option("--collected-since", alerts->filter.since, "Collected at or after this time")
      ->group("Which feedback");
  command->add_option("--collected-until", alerts->filter.until, "Collected before this time")
      ->group("Which feedback");
}

}  // namespace voc::cli
