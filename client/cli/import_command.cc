#include <CLI/App.hpp>
#include <memory>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cli/byte_source.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/import_summary.h"
#include "client/cli/importer.h"
#include "client/cli/numbers.h"
#include "client/cli/text_width.h"
#include "client/cpp/status.h"

namespace voc::cli {
namespace {

// Of rejections, on standard error; JSON has more.
constexpr size_t kMaxShownRejections = 100;
constexpr absl::Duration kProgressInterval = absl::Milliseconds(200);

struct Options {
  std::vector<std::string> files;
  std::string format = "auto";
  std::string source;
  bool dry_run = false;
};

absl::Status ParseFormat(const std::string& name, ImportFormat* format) {
  if (name == "auto") {
    *format = ImportFormat::kAuto;
  } else if (name == "voc-csv") {
    *format = ImportFormat::kVocCsv;
  } else if (name == "voc-jsonl") {
    *format = ImportFormat::kVocJsonl;
  } else {
    return absl::InvalidArgumentError("--format: auto, voc-csv or voc-jsonl");
  }
  return absl::OkStatus();
}

std::string RandomId() {
  std::random_device device;
  return absl::StrFormat("%08x%08x%08x%08x", device(), device(), device(), device());
}

// A line that is written over itself, on a terminal alone.
class Progress {
 public:
  explicit Progress(Context& context)
      : context_(context), enabled_(context.io().err_is_terminal), start_(absl::Now()) {}

  void Update(int64_t records) {
    const absl::Time now = absl::Now();
    if (!enabled_ || now < next_) return;
    next_ = now + kProgressInterval;
    const double rate = static_cast<double>(records) / absl::ToDoubleSeconds(now - start_);
    context_.io().err << absl::StrFormat("\r%s records, %s a second\x1b[K", FormatCount(records),
                                         FormatCount(static_cast<int64_t>(rate)))
                      << std::flush;
  }

  void Clear() {
    if (enabled_) context_.io().err << "\r\x1b[K" << std::flush;
  }

 private:
  Context& context_;
  const bool enabled_;
  const absl::Time start_;
  absl::Time next_ = absl::InfinitePast();
};

void PrintRejections(const ImportSummary& summary, Context& context) {
  size_t shown = 0;
  for (const Rejection& rejection : summary.rejections) {
    if (shown++ == kMaxShownRejections) break;
    context.Say(OneLine(RejectionLine(rejection)));
  }
  if (summary.rejected > static_cast<int64_t>(kMaxShownRejections)) {
    context.Say(absl::StrCat("... ", FormatCount(summary.rejected - kMaxShownRejections),
                             " more rejections; --output json lists ",
                             FormatCount(kMaxListedRejections)));
  }
}

void PrintSummary(const ImportSummary& summary, Context& context) {
  if (context.json()) {
    context.io().out << SummaryToJson(summary) << '\n';
    if (summary.rejected > static_cast<int64_t>(summary.rejections.size())) {
      context.Say(absl::StrCat("voc: only the first ", FormatCount(kMaxListedRejections), " of ",
                               FormatCount(summary.rejected), " rejections are listed"));
    }
    return;
  }
  PrintRejections(summary, context);
  context.PrintReport(SummaryReport(summary));
}

int Import(const Options& options, Context& context) {
  ImportOptions import;
  if (absl::Status status = ParseFormat(options.format, &import.format); !status.ok()) {
    return context.Usage(status);
  }
  import.records.source_id = options.source;
  import.records.zone = context.zone_given() ? context.zone() : absl::UTCTimeZone();
  import.import_id = RandomId();

  Progress progress(context);
  Importer importer(options.dry_run ? nullptr : &context.client(), import,
                    [&](int64_t records) { progress.Update(records); });
  bool refused = false;
  for (const std::string& file : options.files) {
    const auto source = OpenFile(file, context.io().in);
    absl::Status status = source.status();
    if (status.ok()) status = importer.ReadFile(file, **source);
    if (!importer.server_status().ok()) break;
    if (status.ok()) continue;
    refused = true;
    progress.Clear();
    context.Say(absl::StrCat("voc: ", file, ": ", client::Describe(status)));
  }
  const absl::Status status = importer.Finish();
  progress.Clear();
  if (importer.saw_time_without_zone() && !context.zone_given()) {
    context.Say("voc: warning: times without zone were taken as UTC; --tz says otherwise");
  }
  const ImportSummary summary = importer.Summary();
  PrintSummary(summary, context);
  if (options.dry_run) {
    context.Say(absl::StrCat("dry run: ", FormatCount(importer.records_read()), " records read, ",
                             FormatCount(importer.records_read() - summary.rejected),
                             " would be sent; nothing was"));
  }
  if (!status.ok()) return context.Fail(status);
  return refused || summary.rejected > 0 ? kExitRefused : kExitOk;
}

}  // namespace

void AddImportCommand(CLI::App& app, Action* chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(app, "import", "Import files of feedback, plain or gzip; - is standard input",
                 chosen, [options](Context& context) { return Import(*options, context); });
  command->add_option("FILE", options->files, "What to read")->required();
  command->add_option("--format", options->format, "auto, voc-csv or voc-jsonl")
      ->capture_default_str();
  command->add_option("--source", options->source, "The source of records that name none");
  command->add_flag("--dry-run", options->dry_run, "Check every record here, and send nothing");
}

}  // namespace voc::cli
