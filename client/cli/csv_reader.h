#ifndef VOC_CLIENT_CLI_CSV_READER_H_
#define VOC_CLIENT_CLI_CSV_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/byte_source.h"
#include "client/cli/line_buffer.h"

namespace voc::cli {

// The longest text of a feedback, in bytes of UTF-8.
inline constexpr size_t kMaxTextBytes = 32 * 1024;
// The longest record as it stands in a file: every field of a feedback at its
// limit, every quote doubled.
inline constexpr size_t kMaxRecordBytes = 8 * 1024 * 1024;

// Reads RFC 4180 with LF or CRLF, a byte order mark allowed, blank lines
// skipped; cells may be parted by something else than commas. Holds one record and a read buffer,
// however long the file.
//
// A reader of our own and not libcsv: the rules for broken records ask to go
// back. A quote that is not closed before the text limit or the end of the file,
// or is followed by anything but a delimiter or a line end, costs the line that
// the record starts on and no more: reading resumes on the next physical line,
// which libcsv has by then taken as part of the field and does not give back.
class CsvReader {
 public:
  enum class Event { kRecord, kBroken, kEnd };

  // `source` must outlive the reader. `delimiter` is no quote and no line end.
  explicit CsvReader(ByteSource& source, char delimiter = ',')
      : buffer_(source), delimiter_(delimiter) {}

  // The next record or broken line, or the error of the source.
  absl::StatusOr<Event> Next();

  // Of the last event. The physical line that it starts on, from 1.
  int64_t line() const { return line_; }
  // Of a record: its cells, valid until Next().
  const std::vector<std::string_view>& cells() const { return cells_; }
  // Of a broken line: which cell, from 0, and why.
  size_t broken_cell() const { return cells_.size(); }
  const std::string& reason() const { return reason_; }

 private:
  enum class Scan { kDone, kBroken, kNeedMore };

  // Reads one record from the front of the buffer into cells_.
  Scan ScanRecord();
  Scan ScanQuoted(std::string_view text, size_t& at);
  Scan ScanPlain(std::string_view text, size_t& at);
  Scan NeedMore(std::string_view text);
  Scan Broken(std::string reason);
  // Undoubles the quotes of the cells that have any, in place.
  void UnescapeCells();

  LineBuffer buffer_;
  const char delimiter_;
  std::vector<std::string_view> cells_;
  // Indices into cells_.
  std::vector<size_t> escaped_cells_;
  bool record_ended_ = false;
  bool has_quotes_ = false;
  // Of the record in cells_.
  size_t consumed_ = 0;
  int64_t consumed_lines_ = 0;
  int64_t line_ = 0;
  std::string reason_;
};

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_CSV_READER_H_
