#include "client/cli/csv_rows.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cli/csv_header.h"
#include "client/cli/csv_reader.h"
#include "client/cli/record_error.h"
#include "client/cli/utf8.h"
#include "client/formats/values.h"

namespace voc::cli {
namespace {

// '=1+1 is how a spreadsheet is kept from computing =1+1.
std::string_view WithoutGuard(std::string_view cell) {
  constexpr std::string_view kGuarded = "=+-@\t\r";
  const bool guarded =
      cell.size() > 1 && cell[0] == '\'' && kGuarded.find(cell[1]) != std::string_view::npos;
  return guarded ? cell.substr(1) : cell;
}

// Whether only the first cell is filled.
bool IsNote(const std::vector<std::string_view>& cells) {
  return !cells[0].empty() && std::all_of(cells.begin() + 1, cells.end(),
                                          [](std::string_view cell) { return cell.empty(); });
}

}  // namespace

absl::StatusOr<CsvRows::Event> CsvRows::Next() {
  if (refused_) return Event::kEnd;
  if (!has_header_) {
    const absl::StatusOr<Event> header = ReadHeader();
    if (!header.ok() || *header != Event::kRow) return header;
  }
  return NextRow();
}

absl::StatusOr<CsvRows::Event> CsvRows::ReadHeader() {
  has_header_ = true;
  refused_ = true;
  CsvHeader header(mapping_.csv);
  while (!header.complete()) {
    const auto event = reader_.Next();
    if (!event.ok()) return event.status();
    texts_.clear();
    line_ = reader_.line();
    if (*event == CsvReader::Event::kEnd) {
      if (header.empty()) return Event::kEnd;
      return Bad(
          absl::StrCat("the file ends within its ", mapping_.csv.header_rows, " header rows"));
    }
    if (*event == CsvReader::Event::kBroken) return Bad(reader_.reason());
    violations_ = header.Add(reader_.cells());
    if (!violations_.empty()) return Event::kBad;
  }
  names_ = header.names();
  violations_ = CheckColumns(mapping_, names_);
  refused_ = !violations_.empty();
  return refused_ ? Event::kBad : Event::kRow;
}

absl::StatusOr<CsvRows::Event> CsvRows::NextRow() {
  const auto event = NextOfReader();
  if (!event.ok()) return event.status();
  if (*event == CsvReader::Event::kEnd) return Event::kEnd;
  line_ = reader_.line();
  texts_.clear();
  if (*event == CsvReader::Event::kBroken) {
    return Bad(formats::OfColumn(names_, reader_.broken_cell(), reader_.reason()));
  }
  if (mapping_.csv.footer && IsNote(reader_.cells())) return ReadNote();
  texts_ = reader_.cells();
  if (texts_.size() != names_.size()) {
    return Bad(absl::StrCat(texts_.size(), " cells where the header has ", names_.size()));
  }
  for (size_t i = 0; i < texts_.size(); ++i) {
    if (mapping_.csv.text_guard) texts_[i] = WithoutGuard(texts_[i]);
    if (!IsUtf8(texts_[i])) return Bad(formats::OfColumn(names_, i, "is not UTF-8"));
  }
  return Event::kRow;
}

// A note that something follows is no footer.
absl::StatusOr<CsvRows::Event> CsvRows::ReadNote() {
  const auto next = reader_.Next();
  if (!next.ok()) return next.status();
  if (*next == CsvReader::Event::kEnd) return Event::kEnd;
  ahead_ = *next;
  return Bad(absl::StrCat("only the first of ", names_.size(), " cells is filled"));
}

absl::StatusOr<CsvReader::Event> CsvRows::NextOfReader() {
  if (!ahead_.has_value()) return reader_.Next();
  const CsvReader::Event event = *ahead_;
  ahead_.reset();
  return event;
}

CsvRows::Event CsvRows::Bad(std::string description) {
  violations_ = {{"", std::move(description)}};
  return Event::kBad;
}

}  // namespace voc::cli
