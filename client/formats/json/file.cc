#include "client/formats/json/file.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace voc::formats::json {
namespace {

constexpr std::string_view kBlank = " \t\r\n";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

void AddDocument(std::string_view text, size_t offset, int64_t line, bool is_beginning,
                 std::vector<Entry>& entries) {
  Document document = FindRecords(text, line);
  if (document.error.empty() || is_beginning) {
    for (Span span : document.records) {
      span.offset += offset;
      entries.push_back({.span = span, .error = ""});
    }
  }
  if (!document.error.empty()) {
    entries.push_back({.span = {.offset = offset, .size = text.size(), .line = document.error_line},
                       .error = std::move(document.error)});
  }
}

}  // namespace

bool IsJsonLines(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos || text[first] != '{') return false;
  const size_t end = text.find('\n', first);
  if (end == std::string_view::npos) return false;
  const size_t last = text.find_last_not_of(kBlank, end);
  const size_t next = text.find_first_not_of(kBlank, end);
  return text[last] == '}' && next != std::string_view::npos && text[next] == '{';
}

std::vector<Entry> FindEntries(std::string_view text, bool is_beginning) {
  std::vector<Entry> entries;
  const size_t begin = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (!IsJsonLines(text)) {
    AddDocument(text.substr(begin), begin, 1, is_beginning, entries);
    return entries;
  }
  int64_t line = 1;
  for (size_t at = begin; at < text.size(); ++line) {
    size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view one = text.substr(at, end - at);
    if (entries.size() >= kMaxRecords) {
      entries.push_back({.span = {.offset = at, .size = 0, .line = line},
                         .error = "more than 5,000,000 records: the rest is not read"});
      break;
    }
    if (one.find_first_not_of(kBlank) != std::string_view::npos) {
      AddDocument(one, at, line, is_beginning, entries);
    }
    at = end + 1;
  }
  return entries;
}

}  // namespace voc::formats::json
