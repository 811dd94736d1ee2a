#include "client/cli/json_feedback.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cli/byte_source.h"
#include "client/cli/line_reader.h"
#include "client/cli/record_reader.h"
#include "client/cli/text_fields.h"
#include "client/cli/utf8.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"

namespace voc::cli {
namespace {

constexpr char kNotUtf8[] = "is not UTF-8";

// What the JSON parser says, as field and reason. It writes "(response.score):
// invalid value...", "(response) nope: Cannot find field." or "nope: Cannot find
// field.", and a reason alone where the JSON itself is broken.
client::FieldViolation ViolationOf(std::string_view message) {
  message = message.substr(0, message.find('\n'));
  std::string field;
  if (message.starts_with('(')) {
    const size_t close = message.find(')');
    field = message.substr(1, close - 1);
    message.remove_prefix(close == std::string_view::npos ? message.size() : close + 1);
  }
  constexpr std::string_view kUnknown = ": Cannot find field.";
  if (message.ends_with(kUnknown)) {
    message.remove_suffix(kUnknown.size());
    if (message.starts_with(' ')) message.remove_prefix(1);
    return {absl::StrCat(field, field.empty() ? "" : ".", std::string(message)), "unknown field"};
  }
  while (message.starts_with(':') || message.starts_with(' ')) message.remove_prefix(1);
  return {std::move(field), std::string(message)};
}

// Which field holds the bytes that are not UTF-8: each such byte becomes a
// marker that stands nowhere else, and the line is read again.
client::FieldViolation BrokenTextOf(std::string_view line) {
  constexpr std::string_view kMarker = "\xEF\xBF\xBD\xEF\xBF\xBD not utf-8";
  std::string marked;
  while (!line.empty()) {
    std::string_view rest = line;
    const bool broken = TakeCodePoint(rest) == 0xFFFD && !line.starts_with("\xEF\xBF\xBD");
    marked += broken ? kMarker : line.substr(0, line.size() - rest.size());
    line = rest;
  }
  v1::Feedback feedback;
  const auto status = google::protobuf::util::JsonStringToMessage(marked, &feedback);
  if (!status.ok()) return {"", kNotUtf8};
  const auto marked_text = [&](std::string_view text) {
    return text.find(kMarker) != std::string_view::npos;
  };
  return {FindText(feedback, marked_text), kNotUtf8};
}

Violations Parse(std::string_view line, google::protobuf::Message* message) {
  if (!IsUtf8(line)) return {BrokenTextOf(line)};
  const auto status =
      google::protobuf::util::JsonStringToMessage({line.data(), line.size()}, message);
  if (status.ok()) return {};
  const auto text = status.message();
  return {ViolationOf({text.data(), text.size()})};
}

void DropOutputOnly(v1::Feedback* feedback) {
  feedback->clear_feedback_id();
  feedback->clear_sequence();
  feedback->clear_revision();
  feedback->clear_ingested_at();
  feedback->clear_sentiment();
  feedback->clear_themes();
  feedback->clear_exclusion();
}

// A line of an export's stream, told from a Feedback by its first field.
bool IsExportLine(std::string_view line) {
  const size_t brace = line.find_first_not_of(" \t");
  if (brace == std::string_view::npos || line[brace] != '{') return false;
  const size_t name = line.find_first_not_of(" \t", brace + 1);
  if (name == std::string_view::npos) return false;
  line.remove_prefix(name);
  return line.starts_with("\"feedback\"") || line.starts_with("\"rowCount\"");
}

class JsonRecords final : public RecordReader {
 public:
  JsonRecords(ByteSource& source, const RecordOptions& options)
      : reader_(source, kMaxJsonLineBytes), options_(options) {}

  absl::StatusOr<Event> Next(v1::Feedback* feedback) override {
    while (true) {
      const auto event = reader_.Next();
      if (!event.ok()) return event.status();
      if (*event == LineReader::Event::kEnd) return Event::kEnd;
      line_ = reader_.number();
      if (*event == LineReader::Event::kTooLong) {
        ++rows_;
        violations_ = {{"", "longer than 16 MiB"}};
        return Event::kRejected;
      }
      const std::string_view line = reader_.line();
      if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
      if (!Read(line, feedback)) continue;
      return violations_.empty() ? Event::kFeedback : Event::kRejected;
    }
  }

 private:
  // False for a row count that agrees, which is no record.
  bool Read(std::string_view line, v1::Feedback* feedback) {
    if (!IsExportLine(line)) {
      ++rows_;
      violations_ = ReadJsonFeedback(line, feedback);
    } else {
      v1::ExportFeedbackResponse part;
      violations_ = Parse(line, &part);
      if (violations_.empty() && part.part_case() == v1::ExportFeedbackResponse::kRowCount) {
        if (part.row_count() == rows_) return false;
        violations_ = {{"row_count", absl::StrCat("the export held ", part.row_count(),
                                                  " rows, the file holds ", rows_)}};
        return true;
      }
      ++rows_;
      feedback->Swap(part.mutable_feedback());
      DropOutputOnly(feedback);
    }
    if (feedback->source_id().empty()) feedback->set_source_id(options_.source_id);
    return true;
  }

  LineReader reader_;
  const RecordOptions options_;
  int64_t rows_ = 0;
};

}  // namespace

Violations ReadJsonFeedback(std::string_view line, v1::Feedback* feedback) {
  Violations violations = Parse(line, feedback);
  DropOutputOnly(feedback);
  return violations;
}

std::unique_ptr<RecordReader> OpenJsonRecords(ByteSource& source, const RecordOptions& options) {
  return std::make_unique<JsonRecords>(source, options);
}

}  // namespace voc::cli
