#ifndef VOC_CLIENT_CLI_RECORD_READER_H_
#define VOC_CLIENT_CLI_RECORD_READER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/byte_source.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/import_format.h"
#include "client/cli/record_error.h"
#include "client/formats/mapper.h"
#include "voc/v1/feedback.pb.h"
#include "voc/v1/import.pb.h"

namespace voc::cli {

// The feedback of one file, record by record. One record may be several feedback, or
// leave out several keys: then events with the same line follow each other. Not
// thread-safe.
class RecordReader {
 public:
  enum class Event { kFeedback, kLeftOut, kRejected, kEnd };

  virtual ~RecordReader() = default;

  // Reads the next record into `feedback`, which is empty; what it holds after
  // anything but kFeedback is void. An error is of the source: it ends the file.
  virtual absl::StatusOr<Event> Next(v1::Feedback* feedback) = 0;

  // Of the last event: the physical line that the record starts on, from 1, and
  // what is wrong with it when rejected.
  int64_t line() const { return line_; }
  // Which record of a file of another tool it was, from 1: one record may give several
  // events, and several records may stand on one line. 0 where a line is a record.
  int64_t record() const { return record_; }
  const Violations& violations() const { return violations_; }
  // What the vendor leaves out of its own numbers, and why. Without submission_id the
  // record has no key, and is only counted.
  const v1::LeftOut& left_out() const { return left_out_; }

  // Whether a time without zone was read so far.
  virtual bool saw_time_without_zone() const { return false; }
  // What else the user should know of the file, once it is read: each a sentence
  // without its full stop.
  virtual std::vector<std::string> notes() const { return {}; }
  // How the file is read ("qualtrics-csv"), known from the first event on.
  virtual std::string format() const { return ""; }
  // What maps the records, its columns those of the last one; nullptr where nothing does.
  virtual const formats::Mapper* mapper() const { return nullptr; }

 protected:
  int64_t line_ = 0;
  int64_t record_ = 0;
  Violations violations_;
  v1::LeftOut left_out_;
};

// `source` must outlive what is returned. What the file is, is told by ChooseFormat()
// before the first event, which is an error where that cannot be told. A file that
// cannot be read as a whole is refused at its first event: by an error, or a rejection
// of its header. An empty file holds no records.
std::unique_ptr<RecordReader> OpenRecords(ByteSource& source, const ImportFormat& format,
                                          const RecordOptions& options);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_RECORD_READER_H_
