#ifndef VOC_CLIENT_CLI_CSV_HEADER_H_
#define VOC_CLIENT_CLI_CSV_HEADER_H_

#include <string>
#include <string_view>
#include <vector>

#include "client/cli/record_error.h"
#include "client/formats/mapping.h"

namespace voc::cli {

// Below a question that is answered in words, as NormalName() makes it.
inline constexpr char kOpenEndedMark[] = "open-endedresponse";

// The rows of a CSV file before its first record. Not thread-safe.
class CsvHeader {
 public:
  explicit CsvHeader(const formats::CsvLayout& layout) : layout_(layout) {}

  // Takes the next row. What is wrong with it ends the file.
  Violations Add(const std::vector<std::string_view>& cells);

  bool complete() const { return static_cast<int>(rows_.size()) == layout_.header_rows; }
  bool empty() const { return rows_.empty(); }
  const std::vector<std::vector<std::string>>& rows() const { return rows_; }

  // What the columns are called, once complete: blanks around names removed. With a
  // joined header a column without a name has that of the one to its left, and " - "
  // and the cell of the second row follow, unless that only marks an answer.
  std::vector<std::string> names() const;

 private:
  const formats::CsvLayout layout_;
  std::vector<std::vector<std::string>> rows_;
};

// What keeps files with columns `names` from being read by `mapping`: columns that it
// needs, or the key, are not there.
Violations CheckColumns(const formats::Mapping& mapping, const std::vector<std::string>& names);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_CSV_HEADER_H_
