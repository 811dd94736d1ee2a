#include <CLI/App.hpp>
#include <CLI/Validators.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cli/byte_source.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/explain.h"
#include "client/cli/import_format.h"
#include "client/cli/import_open.h"
#include "client/cli/import_record.h"
#include "client/cli/import_summary.h"
#include "client/cli/importer.h"
#include "client/cli/numbers.h"
#include "client/cli/text_source.h"
#include "client/cli/text_width.h"
#include "client/cpp/status.h"
#include "client/formats/catalog.h"
#include "client/formats/mapping.h"

namespace voc::cli {
namespace {

// Of rejections, on standard error; JSON has more.
constexpr size_t kMaxShownRejections = 100;
constexpr absl::Duration kProgressInterval = absl::Milliseconds(200);

struct Options {
  std::vector<std::string> files;
  std::string format = kAutoFormat;
  std::string map;
  int scale = 0;
  std::string source;
  bool dry_run = false;
  bool no_resume = false;
  bool explain = false;
};

// The largest mapping file, one byte more than is read.
absl::StatusOr<std::string> ReadMap(const std::string& path, int input) {
  const auto source = OpenFile(path, input);
  if (!source.ok()) return source.status();
  TextSource text(**source);
  std::string map(formats::kMaxMappingBytes + 1, '\0');
  size_t size = 0;
  while (size < map.size()) {
    const auto count = text.Read(map.data() + size, map.size() - size);
    if (!count.ok()) return count.status();
    if (*count == 0) break;
    size += *count;
  }
  map.resize(size);
  if (map.empty()) return absl::InvalidArgumentError("it is empty");
  return map;
}

absl::Status ReadFormat(const Options& options, int input, ImportFormat* format) {
  format->name = options.format;
  format->rating_max = options.scale;
  if (!options.map.empty()) {
    auto map = ReadMap(options.map, input);
    absl::Status status = map.status();
    if (status.ok()) {
      format->map = *std::move(map);
      status = CheckFormat(*format);
    }
    if (status.ok()) return status;
    return absl::Status(status.code(), absl::StrCat("--map ", options.map, ": ", status.message()));
  }
  return CheckFormat(*format);
}

// What would become of the file, as a mapping on standard output.
int PrintExplanation(const Options& options, const ImportOptions& import, Context& context) {
  if (options.files.size() != 1) {
    return context.Usage(absl::InvalidArgumentError("--explain: one file at a time"));
  }
  const std::string& file = options.files.front();
  const auto source = OpenFile(file, context.io().in);
  if (!source.ok()) {
    context.Say(absl::StrCat("voc: ", file, ": ", client::Describe(source.status())));
    return kExitRefused;
  }
  const Explanation explanation = Explain(file, **source, import.format, import.records,
                                          context.zone_given() ? context.zone_name() : "");
  context.io().out << explanation.text;
  if (explanation.problem.ok()) return kExitOk;
  context.Say(absl::StrCat("voc: ", file, ": ", client::Describe(explanation.problem)));
  return kExitRefused;
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
  if (absl::Status status = ReadFormat(options, context.io().in, &import.format); !status.ok()) {
    return context.Usage(status);
  }
  import.records.source_id = options.source;
  import.records.zone = context.zone_given() ? context.zone() : absl::UTCTimeZone();
  if (options.explain) return PrintExplanation(options, import, context);
  std::optional<ImportRecord> record;
  if (!options.dry_run) {
    auto opened = OpenImport(options.files, import, !options.no_resume, context);
    if (!opened.ok()) return context.Fail(opened.status());
    record = *std::move(opened);
    const auto begin = [&] { return BeginImport(*record, context); };
    import.begin = begin;
    if (record->resumed()) import.counted = record->import().counts();
  }

  Progress progress(context);
  std::optional<ImportReports> reports;
  Importer importer(options.dry_run ? nullptr : &context.client(), import, [&](int64_t records) {
    progress.Update(records);
    if (reports.has_value()) reports->Update(context);
  });
  if (record.has_value()) reports.emplace(&*record, &importer);
  bool refused = false;
  for (size_t i = 0; i < options.files.size(); ++i) {
    const std::string& file = options.files[i];
    const auto source = OpenFile(file, context.io().in);
    absl::Status status = source.status();
    if (status.ok()) {
      const int64_t done = record.has_value() && record->resumed()
                               ? record->import().files(static_cast<int>(i)).records_done()
                               : 0;
      const int64_t read = importer.records_read();
      status = importer.ReadFile(file, **source, done);
      if (status.ok() && importer.records_read() == read) {
        context.Say(absl::StrCat("voc: note: ", file, ": no records in it"));
      }
    } else {
      importer.PassOver(file);
    }
    if (!importer.server_status().ok()) break;
    if (status.ok()) continue;
    refused = true;
    progress.Clear();
    context.Say(absl::StrCat("voc: ", file, ": ", client::Describe(status)));
  }
  absl::Status status = importer.Finish();
  if (status.ok() && record.has_value()) {
    status = record->Report(importer.Files(), importer.Counts(), /*done=*/true);
  }
  progress.Clear();
  if (importer.saw_time_without_zone() && !context.zone_given()) {
    context.Say("voc: warning: times without zone were taken as UTC; --tz says otherwise");
  }
  for (const std::string& note : importer.notes()) context.Say(absl::StrCat("voc: note: ", note));
  const ImportSummary summary = importer.Summary();
  PrintSummary(summary, context);
  if (options.dry_run) {
    context.Say(absl::StrCat(
        "dry run: ", FormatCount(importer.records_read()), " records read, ",
        FormatCount(importer.records_read() - summary.rejected - importer.left_out_keys()),
        " would be sent; nothing was"));
  }
  if (!status.ok()) return context.Fail(status);
  return refused || summary.rejected > 0 ? kExitRefused : kExitOk;
}  // namespace

}  // namespace

void AddImportCommand(CLI::App& app, Action* chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = AddCommandWithOthers(
      app, "import", "Import files of feedback, plain or gzip; - is standard input", "FILE", chosen,
      [options](Context& context) { return Import(*options, context); });
  AddImportsCommands(*command, chosen);
  command->add_option("FILE", options->files, "What to read; one called list is ./list");
  command
      ->add_option("--format", options->format,
                   absl::StrCat("auto, voc-csv, voc-jsonl, ", formats::ListFormats()))
      ->capture_default_str();
  command->add_option("--map", options->map, "A mapping: which column is what")
      ->excludes("--format");
  command->add_option("--scale", options->scale, "The best rating of reviews that do not say it")
      ->check(CLI::IsMember({5, 10}));
  command->add_option("--source", options->source, "The source of records that name none");
  command->add_flag("--explain", options->explain,
                    "Write what would be taken from where, as a mapping for --map; send nothing");
  command->add_flag("--dry-run", options->dry_run, "Check every record here, and send nothing");
  command->add_flag("--no-resume", options->no_resume,
                    "Start over where an import of the same files was cut off");
}

}  // namespace voc::cli
