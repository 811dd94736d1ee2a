#include <CLI/App.hpp>
#include <algorithm>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/feedback_report.h"
#include "client/cli/filter_options.h"
#include "client/cli/names.h"
#include "client/cpp/client.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {
namespace {

constexpr int kMaxPage = 1'000;

struct ListOptions {
  FilterOptions filter;
  int limit = 50;
};

struct ExcludeOptions {
  std::string feedback_id;
  std::string kind;
  std::string reason;
};

int List(const ListOptions& options, Context& context) {
  if (options.limit < 1) {
    return context.Usage(absl::InvalidArgumentError("--limit: at least 1"));
  }
  v1::ListFeedbackRequest request;
  const auto filter = ToFilter(options.filter, context.zone());
  if (!filter.ok()) return context.Usage(filter.status());
  *request.mutable_filter() = *filter;
  v1::ListFeedbackResponse all;
  do {
    request.set_page_size(std::min(options.limit - all.feedback_size(), kMaxPage));
    request.set_page_token(all.next_page_token());
    auto page = context.client().ListFeedback(request);
    if (!page.ok()) return context.Fail(page.status());
    for (v1::Feedback& feedback : *page->mutable_feedback()) all.add_feedback()->Swap(&feedback);
    all.set_next_page_token(page->next_page_token());
  } while (all.feedback_size() < options.limit && !all.next_page_token().empty());
  if (context.json()) {
    context.PrintJson(all);
  } else {
    context.PrintReport(FeedbackListReport(all.feedback(), ZoneOf(context)));
  }
  return kExitOk;
}

// What show, exclude and restore end with: one feedback as it is now.
template <typename Response>
int PrintFeedback(const absl::StatusOr<Response>& response, Context& context) {
  if (!response.ok()) return context.Fail(response.status());
  if (context.json()) {
    context.PrintJson(*response);
  } else {
    context.PrintReport(FeedbackReport(response->feedback(), ZoneOf(context)));
  }
  return kExitOk;
}

int Show(const std::string& feedback_id, Context& context) {
  v1::GetFeedbackRequest request;
  request.set_feedback_id(feedback_id);
  return PrintFeedback(context.client().GetFeedback(request), context);
}

int Exclude(const ExcludeOptions& options, Context& context) {
  const auto kind = ParseNameOption<v1::ExclusionKind>("--kind", options.kind);
  if (!kind.ok()) return context.Usage(kind.status());
  v1::ExcludeFeedbackRequest request;
  request.set_feedback_id(options.feedback_id);
  request.set_kind(*kind);
  request.set_reason(options.reason);
  return PrintFeedback(context.client().ExcludeFeedback(request), context);
}

int Restore(const std::string& feedback_id, Context& context) {
  v1::RestoreFeedbackRequest request;
  request.set_feedback_id(feedback_id);
  return PrintFeedback(context.client().RestoreFeedback(request), context);
}

}  // namespace

void AddFeedbackCommands(CLI::App& app, Action* chosen) {
  CLI::App* const feedback = AddGroup(app, "feedback", "Read, exclude and export feedback");

  const auto list = std::make_shared<ListOptions>();
  CLI::App* const list_command =
      AddCommand(*feedback, "list", "Feedback, newest first", chosen,
                 [list](Context& context) { return List(*list, context); });
  list_command->add_option("--limit", list->limit, "At most so many")->capture_default_str();
  AddFilterOptions(list_command, &list->filter);

  const auto shown = std::make_shared<std::string>();
  AddCommand(*feedback, "show", "One feedback as it is now", chosen,
             [shown](Context& context) { return Show(*shown, context); })
      ->add_option("FEEDBACK_ID", *shown, "Which")
      ->required();

  const auto exclude = std::make_shared<ExcludeOptions>();
  CLI::App* const exclude_command =
      AddCommand(*feedback, "exclude", "Take a feedback out of every number", chosen,
                 [exclude](Context& context) { return Exclude(*exclude, context); });
  exclude_command->add_option("FEEDBACK_ID", exclude->feedback_id, "Which")->required();
  exclude_command->add_option("--kind", exclude->kind, "test, internal, spam, duplicate or manual")
      ->required();
  exclude_command->add_option("--reason", exclude->reason, "Why, in words")->required();

  const auto restored = std::make_shared<std::string>();
  AddCommand(*feedback, "restore", "Take an exclusion back", chosen,
             [restored](Context& context) { return Restore(*restored, context); })
      ->add_option("FEEDBACK_ID", *restored, "Which")
      ->required();

  AddExportCommand(*feedback, chosen);
}

}  // namespace voc::cli
