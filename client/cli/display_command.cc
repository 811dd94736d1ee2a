#include <CLI/App.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/cli/byte_source.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/display_csv.h"
#include "client/cli/display_sender.h"
#include "client/cli/import_summary.h"
#include "client/cli/names.h"
#include "client/cli/numbers.h"
#include "client/cli/submit_report.h"
#include "client/cli/text_fields.h"
#include "client/cli/text_width.h"
#include "client/cli/time_text.h"
#include "client/cpp/client.h"
#include "client/cpp/status.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {
namespace {

// Of rejections, on standard error; JSON has more.
constexpr size_t kMaxShownRejections = 100;

struct Options {
  std::vector<std::string> files;
  bool dry_run = false;
  std::string source;
  std::string id;
  std::string metric;
  std::string kind;
  std::string question;
  std::string respondent;
  std::string account;
  std::string displayed_at;
  std::string channel;
  std::string journey_stage;
  std::string touchpoint;
  std::string language;
  std::vector<std::string> properties;
};

// What the options say of one display, or of all that a file leaves open.
absl::Status Fill(const Options& options, const absl::TimeZone& zone, v1::Display* display) {
  display->set_source_id(options.source);
  display->set_display_id(options.id);
  display->set_question_id(options.question);
  display->set_respondent_id(options.respondent);
  display->set_account_id(options.account);
  display->set_channel(options.channel);
  display->set_touchpoint(options.touchpoint);
  display->set_language(options.language);
  if (!options.metric.empty()) {
    const auto metric = ParseNameOption<v1::Metric>("--metric", options.metric);
    if (!metric.ok()) return metric.status();
    display->set_metric(*metric);
  }
  if (!options.kind.empty()) {
    const auto kind = ParseNameOption<v1::DisplayKind>("--kind", options.kind);
    if (!kind.ok()) return kind.status();
    display->set_kind(*kind);
  }
  if (!options.journey_stage.empty()) {
    const auto stage = ParseNameOption<v1::JourneyStage>("--journey-stage", options.journey_stage);
    if (!stage.ok()) return stage.status();
    display->set_journey_stage(*stage);
  }
  if (!options.displayed_at.empty()) {
    const auto time = ParseTimeOption("--displayed-at", options.displayed_at, zone);
    if (!time.ok()) return time.status();
    *display->mutable_displayed_at() = ToTimestamp(*time);
  }
  for (const std::string& property : options.properties) {
    const size_t equals = property.find('=');
    if (equals == std::string::npos || equals == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("--property: KEY=VALUE, not \"", property, "\""));
    }
    (*display->mutable_properties())[property.substr(0, equals)] = property.substr(equals + 1);
  }
  if (const std::string broken = FindBrokenText(*display); !broken.empty()) {
    return absl::InvalidArgumentError(broken + ": is not UTF-8");
  }
  return absl::OkStatus();
}

int RecordOne(const v1::Display& display, Context& context) {
  v1::RecordDisplayRequest request;
  *request.add_displays() = display;
  const auto response = context.client().RecordDisplay(request);
  if (!response.ok()) return context.Fail(response.status());
  const v1::SubmitResult& result = response->results(0);
  const bool rejected = result.outcome() == v1::OUTCOME_REJECTED;
  if (context.json()) {
    context.PrintJson(*response);
  } else if (!rejected) {
    if (context.format() == OutputFormat::kTable) {
      context.io().out << SubmitLine(result) << '\n';
    } else {
      context.PrintReport(SubmitReport(result));
    }
  }
  if (!rejected) return kExitOk;
  for (const std::string& line : RejectionLines(result)) context.Say(line);
  return kExitRefused;
}

void PrintSummary(const ImportSummary& summary, Context& context) {
  if (context.json()) {
    context.io().out << DisplaysToJson(summary) << '\n';
    return;
  }
  for (size_t i = 0; i < summary.rejections.size() && i < kMaxShownRejections; ++i) {
    context.Say(OneLine(RejectionLine(summary.rejections[i])));
  }
  if (summary.rejected > static_cast<int64_t>(kMaxShownRejections)) {
    context.Say(absl::StrCat("... ", FormatCount(summary.rejected - kMaxShownRejections),
                             " more rejections; --output json lists ",
                             FormatCount(kMaxListedRejections)));
  }
  context.PrintReport(DisplaysReport(summary));
}

