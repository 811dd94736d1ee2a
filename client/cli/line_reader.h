#ifndef VOC_CLIENT_CLI_LINE_READER_H_
#define VOC_CLIENT_CLI_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "client/cli/byte_source.h"
#include "client/cli/line_buffer.h"

namespace voc::cli {

// Reads a text line by line, LF or CRLF, a byte order mark allowed. Never holds
// more than a line of the longest length. Not thread-safe.
class LineReader {
 public:
  enum class Event { kLine, kTooLong, kEnd };

  // Lines of more than `max_bytes` are skipped as kTooLong. `source` must
  // outlive the reader.
  LineReader(ByteSource& source, size_t max_bytes) : buffer_(source), max_bytes_(max_bytes) {}

  // The next line, or the error of the source.
  absl::StatusOr<Event> Next();

  // Of the last event: its number, from 1, and the line without its end, valid
  // until Next().
  int64_t number() const { return number_; }
  std::string_view line() const { return line_; }

 private:
  LineBuffer buffer_;
  const size_t max_bytes_;
  size_t consumed_ = 0;
  int64_t number_ = 0;
  std::string_view line_;
};

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_LINE_READER_H_
