#ifndef VOC_CLIENT_CLI_RECORD_READER_H_
#define VOC_CLIENT_CLI_RECORD_READER_H_

#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "client/cli/byte_source.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/record_error.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {

enum class ImportFormat { kAuto, kVocCsv, kVocJsonl };

// The feedback of one file, record by record. Not thread-safe.
class RecordReader {
 public:
  enum class Event { kFeedback, kRejected, kEnd };

  virtual ~RecordReader() = default;

  // Reads the next record into `feedback`, which is empty; what it holds after
  // anything but kFeedback is void. An error is of the source: it ends the file.
  virtual absl::StatusOr<Event> Next(v1::Feedback* feedback) = 0;

  // Of the last event: the physical line that the record starts on, from 1, and
  // what is wrong with it when rejected.
  int64_t line() const { return line_; }
  const Violations& violations() const { return violations_; }

  // Whether a time without zone was read so far.
  virtual bool saw_time_without_zone() const { return false; }

 protected:
  int64_t line_ = 0;
  Violations violations_;
};

// `source` must outlive what is returned. kAuto looks at the name's ending
// (.jsonl, .ndjson, .json, .csv, each with .gz or without), then at the first
// character: "{" begins voc-jsonl. A file that cannot be read as a whole is
// refused at its first event, a rejection of its header, or by kEnd if empty.
std::unique_ptr<RecordReader> OpenRecords(ByteSource& source, std::string_view name,
                                          ImportFormat format, const RecordOptions& options);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_RECORD_READER_H_
