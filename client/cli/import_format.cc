#include "client/cli/import_format.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cli/byte_source.h"
#include "client/cli/csv_columns.h"
#include "client/cli/csv_reader.h"
#include "client/cli/survey_columns.h"
#include "client/cli/text_source.h"
#include "client/cli/utf8.h"
#include "client/cpp/strings.h"
#include "client/formats/catalog.h"
#include "client/formats/day_order.h"
#include "client/formats/json/file.h"
#include "client/formats/json/rows.h"
#include "client/formats/mapping.h"
#include "client/formats/steps.h"
#include "client/formats/survey_questions.h"

namespace voc::cli {
namespace {

// Of columns in an error.
constexpr size_t kMaxListedColumns = 40;

// The cells of the first row; empty where there is none, or it is broken.
std::vector<std::string> FirstRow(std::string_view head, char delimiter) {
  const auto source = OpenBytes(head);
  CsvReader reader(*source, delimiter);
  const auto event = reader.Next();
  if (!event.ok() || *event != CsvReader::Event::kRecord) return {};
  return {reader.cells().begin(), reader.cells().end()};
}

// With its key and at least half of the columns, the rest are slips that its reader
// names.
bool LooksLikeVocCsv(const std::vector<std::string>& names) {
  bool has_key = false;
  size_t known = 0;
  for (const std::string& name : names) {
    const std::string normal = formats::NormalName(name);
    has_key |= normal == "submission_id";
    const bool is_column =
        std::any_of(kCsvColumns.begin(), kCsvColumns.end(),
                    [&](const CsvColumnInfo& info) { return info.name == normal; });
    known += is_column || std::string_view(normal).starts_with(kCsvPropertyPrefix) ? 1 : 0;
  }
  return has_key && known * 2 >= names.size();
}

absl::Status Unknown(const std::vector<std::string>& names) {
  std::string list;
  for (size_t i = 0; i < names.size() && i < kMaxListedColumns; ++i) {
    absl::StrAppend(&list, i > 0 ? ", " : "", formats::Excerpt(names[i]));
  }
  if (names.size() > kMaxListedColumns) absl::StrAppend(&list, "...");
  return absl::InvalidArgumentError(absl::StrCat(
      "no known format has these columns: ", list,
      "; `voc import --explain FILE` shows what is seen, and --map says what to take"));
}

// The mapping with what the file itself says: its zone, whether the month or the day
// comes first, and its questions.
absl::StatusOr<ChosenFormat> WithQuestions(ChosenFormat chosen, std::string_view head) {
  SurveyHead survey = ReadSurveyHead(head, chosen.mapping.csv);
  if (survey.columns.empty()) return chosen;
  const auto questions = formats::FindQuestions(chosen.mapping, survey.columns);
  if (!questions.ok()) return questions.status();
  std::string map =
      formats::WithDayOrder(formats::WithoutFindQuestions(chosen.map), survey.columns);
  if (absl::TimeZone zone; !survey.zone.empty() && !absl::LoadTimeZone(survey.zone, &zone)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the file's times are in ", formats::Excerpt(survey.zone),
                     ", which is no known time zone; --map with another `zone` reads it"));
  }
  if (!survey.zone.empty()) absl::StrAppend(&map, "zone ", formats::Quoted(survey.zone), "\n");
  absl::StrAppend(&map, "\n# Found in the file.\n", *questions);
  auto mapping = formats::ParseMapping(map);
  if (!mapping.ok()) return mapping.status();
  chosen.mapping = *std::move(mapping);
  chosen.map = std::move(map);
  return chosen;
}

ChosenFormat Chosen(const formats::Format& format) {
  return {.name = format.name,
          .mapping = format.mapping,
          .map = std::string(format.text),
          .is_json = !format.is_csv()};
}

// The format of a CSV file whose cells are parted as its first line is.
ChosenFormat WithDelimiter(ChosenFormat chosen, std::string_view head) {
  const char delimiter = DelimiterOf(head);
  if (delimiter == chosen.mapping.csv.delimiter) return chosen;
  chosen.mapping.csv.delimiter = delimiter;
  absl::StrAppend(&chosen.map, "delimiter ", formats::Quoted({&delimiter, 1}), "\n");
  return chosen;
}

absl::StatusOr<ChosenFormat> ChooseCsv(std::string_view head) {
  std::vector<std::string> names = FirstRow(head, DelimiterOf(head));
  if (const formats::Format* format = formats::FormatOfColumns(names); format != nullptr) {
    return WithDelimiter(Chosen(*format), head);
  }
  // Ours has commas alone.
  if (LooksLikeVocCsv(names)) names = FirstRow(head, ',');
  // Without a header that can be read, its reader says why.
  if (names.empty() || LooksLikeVocCsv(names)) return ChosenFormat{.name = kVocCsvFormat};
  return Unknown(names);
}

