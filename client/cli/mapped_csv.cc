#include "client/cli/mapped_csv.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cli/byte_source.h"
#include "client/cli/csv_columns.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/csv_header.h"
#include "client/cli/csv_reader.h"
#include "client/cli/mapped_records.h"
#include "client/cli/record_reader.h"
#include "client/cli/utf8.h"
#include "client/formats/mapping.h"

namespace voc::cli {
namespace {

class MappedCsv final : public MappedRecords {
 public:
  MappedCsv(ByteSource& source, const formats::Mapping& mapping, const RecordOptions& options)
      : MappedRecords(mapping, options), reader_(source), layout_(mapping.csv) {}

 private:
  absl::StatusOr<bool> ReadRecord() override {
    if (!has_header_) return ReadHeader();
    if (refused_) return false;
    const auto event = NextEvent();
    if (!event.ok()) return event.status();
    if (*event == CsvReader::Event::kEnd) return false;
    if (*event == CsvReader::Event::kBroken) {
      Refuse(reader_.line(), {BrokenCell()});
      return true;
    }
    if (layout_.footer && IsNote(reader_.cells())) return ReadNote();
    MapCells(reader_.line(), reader_.cells());
    return true;
  }

  absl::StatusOr<bool> ReadHeader() {
    has_header_ = true;
    refused_ = true;
    CsvHeader header(layout_);
    while (!header.complete()) {
      const auto event = reader_.Next();
      if (!event.ok()) return event.status();
      if (*event == CsvReader::Event::kEnd) {
        if (header.empty()) return false;
        Refuse(
            reader_.line(),
            {{"", absl::StrCat("the file ends within its ", layout_.header_rows, " header rows")}});
        return true;
      }
      if (*event == CsvReader::Event::kBroken) {
        Refuse(reader_.line(), {{"", reader_.reason()}});
        return true;
      }
      Violations violations = header.Add(reader_.cells());
      if (!violations.empty()) {
        Refuse(reader_.line(), std::move(violations));
        return true;
      }
    }
    Violations violations = CheckColumns(mapper_.mapping(), header.names());
    if (!violations.empty()) {
      Refuse(1, std::move(violations));
      return true;
    }
    mapper_.SetColumns(header.names());
    refused_ = false;
    return true;
  }

  // Whether only the first cell is filled.
  static bool IsNote(const std::vector<std::string_view>& cells) {
    return !cells[0].empty() && std::all_of(cells.begin() + 1, cells.end(),
                                            [](std::string_view cell) { return cell.empty(); });
  }

  // A note that something follows is no footer.
  absl::StatusOr<bool> ReadNote() {
    const int64_t line = reader_.line();
    const auto next = reader_.Next();
    if (!next.ok()) return next.status();
    if (*next == CsvReader::Event::kEnd) return false;
    ahead_ = *next;
    Refuse(
        line,
        {{"", absl::StrCat("only the first of ", mapper_.columns().size(), " cells is filled")}});
    return true;
  }

  absl::StatusOr<CsvReader::Event> NextEvent() {
    if (!ahead_.has_value()) return reader_.Next();
    const CsvReader::Event event = *ahead_;
    ahead_.reset();
    return event;
  }

  client::FieldViolation BrokenCell() const {
    return {"", formats::OfColumn(mapper_.columns(), reader_.broken_cell(), reader_.reason())};
  }

  void MapCells(int64_t line, const std::vector<std::string_view>& cells) {
    const size_t columns = mapper_.columns().size();
    if (cells.size() != columns) {
      Refuse(line, {{"", absl::StrCat(cells.size(), " cells where the header has ", columns)}});
      return;
    }
    texts_ = cells;
    for (size_t i = 0; i < columns; ++i) {
      if (layout_.text_guard) texts_[i] = WithoutGuard(texts_[i]);
      if (IsUtf8(texts_[i])) continue;
      Refuse(line, {{"", formats::OfColumn(mapper_.columns(), i, "is not UTF-8")}});
      return;
    }
    Deliver(line, mapper_.Map(texts_));
  }

  // '=1+1 is how a spreadsheet is kept from computing =1+1.
  static std::string_view WithoutGuard(std::string_view cell) {
    constexpr std::string_view kGuarded = "=+-@\t\r";
    const bool guarded =
        cell.size() > 1 && cell[0] == '\'' && kGuarded.find(cell[1]) != std::string_view::npos;
    return guarded ? cell.substr(1) : cell;
  }

  CsvReader reader_;
  const formats::CsvLayout layout_;
  bool has_header_ = false;
  bool refused_ = false;
  // What the reader stands at, where that was not yet handled.
  std::optional<CsvReader::Event> ahead_;
  std::vector<std::string_view> texts_;
};

}  // namespace

std::unique_ptr<RecordReader> OpenMappedCsv(ByteSource& source, const formats::Mapping& mapping,
                                            const RecordOptions& options) {
  return std::make_unique<MappedCsv>(source, mapping, options);
}

}  // namespace voc::cli
