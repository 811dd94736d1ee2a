#include <CLI/App.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/feedback_report.h"
#include "client/cli/filter_options.h"
#include "client/cli/names.h"
#include "client/cpp/client.h"
#include "voc/v1/alert.pb.h"

namespace voc::cli {
namespace {

constexpr int kMaxPage = 1'000;

struct ListOptions {
  FilterOptions filter;
  std::vector<std::string> states;
  int limit = 50;
};

int List(const ListOptions& options, Context& context) {
  if (options.limit < 1) {
    return context.Usage(absl::InvalidArgumentError("--limit: at least 1"));
  }
  v1::ListAlertsRequest request;
  const auto filter = ToFilter(options.filter, context.zone());
  if (!filter.ok()) return context.Usage(filter.status());
  *request.mutable_filter() = *filter;
  for (const std::string& name : options.states) {
    const auto state = ParseNameOption<v1::AlertState>("--state", name);
    if (!state.ok()) return context.Usage(state.status());
    request.add_states(*state);
  }
  v1::ListAlertsResponse all;
  do {
    request.set_page_size(std::min(options.limit - all.alerts_size(), kMaxPage));
    request.set_page_token(all.next_page_token());
    auto page = context.client().ListAlerts(request);
    if (!page.ok()) return context.Fail(page.status());
    for (v1::Alert& alert : *page->mutable_alerts()) all.add_alerts()->Swap(&alert);
    all.set_next_page_token(page->next_page_token());
  } while (all.alerts_size() < options.limit && !all.next_page_token().empty());
  if (context.json()) {
    context.PrintJson(all);
  } else {
    context.PrintReport(AlertListReport(all.alerts(), ZoneOf(context)));
  }
  return kExitOk;
}

int Show(const std::string& alert_id, Context& context) {
  v1::GetAlertRequest request;
  request.set_alert_id(alert_id);
  const auto response = context.client().GetAlert(request);
  if (!response.ok()) return context.Fail(response.status());
  if (context.json()) {
    context.PrintJson(*response);
  } else {
    context.PrintReport(AlertReport(response->alert(), ZoneOf(context)));
  }
  return kExitOk;
}

}  // namespace

void AddAlertCommands(CLI::App& app, Action* chosen) {
  CLI::App* const alerts = AddGroup(app, "alerts", "List and show alerts");

  const auto list = std::make_shared<ListOptions>();
  CLI::App* command =
      AddCommand(*alerts, "list", "Alerts in their newest version, last changed first", chosen,
                 [list](Context& context) { return List(*list, context); });
  command
      ->add_option("--state", list->states,
                   "open, acknowledged, in_progress, resolved, dismissed; repeat for more")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--limit", list->limit, "At most so many")->capture_default_str();
  AddFilterOptions(command, &list->filter);

  const auto alert_id = std::make_shared<std::string>();
  AddCommand(*alerts, "show", "One alert", chosen,
             [alert_id](Context& context) { return Show(*alert_id, context); })
      ->add_option("ALERT_ID", *alert_id, "Which")
      ->required();
}

}  // namespace voc::cli
