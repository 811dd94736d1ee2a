#ifndef VOC_CLIENT_CLI_CSV_ROWS_H_
#define VOC_CLIENT_CLI_CSV_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/byte_source.h"
#include "client/cli/csv_reader.h"
#include "client/cli/record_error.h"
#include "client/formats/mapping.h"

namespace voc::cli {

// The rows of a vendor's CSV file after its header, as the layout of a mapping says:
// header rows are read, a footer is dropped, guards before texts are taken off. Not
// thread-safe.
class CsvRows {
 public:
  enum class Event { kRow, kBad, kEnd };

  // `source` and `mapping` must outlive it.
  CsvRows(ByteSource& source, const formats::Mapping& mapping)
      : reader_(source, mapping.csv.delimiter), mapping_(mapping) {}

  // The next row, or one that cannot be read. A bad header is a bad row with the end
  // after it. Errors are the source's.
  absl::StatusOr<Event> Next();

  // What the columns are called; known from the first row on.
  const std::vector<std::string>& names() const { return names_; }

  // Of the last event: the physical line that it starts on, from 1.
  int64_t line() const { return line_; }
  // Of a row: a text of UTF-8 for every column, valid until Next(). Of a bad one what
  // could be read of its cells.
  const std::vector<std::string_view>& texts() const { return texts_; }
  // Of a bad row.
  const Violations& violations() const { return violations_; }

 private:
  // The next event after the header.
  absl::StatusOr<Event> NextRow();
  absl::StatusOr<Event> ReadHeader();
  absl::StatusOr<Event> ReadNote();
  absl::StatusOr<CsvReader::Event> NextOfReader();
  Event Bad(std::string description);

  CsvReader reader_;
  const formats::Mapping& mapping_;
  std::vector<std::string> names_;
  bool has_header_ = false;
  bool refused_ = false;
  // What the reader stands at, where that was not yet handled.
  std::optional<CsvReader::Event> ahead_;
  int64_t line_ = 0;
  std::vector<std::string_view> texts_;
  Violations violations_;
};

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_CSV_ROWS_H_
