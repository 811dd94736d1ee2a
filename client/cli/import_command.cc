#include <CLI/App.hpp>
#include <CLI/Validators.hpp>
#include <cstddef>
#include <memory>
#include <ostream>
#include <random>
#include <string>
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
#include "client/cli/import_format.h"
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
  if (absl::Status status = ReadFormat(options, context.io().in, &import.format); !status.ok()) {
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
  for (const std::string& note : importer.notes()) context.Say(absl::StrCat("voc: note: ", note));
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
  command
      ->add_option("--format", options->format,
                   absl::StrCat("auto, voc-csv, voc-jsonl, ", formats::ListFormats()))
      ->capture_default_str();
  command->add_option("--map", options->map, "A mapping: which column is what")
      ->excludes("--format");
  command->add_option("--scale", options->scale, "The best rating of reviews that do not say it")
      ->check(CLI::IsMember({5, 10}));
  command->add_option("--source", options->source, "The source of records that name none");
  command->add_flag("--dry-run", options->dry_run, "Check every record here, and send nothing");
}

}  // namespace voc::cli
