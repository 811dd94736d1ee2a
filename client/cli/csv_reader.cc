#include "client/cli/csv_reader.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace voc::cli {
namespace {

constexpr char kTooLong[] = "longer than 32 KiB";

}  // namespace

absl::StatusOr<CsvReader::Event> CsvReader::Next() {
  // The record of the last event stays in place until here, for its cells.
  if (consumed_ > 0) {
    buffer_.Consume(consumed_, consumed_lines_);
    consumed_ = 0;
  }
  while (true) {
    const std::string_view view = buffer_.view();
    if (view.empty() && buffer_.at_end()) return Event::kEnd;
    if (!view.empty()) {
      const bool blank_lf = view.starts_with('\n');
      const bool blank_crlf = view.starts_with("\r\n");
      if (blank_lf || blank_crlf) {
        buffer_.Consume(blank_lf ? 1 : 2, 1);
        continue;
      }
      if (view == "\r" && buffer_.at_end()) return Event::kEnd;
      line_ = buffer_.line();
      const Scan scan = ScanRecord();
      if (scan == Scan::kDone) {
        UnescapeCells();
        return Event::kRecord;
      }
      if (scan == Scan::kBroken) {
        if (absl::Status status = buffer_.SkipLine(); !status.ok()) return status;
        return Event::kBroken;
      }
    }
    if (absl::Status status = buffer_.Fill(); !status.ok()) return status;
  }
}

CsvReader::Scan CsvReader::ScanRecord() {
  const std::string_view text = buffer_.view();
  cells_.clear();
  escaped_cells_.clear();
  has_quotes_ = false;
  record_ended_ = false;
  size_t at = 0;
  while (!record_ended_) {
    const bool quoted = at < text.size() && text[at] == '"';
    const Scan scan = quoted ? ScanQuoted(text, at) : ScanPlain(text, at);
    if (scan != Scan::kDone) return scan;
  }
  consumed_ = at;
  // Counted now: undoubling quotes leaves copies of bytes behind.
  const std::string_view record = text.substr(0, at);
  consumed_lines_ = has_quotes_              ? std::count(record.begin(), record.end(), '\n')
                    : record.ends_with('\n') ? 1
                                             : 0;
  return Scan::kDone;
}

CsvReader::Scan CsvReader::ScanQuoted(std::string_view text, size_t& at) {
  has_quotes_ = true;
  const size_t begin = at + 1;
  size_t escapes = 0;
  size_t quote = begin;
  while (true) {
    quote = text.find('"', quote);
    const bool found = quote != std::string_view::npos;
    if ((found ? quote : text.size()) - begin - escapes > kMaxTextBytes) return Broken(kTooLong);
    if (!found) return buffer_.at_end() ? Broken("the quote is never closed") : NeedMore(text);
    if (quote + 1 == text.size() && !buffer_.at_end()) return NeedMore(text);
    if (quote + 1 == text.size() || text[quote + 1] != '"') break;
    ++escapes;
    quote += 2;
  }
  const std::string_view after = text.substr(quote + 1);
  if (after == "\r" && !buffer_.at_end()) return NeedMore(text);
  if (after.starts_with(delimiter_)) {
    at = quote + 2;
  } else if (after.empty() || after == "\r" || after.starts_with('\n') ||
             after.starts_with("\r\n")) {
    record_ended_ = true;
    at = quote + 1 + std::min(after.size(), size_t{after.starts_with('\r') ? 2u : 1u});
  } else {
    return Broken("a closing quote must be followed by a comma or the end of the line");
  }
  if (escapes > 0) escaped_cells_.push_back(cells_.size());
  cells_.push_back(text.substr(begin, quote - begin));
  return Scan::kDone;
}

CsvReader::Scan CsvReader::ScanPlain(std::string_view text, size_t& at) {
  size_t end = at;
  while (end < text.size() && text[end] != delimiter_ && text[end] != '\n') ++end;
  if (end - at > kMaxTextBytes) return Broken(kTooLong);
  if (end == text.size() && !buffer_.at_end()) return NeedMore(text);
  std::string_view cell = text.substr(at, end - at);
  if (end == text.size() || text[end] == '\n') {
    record_ended_ = true;
    if (cell.ends_with('\r')) cell.remove_suffix(1);
  }
  at = std::min(end + 1, text.size());
  cells_.push_back(cell);
  return Scan::kDone;
}

CsvReader::Scan CsvReader::NeedMore(std::string_view text) {
  if (text.size() > kMaxRecordBytes) return Broken("the record is longer than 8 MiB");
  return Scan::kNeedMore;
}

CsvReader::Scan CsvReader::Broken(std::string reason) {
  reason_ = std::move(reason);
  return Scan::kBroken;
}

void CsvReader::UnescapeCells() {
  char* const data = buffer_.data();
  const char* const base = buffer_.view().data();
  for (const size_t index : escaped_cells_) {
    std::string_view& cell = cells_[index];
    char* const begin = data + (cell.data() - base);
    // A quote inside the cell is the first of a pair, of which one is kept.
    char* out = begin;
    for (size_t i = 0; i < cell.size(); ++i) {
      *out++ = cell[i];
      if (cell[i] == '"') ++i;
    }
    cell = std::string_view(begin, static_cast<size_t>(out - begin));
  }
}

}  // namespace voc::cli
