#include <CLI/App.hpp>
#include <memory>

#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/theme_query.h"
#include "client/cli/theme_report.h"
#include "client/cpp/client.h"

namespace voc::cli {
namespace {

int Impact(const ImpactOptions& options, Context& context) {
  const auto request = ToImpactRequest(options, context.zone());
  if (!request.ok()) return context.Usage(request.status());
  const auto response = context.client().QueryImpact(*request);
  if (!response.ok()) return context.Fail(response.status());
  if (context.json()) {
    context.PrintJson(*response);
  } else {
    context.PrintReport(ImpactReport(*response, *request, ZoneOf(context)));
  }
  return kExitOk;
}

int Discover(const DiscoverOptions& options, Context& context) {
  const auto request = ToDiscoverRequest(options, context.zone(), context.zone_name());
  if (!request.ok()) return context.Usage(request.status());
  const auto response = context.client().DiscoverThemes(*request);
  if (!response.ok()) return context.Fail(response.status());
  if (context.json()) {
    context.PrintJson(*response);
  } else {
    context.PrintReport(DiscoverReport(*response, *request, ZoneOf(context)));
  }
  return kExitOk;
}

void AddDiscoverCommand(CLI::App& themes, Action* chosen) {
  const auto options = std::make_shared<DiscoverOptions>();
  CLI::App* const command = AddCommand(
      themes, "discover",
      "Words and phrases said more than before, worst first: themes that nobody named. Without "
      "--since the last 30 days of the data, against the 30 before",
      chosen, [options](Context& context) { return Discover(*options, context); });
  command->add_option("--before-since", options->before_since,
                      "The period before goes from here to --since; default: the same length");
  command->add_option("--limit", options->limit, "At most so many")->capture_default_str();
  command
      ->add_option("--min-texts", options->min_texts,
                   "Test phrases of so many texts at least, both periods together")
      ->capture_default_str();
  command
      ->add_option("--false-discovery-rate", options->false_discovery_rate,
                   "Share of what is found that may be chance")
      ->capture_default_str();
  AddFilterOptions(command, &options->filter);
}

void AddImpactCommand(CLI::App& themes, Action* chosen) {
  const auto options = std::make_shared<ImpactOptions>();
  CLI::App* const command =
      AddCommand(themes, "impact", "What each theme does to a metric, worst first", chosen,
                 [options](Context& context) { return Impact(*options, context); });
  command->add_option("--metric", options->metric, "nps, csat, ces, rating or sentiment")
      ->capture_default_str();
  command
      ->add_option("--by", options->by,
                   "theme, source, question, account, channel, language, journey_stage, "
                   "touchpoint, platform or property.KEY")
      ->capture_default_str();
  command->add_option("--before-since", options->before_since,
                      "Compare texts with those from here on; default: the same length before "
                      "--since");
  command->add_option("--before-until", options->before_until,
                      "Compare texts with those until here; default: --since");
  command->add_option("--confidence", options->confidence, "Level of intervals")
      ->capture_default_str();
  command->add_option("--min-n", options->min_n, "Test rows of so many answers at least")
      ->capture_default_str();
  command
      ->add_option("--false-discovery-rate", options->false_discovery_rate,
                   "Share of what is marked that may be chance")
      ->capture_default_str();
  command->add_option("--limit", options->limit, "At most so many rows")->capture_default_str();
  AddFilterOptions(command, &options->filter, {.metric = false});
}

}  // namespace

void AddThemeCommands(CLI::App& app, Action* chosen) {
  CLI::App* const themes = AddGroup(app, "themes", "What customers talk about, and what it does");
  AddDiscoverCommand(*themes, chosen);
  AddImpactCommand(*themes, chosen);
}

}  // namespace voc::cli
