#include <unistd.h>

#include <CLI/App.hpp>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/numbers.h"
#include "client/cli/rescore_report.h"
#include "client/cpp/rescore.h"
#include "voc/v1/admin.pb.h"

namespace voc::cli {
namespace {

struct Options {
  bool dry_run = false;
  bool yes = false;
};

// Runs it, with a line that is written over itself on a terminal, and prints the report.
absl::StatusOr<v1::RescoreReport> Run(bool apply, Context& context) {
  v1::RescoreRequest request;
  request.set_apply(apply);
  const bool shown = context.io().err_is_terminal;
  const auto show = [&](const v1::RescoreResponse::Progress& progress) {
    if (!shown) return;
    context.io().err << "\r"
                     << absl::StrCat(FormatCount(progress.feedback()), " of ",
                                     FormatCount(progress.feedback_total()), " feedback, ",
                                     FormatCount(progress.changed()),
                                     apply ? " recorded" : " sound otherwise")
                     << "\x1b[K" << std::flush;
  };
  bool resumed = false;
  absl::StatusOr<v1::RescoreReport> report =
      client::Rescore(context.client(), request, show, [&resumed] { resumed = true; });
  if (shown) context.io().err << "\r\x1b[K" << std::flush;
  if (!report.ok()) return report;
  if (resumed && apply) {
    context.Say("voc: vocd was away in between; what was recorded before is not in this report");
  }
  if (context.json()) {
    context.PrintJson(*report);
  } else {
    context.PrintReport(RescoreReport(*report));
  }
  context.io().out << std::flush;
  return report;
}

// Whether a person says yes.
bool Confirmed(Context& context) {
  context.io().err << "voc: record this? [y/N] " << std::flush;
  std::string answer;
  char c = 0;
  while (read(context.io().in, &c, 1) == 1 && c != '\n') answer.push_back(c);
  absl::AsciiStrToLower(&answer);
  return answer == "y" || answer == "yes";
}

int Rescore(const Options& options, Context& context) {
  if (options.dry_run && options.yes) {
    return context.Usage(absl::InvalidArgumentError("--dry-run and --yes exclude each other"));
  }
  const auto would = Run(/*apply=*/false, context);
  if (!would.ok()) return context.Fail(would.status());
  if (options.dry_run) return kExitOk;
  if (would->changed() == 0) {
    context.Say("voc: nothing to record");
    return kExitOk;
  }
  const bool may_ask = context.io().in_is_terminal && context.io().err_is_terminal;
  if (!options.yes && !(may_ask && Confirmed(context))) {
    context.Say("voc: nothing was recorded; --yes records it");
    return kExitRefused;
  }
  const auto did = Run(/*apply=*/true, context);
  if (!did.ok()) {
    const int code = context.Fail(did.status());
    context.Say("voc: what was recorded stays; run it again for the rest");
    return code;
  }
  return kExitOk;
}

}  // namespace

void AddRescoreCommand(CLI::App& admin, Action* chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* const command = AddCommand(
      admin, "rescore",
      "Hear the texts anew that another model or theme file heard: show how far every trend would "
      "move, then, once confirmed, record it",
      chosen, [options](Context& context) { return Rescore(*options, context); });
  command->add_flag("--dry-run", options->dry_run, "Only show what would move");
  command->add_flag("--yes", options->yes, "Record it without asking");
}

}  // namespace voc::cli
