#include <CLI/App.hpp>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/monday_fetch.h"
#include "client/cli/monday_text.h"
#include "client/cli/trend_command.h"
#include "client/cli/trend_query.h"
#include "client/cli/version.h"
#include "client/report/monday_page.h"
#include "client/report/words.h"

namespace voc::cli {
namespace {

struct Options {
  FilterOptions filter;
  std::string language = "en";
  int min_n = 30;
};

int Monday(const Options& options, Context& context) {
  if (context.format() == OutputFormat::kCsv) {
    return context.Usage(
        absl::InvalidArgumentError("--output: a report is table, md, html or json"));
  }
  const auto filter = ToFilter(options.filter, context.zone());
  if (!filter.ok()) return context.Usage(filter.status());
  const auto language = ParseLanguageOption(options.language);
  if (!language.ok()) return context.Usage(language.status());
  const absl::Time now = context.io().now();
  const auto monday = FetchMonday(context.client(), {.filter = *filter,
                                                     .view = {.min_n = options.min_n,
                                                              .only = FilterText(options.filter),
                                                              .zone = context.zone(),
                                                              .zone_name = context.zone_name(),
                                                              .language = *language},
                                                     .now = now});
  if (!monday.ok()) return context.Fail(monday.status());
  switch (context.format()) {
    case OutputFormat::kJson:
      context.io().out << MondayJson(*monday) << '\n';
      break;
    case OutputFormat::kHtml:
      context.io().out << report::MondayPage(
          *monday, report::Say(*language, report::Word::kMadeAt, kVersion,
                               report::DateText(*language, now, context.zone())));
      break;
    default:
      context.PrintReport(MondayReport(*monday));
  }
  return kExitOk;
}

}  // namespace

void AddReportCommand(CLI::App& app, Action* chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* const command = AddCommand(
      app, "report",
      "What customers said in a week, for the Monday meeting: the last full ISO week against the "
      "one before, unless --since and --until say otherwise",
      chosen, [options](Context& context) { return Monday(*options, context); });
  AddLanguageOption(command, &options->language);
  command
      ->add_option("--min-n", options->min_n, "Scores of fewer answers are marked, and not judged")
      ->capture_default_str();
  AddFilterOptions(command, &options->filter, {.metric = false});
}

}  // namespace voc::cli
