#include "client/cli/record_reader.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/byte_source.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/csv_reader.h"
#include "client/cli/import_format.h"
#include "client/cli/json_feedback.h"
#include "client/cli/mapped_csv.h"
#include "client/cli/mapped_json.h"
#include "client/cli/text_source.h"

namespace voc::cli {
namespace {

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

// Chooses the reader when the first record is asked for.
class ChosenRecords final : public RecordReader {
 public:
  ChosenRecords(ByteSource& source, const ImportFormat& format, const RecordOptions& options)
      : text_(source), format_(format), options_(options) {}

  absl::StatusOr<Event> Next(v1::Feedback* feedback) override {
    if (records_ == nullptr) {
      if (absl::Status status = Open(); !status.ok()) return status;
    }
    auto event = records_->Next(feedback);
    line_ = records_->line();
    record_ = records_->record();
    violations_ = records_->violations();
    left_out_ = records_->left_out();
    return event;
  }

  bool saw_time_without_zone() const override {
    return records_ != nullptr && records_->saw_time_without_zone();
  }
  std::vector<std::string> notes() const override {
    return records_ != nullptr ? records_->notes() : std::vector<std::string>();
  }
  std::string format() const override { return name_; }
  const formats::Mapper* mapper() const override {
    return records_ != nullptr ? records_->mapper() : nullptr;
  }

 private:
  absl::Status Open() {
    const auto head = text_.Peek();
    if (!head.ok()) return head.status();
    const auto chosen = ChooseFormat(*head, format_);
    if (!chosen.ok()) return chosen.status();
    name_ = chosen->name;
    if (name_ == kVocCsvFormat) {
      records_ = std::make_unique<CsvRecords>(text_, options_);
    } else if (name_ == kVocJsonlFormat) {
      records_ = OpenJsonRecords(text_, options_);
    } else if (chosen->is_json) {
      records_ = OpenMappedJson(text_, chosen->mapping, format_.rating_max, options_);
    } else {
      records_ = OpenMappedCsv(text_, chosen->mapping, options_);
    }
    return absl::OkStatus();
  }

  TextSource text_;
  const ImportFormat format_;
  const RecordOptions options_;
  std::string name_;
  std::unique_ptr<RecordReader> records_;
};

}  // namespace

std::unique_ptr<RecordReader> OpenRecords(ByteSource& source, const ImportFormat& format,
                                          const RecordOptions& options) {
  return std::make_unique<ChosenRecords>(source, format, options);
}

}  // namespace voc::cli
