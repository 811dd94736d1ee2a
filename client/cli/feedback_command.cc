#include <CLI/App.hpp>
#include <algorithm>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
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

struct CorrectOptions {
  std::string feedback_id;
  std::string label;
  std::string themes;
  bool themes_given = false;
  std::string author;
  std::string note;
  bool undo = false;
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

// What every change of a feedback ends with: it as it is now.
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

int Undo(const CorrectOptions& options, Context& context) {
  if (!options.label.empty() || options.themes_given || !options.note.empty()) {
    return context.Usage(
        absl::InvalidArgumentError("--undo: takes neither --label, --themes nor --note"));
  }
  v1::WithdrawCorrectionRequest request;
  request.set_feedback_id(options.feedback_id);
  return PrintFeedback(context.client().WithdrawCorrection(request), context);
}

int Correct(const CorrectOptions& options, Context& context) {
  if (options.undo) return Undo(options, context);
  v1::CorrectFeedbackRequest request;
  request.set_feedback_id(options.feedback_id);
  if (!options.label.empty()) {
    const auto label = ParseNameOption<v1::SentimentLabel>("--label", options.label);
    if (!label.ok()) return context.Usage(label.status());
    request.set_label(*label);
  }
  if (options.themes_given) {
    v1::ThemeList& themes = *request.mutable_themes();
    for (const absl::string_view name : absl::StrSplit(options.themes, ',')) {
      const absl::string_view stripped = absl::StripAsciiWhitespace(name);
      if (!stripped.empty()) themes.add_names(stripped.data(), stripped.size());
    }
  }
  if (options.label.empty() && !options.themes_given) {
    return context.Usage(absl::InvalidArgumentError("--label, --themes or --undo is required"));
  }
  if (options.author.empty()) {
    return context.Usage(absl::InvalidArgumentError("--by: who says so is required"));
  }
  request.set_author(options.author);
  request.set_note(options.note);
  return PrintFeedback(context.client().CorrectFeedback(request), context);
}

void AddCorrectCommand(CLI::App& feedback, Action* chosen) {
  const auto options = std::make_shared<CorrectOptions>();
  CLI::App* const command =
      AddCommand(feedback, "correct", "Say how a text sounds, or what it is about, instead of vocd",
                 chosen, [options](Context& context) { return Correct(*options, context); });
  command->add_option("FEEDBACK_ID", options->feedback_id, "Which")->required();
  command->add_option("--label", options->label, "positive, neutral or negative");
  command
      ->add_option_function<std::string>(
          "--themes",
          [options](const std::string& themes) {
            options->themes = themes;
            options->themes_given = true;
          },
          "What it is about, separated by commas; \"\" for nothing")
      ->expected(1);
  command->add_option("--by", options->author, "Who says so");
  command->add_option("--note", options->note, "Why, in words");
  command->add_flag("--undo", options->undo, "Take it back: what vocd hears stands again");
}

}  // namespace

void AddFeedbackCommands(CLI::App& app, Action* chosen) {
  CLI::App* const feedback =
      AddGroup(app, "feedback", "Read, exclude, correct and export feedback");

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

  AddCorrectCommand(*feedback, chosen);
  AddExportCommand(*feedback, chosen);
}

}  // namespace voc::cli
