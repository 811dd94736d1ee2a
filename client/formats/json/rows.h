#ifndef VOC_CLIENT_FORMATS_JSON_ROWS_H_
#define VOC_CLIENT_FORMATS_JSON_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "client/formats/catalog.h"
#include "client/formats/json/file.h"
#include "client/formats/json/flatten.h"
#include "client/formats/json/shape.h"
#include "client/formats/json/value.h"
#include "client/formats/mapping.h"
#include "client/formats/survey_questions.h"

namespace voc::formats::json {

// A record of a file, as a row that a mapping reads.
struct FileRow {
  // The physical line that the record begins on.
  int64_t line = 0;
  Row row;
  // Why there is no row.
  std::string error;
  // What to tell the user if the mapping makes no feedback of the row: of no question
  // of the record, or of the whole file, is it known what it asks for.
  std::string problem;
  bool is_of_file = false;
};

// The rows of a JSON file, one after the other. Holds the file, and one record taken
// apart. Not thread-safe.
class RowReader {
 public:
  // `text` is the whole file, at most kMaxFileBytes; `mapping` says whose records they
  // are, and which of their lists are read one by one.
  RowReader(std::string text, const Mapping& mapping, const ShapeOptions& options);

  // nullopt at the end.
  std::optional<FileRow> Next();

 private:
  // Sees every record, and finds those that belong together.
  void SeeAll();
  absl::StatusOr<Value> Parse(size_t entry) const;
  // Takes the next group apart.
  void ReadGroup();

  const std::string text_;
  const std::set<std::string> one_by_one_;
  const std::unique_ptr<Shape> shape_;
  std::vector<Entry> entries_;
  // Of entries_; a group stands where its first record does.
  std::vector<std::vector<size_t>> groups_;
  size_t next_group_ = 0;
  std::string refusal_;
  std::vector<FileRow> rows_;
  size_t next_row_ = 0;
};

// What the beginning of a JSON file tells of it.
struct FileKind {
  // The format that the first record to fit any fits; nullptr if none does.
  const Format* format = nullptr;
  bool has_records = false;
  // The columns of the first record, and of all that were looked at.
  std::vector<std::string> names;
  std::set<std::string> all_names;
  // What is wrong with the text, and on which line: of lines with one record each, with
  // the first that is broken.
  std::string error;
  int64_t error_line = 0;
};

// `head` may end anywhere.
FileKind KindOfJson(std::string_view head);

// The columns of the records that `head` begins with, and some of their texts, as they
// are without any mapping.
std::vector<SurveyColumn> ColumnsOfJson(std::string_view head);

}  // namespace voc::formats::json

#endif  // VOC_CLIENT_FORMATS_JSON_ROWS_H_
