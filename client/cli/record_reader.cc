#include "client/cli/record_reader.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "client/cli/byte_source.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/csv_reader.h"
#include "client/cli/json_feedback.h"
#include "client/cpp/strings.h"

namespace voc::cli {
namespace {

// Enough to get past blank lines at the top of a file.
constexpr size_t kPeekBytes = 4096;

class CsvRecords final : public RecordReader {
 public:
  CsvRecords(ByteSource& source, const RecordOptions& options)
      : reader_(source), options_(options) {}

  absl::StatusOr<Event> Next(v1::Feedback* feedback) override {
    if (refused_) return Event::kEnd;
    absl::StatusOr<CsvReader::Event> event = reader_.Next();
    if (event.ok() && *event == CsvReader::Event::kRecord && !feedback_reader_.has_value()) {
      line_ = reader_.line();
      violations_.clear();
      auto made = CsvFeedbackReader::Make(reader_.cells(), options_, &violations_);
      if (!made.ok()) {
        refused_ = true;
        return Event::kRejected;
      }
      feedback_reader_ = std::move(*made);
      event = reader_.Next();
    }
    if (!event.ok()) return event.status();
    if (*event == CsvReader::Event::kEnd) return Event::kEnd;
    line_ = reader_.line();
    if (*event == CsvReader::Event::kBroken) {
      // Without a header nothing that follows can be read.
      refused_ = !feedback_reader_.has_value();
      const std::string path = refused_ ? "" : feedback_reader_->PathOf(reader_.broken_cell());
      violations_ = {{path, reader_.reason()}};
      return Event::kRejected;
    }
    violations_ = feedback_reader_->Read(reader_.cells(), feedback);
    return violations_.empty() ? Event::kFeedback : Event::kRejected;
  }

  bool saw_time_without_zone() const override {
    return feedback_reader_.has_value() && feedback_reader_->saw_time_without_zone();
  }

 private:
  CsvReader reader_;
  const RecordOptions options_;
  std::optional<CsvFeedbackReader> feedback_reader_;
  bool refused_ = false;
};

bool EndsWith(std::string_view name, std::string_view ending) {
  const std::string lower = absl::AsciiStrToLower(client::ToAbsl(name));
  const std::string_view whole = lower;
  return whole.ends_with(ending) || whole.ends_with(std::string(ending) + ".gz");
}

// Hands out the start of a source a second time.
class Peeked final : public RecordReader, private ByteSource {
 public:
  Peeked(ByteSource& source, std::string_view name, const RecordOptions& options)
      : source_(source), name_(name), options_(options) {}

  absl::StatusOr<Event> Next(v1::Feedback* feedback) override {
    if (records_ == nullptr) {
      start_.resize(kPeekBytes);
      const auto count = source_.Read(start_.data(), start_.size());
      if (!count.ok()) return count.status();
      start_.resize(*count);
      records_ = OpenRecords(*this, name_, Detect(), options_);
    }
    auto event = records_->Next(feedback);
    line_ = records_->line();
    violations_ = records_->violations();
    return event;
  }

  bool saw_time_without_zone() const override {
    return records_ != nullptr && records_->saw_time_without_zone();
  }

 private:
  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    if (given_ == start_.size()) return source_.Read(buffer, size);
    const size_t count = std::min(size, start_.size() - given_);
    std::memcpy(buffer, start_.data() + given_, count);
    given_ += count;
    return count;
  }

  ImportFormat Detect() const {
    for (const std::string_view ending : {".jsonl", ".ndjson", ".json"}) {
      if (EndsWith(name_, ending)) return ImportFormat::kVocJsonl;
    }
    if (EndsWith(name_, ".csv")) return ImportFormat::kVocCsv;
    constexpr std::string_view kSkipped = "\xEF\xBB\xBF \t\r\n";
    const size_t first = start_.find_first_not_of(kSkipped);
    const bool json = first == std::string::npos || start_[first] == '{';
    return json ? ImportFormat::kVocJsonl : ImportFormat::kVocCsv;
  }

  ByteSource& source_;
  const std::string name_;
  const RecordOptions options_;
  std::string start_;
  size_t given_ = 0;
  std::unique_ptr<RecordReader> records_;
};

}  // namespace

std::unique_ptr<RecordReader> OpenRecords(ByteSource& source, std::string_view name,
                                          ImportFormat format, const RecordOptions& options) {
  switch (format) {
    case ImportFormat::kVocCsv:
      return std::make_unique<CsvRecords>(source, options);
    case ImportFormat::kVocJsonl:
      return OpenJsonRecords(source, options);
    case ImportFormat::kAuto:
      break;
  }
  return std::make_unique<Peeked>(source, name, options);
}

}  // namespace voc::cli