int RecordFiles(const Options& options, const v1::Display& defaults, Context& context) {
  DisplaySender sender(
      options.dry_run ? nullptr : &context.client(),
      {.defaults = defaults, .zone = context.zone_given() ? context.zone() : absl::UTCTimeZone()});
  bool refused = false;
  for (const std::string& file : options.files) {
    const auto source = OpenFile(file, context.io().in);
    absl::Status status = source.status();
    if (status.ok()) status = sender.ReadFile(file, **source);
    if (!sender.server_status().ok()) break;
    if (status.ok()) continue;
    refused = true;
    context.Say(absl::StrCat("voc: ", file, ": ", client::Describe(status)));
  }
  if (sender.saw_time_without_zone() && !context.zone_given()) {
    context.Say("voc: warning: times without zone were taken as UTC; --tz says otherwise");
  }
  ImportSummary summary = sender.summary();
  summary.Sort(options.files);
  PrintSummary(summary, context);
  if (options.dry_run) {
    context.Say(absl::StrCat("dry run: ", FormatCount(sender.records_read()), " records read, ",
                             FormatCount(sender.records_read() - summary.rejected),
                             " would be sent; nothing was"));
  }
  if (!sender.server_status().ok()) return context.Fail(sender.server_status());
  return refused || summary.rejected > 0 ? kExitRefused : kExitOk;
}

int Record(const Options& options, Context& context) {
  v1::Display display;
  if (absl::Status status = Fill(options, context.zone(), &display); !status.ok()) {
    return context.Usage(status);
  }
  if (!options.files.empty()) return RecordFiles(options, display, context);
  for (const auto& [name, value] :
       {std::pair("--source", &options.source), std::pair("--id", &options.id),
        std::pair("--metric", &options.metric)}) {
    if (value->empty()) {
      return context.Usage(
          absl::InvalidArgumentError(absl::StrCat(name, " is required, or a FILE")));
    }
  }
  return RecordOne(display, context);
}

}  // namespace

void AddDisplayCommand(CLI::App& app, Action* chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(app, "display", "Record who was asked, for response rates: one, or files of them",
                 chosen, [options](Context& context) { return Record(*options, context); });
  command->footer(absl::StrCat("Columns of FILE, by name and in any order: ", kDisplayColumns,
                               ".\nWhat a file leaves open the options say of all of it."));
  CLI::Option* const files = command->add_option(
      "FILE", options->files, "CSV, plain or gzip; - is standard input. Without: one display");
  command->add_option("--source", options->source, "The survey; that of the answers");
  command->add_option("--id", options->id, "The submission id of the answer, if one comes")
      ->excludes(files);
  command->add_option("--metric", options->metric, "What was asked for: nps, csat or ces");
  command->add_option("--kind", options->kind,
                      "shown (the default) or invited, of an invitation that was delivered");
  command->add_option("--question", options->question, "Which question of a form with several");
  command->add_option("--respondent", options->respondent, "Who was asked")->excludes(files);
  command->add_option("--account", options->account, "The customer they belong to");
  command->add_option("--displayed-at", options->displayed_at, "When; default: now");
  command->add_option("--channel", options->channel, "How: email, in_app, web...");
  command->add_option("--journey-stage", options->journey_stage,
                      "land, adopt, expand, renew or advocate");
  command->add_option("--touchpoint", options->touchpoint, "The moment asked about");
  command->add_option("--language", options->language, "BCP 47 tag");
  command->add_option("--property", options->properties, "KEY=VALUE; repeat for more")
      ->allow_extra_args(false);
  command->add_flag("--dry-run", options->dry_run, "Read files, and send nothing")->needs(files);
}

}  // namespace voc::cli