// Whether some record is a Feedback, or of an export of them.
bool IsVocJson(const std::set<std::string>& names) {
  for (const char* const name : {"submissionId", "submission_id", "sourceId", "source_id",
                                 "feedback.submissionId", "feedback.sourceId", "rowCount"}) {
    if (names.count(name) > 0) return true;
  }
  return false;
}

absl::StatusOr<ChosenFormat> ChooseJson(std::string_view head) {
  formats::json::FileKind kind = formats::json::KindOfJson(head);
  if (kind.format != nullptr) return Chosen(*kind.format);
  if (IsVocJson(kind.all_names) ||
      (!kind.has_records && !kind.error.empty() && formats::json::IsJsonLines(head))) {
    return ChosenFormat{.name = kVocJsonlFormat};
  }
  // That what was peeked breaks off says nothing of a longer file.
  if (!kind.error.empty() && head.size() < kPeekBytes) {
    return absl::InvalidArgumentError(absl::StrCat("line ", kind.error_line, ": ", kind.error));
  }
  if (kind.has_records) return Unknown(kind.names);
  // An envelope without records.
  if (kind.error.empty()) return ChosenFormat{.name = "json", .is_json = true};
  // A first line of such a length is one record, if any.
  if (head.find('\n') == std::string_view::npos) return ChosenFormat{.name = kVocJsonlFormat};
  return absl::InvalidArgumentError(
      "no record ends within the first 256 KiB: --format or --map says what it is");
}

// Without the byte order mark that some editors write: other text may come before it.
std::string WithoutMark(std::string_view map) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  return std::string(map.starts_with(kByteOrderMark) ? map.substr(kByteOrderMark.size()) : map);
}

absl::StatusOr<formats::Mapping> ReadMap(std::string_view map) {
  // Its words become texts of feedback.
  if (!IsUtf8(map)) return absl::InvalidArgumentError("it is not UTF-8");
  return formats::ParseMapping(map);
}

}  // namespace

bool LooksLikeJson(std::string_view head) {
  constexpr std::string_view kSkipped = "\xEF\xBB\xBF \t\r\n";
  const size_t first = head.find_first_not_of(kSkipped);
  return first != std::string_view::npos && (head[first] == '{' || head[first] == '[');
}

char DelimiterOf(std::string_view head) {
  size_t commas = 0;
  size_t semicolons = 0;
  size_t tabs = 0;
  bool quoted = false;
  for (const char c : head) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') break;
    commas += c == ',' ? 1 : 0;
    semicolons += c == ';' ? 1 : 0;
    tabs += c == '\t' ? 1 : 0;
  }
  if (commas >= std::max(semicolons, tabs)) return ',';
  return semicolons >= tabs ? ';' : '\t';
}

absl::Status CheckFormat(const ImportFormat& format) {
  if (!format.map.empty()) return ReadMap(format.map).status();
  if (format.name == kAutoFormat || format.name == kVocCsvFormat ||
      format.name == kVocJsonlFormat || formats::FindFormat(format.name) != nullptr) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--format: auto, voc-csv, voc-jsonl, ", formats::ListFormats()));
}

absl::StatusOr<ChosenFormat> ChooseBase(std::string_view head, const ImportFormat& format) {
  const bool is_json = LooksLikeJson(head);
  if (!format.map.empty()) {
    auto mapping = ReadMap(format.map);
    if (!mapping.ok()) return mapping.status();
    return ChosenFormat{.name = mapping->format.empty() ? "map" : mapping->format,
                        .mapping = *mapping,
                        .map = WithoutMark(format.map),
                        .is_json = is_json};
  }
  if (format.name == kAutoFormat) {
    if (!is_json) return ChooseCsv(head);
    return ChooseJson(head);
  }
  const formats::Format* const known = formats::FindFormat(format.name);
  if (known == nullptr) return ChosenFormat{.name = format.name};
  return known->is_csv() ? WithDelimiter(Chosen(*known), head) : Chosen(*known);
}

absl::StatusOr<ChosenFormat> ChooseFormat(std::string_view head, const ImportFormat& format) {
  absl::StatusOr<ChosenFormat> base = ChooseBase(head, format);
  const bool asks = base.ok() && base->is_mapped() && base->mapping.find_questions;
  return asks && !base->is_json ? WithQuestions(*std::move(base), head) : base;
}

}  // namespace voc::cli
