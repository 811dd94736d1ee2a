#include <CLI/App.hpp>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/csv_columns.h"
#include "client/cli/csv_writer.h"
#include "client/cli/filter_options.h"
#include "client/cli/numbers.h"
#include "client/cli/spool.h"
#include "client/cpp/export.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {
namespace {

enum class ExportFormat { kVocCsv, kVocJsonl, kMessages };

// Files are written oldest first, while the stream is newest first: importing
// such a file gives feedback of the same moment its order back, which decides
// what a respondent said last.
constexpr Spool::Order kFileOrder = Spool::Order::kReversed;

struct Options {
  FilterOptions filter;
  std::string format;
  std::string output_file;
};

absl::StatusOr<ExportFormat> FormatOf(const Options& options, const Context& context) {
  if (options.format == "voc-csv") return ExportFormat::kVocCsv;
  if (options.format == "voc-jsonl") return ExportFormat::kVocJsonl;
  if (!options.format.empty()) {
    return absl::InvalidArgumentError("--format: voc-csv or voc-jsonl");
  }
  switch (context.format()) {
    case OutputFormat::kTable:
    case OutputFormat::kCsv:
      return ExportFormat::kVocCsv;
    case OutputFormat::kJson:
      return ExportFormat::kMessages;
    default:
      return absl::InvalidArgumentError("--output: an export is csv or json");
  }
}

absl::Status WriteCsv(Spool& spool, std::ostream& out) {
  if (spool.property_keys().size() + kCsvColumns.size() > kMaxCsvColumns) {
    return absl::FailedPreconditionError(
        "more properties than voc-csv has columns for; use --format voc-jsonl");
  }
  const CsvFeedbackWriter writer(spool.property_keys());
  std::string line;
  writer.AppendHeader(&line);
  out << line;
  return spool.ForEach(kFileOrder, [&](const v1::Feedback& feedback) {
    line.clear();
    writer.AppendRow(feedback, &line);
    out << line;
    return absl::OkStatus();
  });
}

absl::Status WriteJson(Spool& spool, bool messages, int64_t rows, std::ostream& out) {
  v1::ExportFeedbackResponse part;
  const auto order = messages ? Spool::Order::kAsTaken : kFileOrder;
  const absl::Status status = spool.ForEach(order, [&](const v1::Feedback& feedback) {
    if (messages) {
      *part.mutable_feedback() = feedback;
      out << ToJson(part) << '\n';
    } else {
      out << ToJson(feedback) << '\n';
    }
    return absl::OkStatus();
  });
  if (!status.ok() || !messages) return status;
  part.set_row_count(rows);
  out << ToJson(part) << '\n';
  return absl::OkStatus();
}

absl::Status Write(Spool& spool, ExportFormat format, int64_t rows, std::ostream& out) {
  const absl::Status status = format == ExportFormat::kVocCsv
                                  ? WriteCsv(spool, out)
                                  : WriteJson(spool, format == ExportFormat::kMessages, rows, out);
  if (!status.ok()) return status;
  out.flush();
  return out.good() ? absl::OkStatus() : absl::DataLossError("the output cannot be written");
}

// A file with the name that was asked for is a whole export: it is written
// under another name first.
absl::Status WriteFile(Spool& spool, ExportFormat format, int64_t rows, const std::string& path) {
  const std::string partial = path + ".partial";
  std::ofstream out(partial, std::ios::binary | std::ios::trunc);
  if (!out.is_open()) return absl::ErrnoToStatus(errno, partial);
  absl::Status status = Write(spool, format, rows, out);
  out.close();
  if (status.ok() && out.fail()) status = absl::ErrnoToStatus(errno, partial);
  if (status.ok() && std::rename(partial.c_str(), path.c_str()) != 0) {
    status = absl::ErrnoToStatus(errno, path);
  }
  if (!status.ok()) std::remove(partial.c_str());
  return status;
}

int Export(const Options& options, Context& context) {
  const auto format = FormatOf(options, context);
  if (!format.ok()) return context.Usage(format.status());
  const auto filter = ToFilter(options.filter, context.zone());
  if (!filter.ok()) return context.Usage(filter.status());
  const auto spool = Spool::Make();
  if (!spool.ok()) return context.Fail(spool.status());
  const auto rows = client::Export(context.client(), *filter, **spool);
  if (!rows.ok()) return context.Fail(rows.status());
  const absl::Status status = options.output_file.empty()
                                  ? Write(**spool, *format, *rows, context.io().out)
                                  : WriteFile(**spool, *format, *rows, options.output_file);
  if (!status.ok()) return context.Fail(status);
  // A script that keeps standard output can tell from this that it is whole.
  context.Say(FormatCount(*rows) + " rows");
  return kExitOk;
}

}  // namespace

void AddExportCommand(CLI::App& feedback, Action* chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      feedback, "export",
      "Everything that passes, as of one moment: voc-csv, or with --output json the messages of "
      "the stream, the row count last",
      chosen, [options](Context& context) { return Export(*options, context); });
  command->add_option("--format", options->format, "voc-csv or voc-jsonl, whatever --output says");
  command->add_option("--output-file", options->output_file,
                      "Write there, and only once the export is whole");
  AddFilterOptions(command, &options->filter);
}

}  // namespace voc::cli
