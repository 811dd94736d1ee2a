#ifndef VOC_CLIENT_FORMATS_MAPPING_H_
#define VOC_CLIENT_FORMATS_MAPPING_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/formats/fields.h"

namespace voc::formats {

// The largest mapping that is read, and the most that one may say.
inline constexpr size_t kMaxMappingBytes = 1024 * 1024;
inline constexpr size_t kMaxRules = 10'000;

// How a time is written.
enum class TimeShape {
  // No time.
  kNone,
  // Any shape that can be read in one way only: see ParseVendorTime().
  kAny,
  kSeconds,
  kMillis,
  // Seconds or milliseconds, told apart by how many they are.
  kEpoch,
  kMonthFirst,
  kDayFirst,
};

// One step from the text of a column to the value of a field.
struct Step {
  enum class Kind {
    kLower,
    // The whole number that a text begins or ends with.
    kNumber,
    // The domain of an e-mail address; empty for a freemail one.
    kDomain,
    // A parameter of a URL's query; `argument` names it.
    kParameter,
    // What stands before or after the first `argument`; the whole text, or nothing,
    // where it does not occur.
    kBefore,
    kAfter,
    // What `values` say; else `otherwise`.
    kValues,
  };
  enum class Otherwise { kRefuse, kKeep, kNone };

  Kind kind = Kind::kLower;
  std::string argument;
  // Keys as NormalName() makes them.
  std::vector<std::pair<std::string, std::string>> values;
  Otherwise otherwise = Otherwise::kRefuse;
};

// What a column must hold.
struct Condition {
  enum class Test { kIs, kFilled, kEmpty };

  std::vector<std::string> columns;
  Test test = Test::kIs;
  // As NormalName() makes them.
  std::vector<std::string> values;
};

// Where the value of a field comes from. Of several rules for one field the first
// that gives a text counts.
struct Rule {
  Field field = Field::kSourceId;
  // Of a property: its key. "*" stands for what the column's "*" stands for.
  std::string property_key;
  // Other names of one column: the first that is filled counts. With `hash` all of
  // them make up the value.
  std::vector<std::string> columns;
  bool hash = false;
  // Without columns: the value itself.
  std::string constant;
  std::vector<Step> steps;
  TimeShape time = TimeShape::kNone;
  // The rule is for such records alone.
  std::optional<Condition> when;
};

// Which records are left out of the numbers.
struct SkipRule {
  Condition condition;
  // Left out where the condition fails.
  bool unless = false;
  // Empty: said from the column and its text.
  std::string reason;
};

// The answers of one question, or of every element of a list.
struct Section {
  // Of a question.
  std::string question_id;
  // Of a list: its path, "answers"; elements are "answers[0]" and so on, and the
  // columns of `rules` stand below them.
  std::string each;
  std::vector<Rule> rules;
};

// How the lines of a CSV file make records.
struct CsvLayout {
  // Between cells: a comma, a semicolon or a TAB.
  char delimiter = ',';
  // Rows before the first record.
  int header_rows = 1;
  // The second row goes on where a cell of the first is empty.
  bool joined_header = false;
  // The last row is a note when only its first cell is filled.
  bool footer = false;
  // Dropped where it stands before one of = + - @ TAB CR.
  bool text_guard = false;
  // Rows with the same text in this column are one record: see grouped_csv.h.
  std::string group_by;
  // With group_by: holds a JSON object, whose members are columns below its name.
  std::string json_column;
};

// How records of one kind become feedback. What it means is told in README.md.
struct Mapping {
  // "delighted-csv"; empty for one of the user's own.
  std::string format;
  std::string title;
  // Found by content: each of these, of which one name each must occur.
  std::vector<std::vector<std::string>> needs;
  CsvLayout csv;
  std::optional<absl::TimeZone> zone;
  std::string zone_name;
  std::vector<Rule> rules;
  std::vector<SkipRule> skips;
  std::vector<Section> sections;
  // Columns that are not taken, as NormalName() makes them; a "*" at the end stands for
  // anything.
  std::vector<std::string> ignored;
  // Questions have to be found in the file: see survey_questions.h.
  bool find_questions = false;
  // They are called "1. Headline".
  bool numbered_questions = false;
};

// A name without blanks and in lower case, as names are compared.
std::string NormalName(std::string_view name);

// INVALID_ARGUMENT that names the line and the word.
absl::StatusOr<Mapping> ParseMapping(std::string_view text);

// `text` in quotes, as a mapping writes it.
std::string Quoted(std::string_view text);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_MAPPING_H_
