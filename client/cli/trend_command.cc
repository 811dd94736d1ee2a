#include "client/cli/trend_command.h"

#include <CLI/App.hpp>
#include <memory>

#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/trend_query.h"
#include "client/cli/trend_report.h"
#include "client/cpp/client.h"

namespace voc::cli {
namespace {

int Trend(const TrendOptions& options, Context& context) {
  const auto request = ToTrendRequest(options, context.zone(), context.zone_name());
  if (!request.ok()) return context.Usage(request.status());
  const auto response = context.client().QueryTrend(*request);
  if (!response.ok()) return context.Fail(response.status());
  if (context.json()) {
    context.PrintJson(*response);
  } else if (context.format() == OutputFormat::kCsv) {
    context.PrintReport(TrendFlatReport(*response));
  } else {
    context.PrintReport(TrendReport(*response, ViewOf(*request, context.zone())));
  }
  return kExitOk;
}

}  // namespace

void AddTrendOptions(CLI::App* command, TrendOptions* options) {
  command->add_option("--metric", options->metric, "nps, csat, ces, rating or sentiment")
      ->capture_default_str();
  command->add_option("--by", options->by, "hour, day, week, month, quarter, year or total")
      ->capture_default_str();
  command
      ->add_option("--group-by", options->group_by,
                   "source, question, account, channel, language, journey_stage, touchpoint, "
                   "platform, theme, property.KEY; several with commas or repeated")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--window-days", options->window_days,
                      "Each point is the window of so many days that ends with its bucket");
  command
      ->add_option("--mode", options->mode, "all, or only the newest of each respondent or account")
      ->capture_default_str();
  command->add_option("--confidence", options->confidence, "Level of intervals and tests")
      ->capture_default_str();
  command->add_option("--min-n", options->min_n, "Points with fewer answers are marked")
      ->capture_default_str();
  AddFilterOptions(command, &options->filter, {.metric = false});
}

void AddTrendCommand(CLI::App& app, Action* chosen) {
  const auto options = std::make_shared<TrendOptions>();
  AddTrendOptions(AddCommand(app, "trend", "Show how a metric moves", chosen,
                             [options](Context& context) { return Trend(*options, context); }),
                  options.get());
}

}  // namespace voc::cli
