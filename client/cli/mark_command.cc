#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/mark_report.h"
#include "client/cli/time_text.h"
#include "client/cpp/client.h"
#include "voc/v1/mark.pb.h"

namespace voc::cli {
namespace {

constexpr int kPage = 1'000;

struct Options {
  std::string title;
  std::string at;
  std::string note;
  std::string mark_id;
};

struct ListOptions {
  std::string since;
  std::string until;
};

void Print(const v1::Mark& mark, const google::protobuf::Message& response, Context& context) {
  if (context.json()) {
    context.PrintJson(response);
    return;
  }
  v1::ListMarksResponse one;
  *one.add_marks() = mark;
  context.PrintReport(MarkListReport(one.marks(), ZoneOf(context)));
}

int Record(const Options& options, Context& context) {
  v1::RecordMarkRequest request;
  v1::Mark& mark = *request.mutable_mark();
  absl::StatusOr<absl::Time> at = absl::Now();
  if (!options.at.empty()) at = ParseTimeOption("--at", options.at, context.zone());
  if (!at.ok()) return context.Usage(at.status());
  *mark.mutable_mark_time() = ToTimestamp(*at);
  mark.set_title(options.title);
  mark.set_note(options.note);
  mark.set_mark_id(options.mark_id);
  const auto response = context.client().RecordMark(request);
  if (!response.ok()) return context.Fail(response.status());
  Print(response->mark(), *response, context);
  return kExitOk;
}

// The whole list as one response.
int List(const ListOptions& options, Context& context) {
  v1::ListMarksRequest request;
  request.set_page_size(kPage);
  for (const bool start : {true, false}) {
    const std::string& text = start ? options.since : options.until;
    if (text.empty()) continue;
    const auto time = ParseTimeOption(start ? "--since" : "--until", text, context.zone());
    if (!time.ok()) return context.Usage(time.status());
    v1::Interval& interval = *request.mutable_interval();
    *(start ? interval.mutable_start_time() : interval.mutable_end_time()) = ToTimestamp(*time);
  }
  v1::ListMarksResponse all;
  do {
    auto page = context.client().ListMarks(request);
    if (!page.ok()) return context.Fail(page.status());
    for (v1::Mark& mark : *page->mutable_marks()) all.add_marks()->Swap(&mark);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  if (context.json()) {
    context.PrintJson(all);
  } else {
    context.PrintReport(MarkListReport(all.marks(), ZoneOf(context)));
  }
  return kExitOk;
}

int Delete(const std::string& mark_id, Context& context) {
  v1::DeleteMarkRequest request;
  request.set_mark_id(mark_id);
  const auto response = context.client().DeleteMark(request);
  if (!response.ok()) return context.Fail(response.status());
  if (context.json()) context.PrintJson(*response);
  return kExitOk;
}

}  // namespace

void AddMarkCommands(CLI::App& app, Action* chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* const mark = AddCommandWithOthers(
      app, "mark", "Record a release or campaign, to hold trends against", "TITLE", chosen,
      [options](Context& context) { return Record(*options, context); });
  mark->add_option("TITLE", options->title, "What people call it: 'app 4.2'");
  mark->add_option("--at", options->at, "When it took effect: a date or a time; default: now");
  mark->add_option("--note", options->note, "In words");
  mark->add_option("--id", options->mark_id,
                   "Replaces the mark of this id; default: follows from title and time");

  const auto list = std::make_shared<ListOptions>();
  CLI::App* const list_command =
      AddCommand(*mark, "list", "List marks by time", chosen,
                 [list](Context& context) { return List(*list, context); });
  list_command->add_option("--since", list->since, "At or after: a date (midnight) or a time");
  list_command->add_option("--until", list->until, "Before");

  const auto mark_id = std::make_shared<std::string>();
  AddCommand(*mark, "delete", "Take a mark away", chosen,
             [mark_id](Context& context) { return Delete(*mark_id, context); })
      ->add_option("ID", *mark_id, "Of the mark")
      ->required();
}

}  // namespace voc::cli
