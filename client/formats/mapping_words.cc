#include "client/formats/mapping_words.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace voc::formats {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// How many characters the sign at the front of `text` has; 0 for none.
size_t SignLength(std::string_view text) {
  if (text.starts_with("<-")) return 2;
  return text.starts_with('=') || text.starts_with('|') ? 1 : 0;
}

// Takes a quoted word off the front of `line`, its first quote included.
absl::StatusOr<Word> TakeQuoted(std::string_view& line) {
  Word word{.quoted = true};
  for (size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '"') {
      line.remove_prefix(i + 1);
      return word;
    }
    if (line[i] != '\\') {
      word.text += line[i];
      continue;
    }
    constexpr std::string_view kLetters = "\"\\nrt";
    constexpr std::string_view kMeanings = "\"\\\n\r\t";
    const size_t which = i + 1 < line.size() ? kLetters.find(line[i + 1]) : std::string_view::npos;
    if (which == std::string_view::npos) {
      return absl::InvalidArgumentError("a \\ stands before one of \" \\ n r t alone");
    }
    word.text += kMeanings[which];
    ++i;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the quote of \"", word.text, "\" is never closed"));
}

}  // namespace

absl::StatusOr<std::vector<Word>> SplitWords(std::string_view line) {
  std::vector<Word> words;
  while (!line.empty() && line.front() != '#') {
    if (IsBlank(line.front())) {
      line.remove_prefix(1);
    } else if (line.front() == '"') {
      absl::StatusOr<Word> word = TakeQuoted(line);
      if (!word.ok()) return word.status();
      words.push_back(*std::move(word));
    } else if (const size_t sign = SignLength(line); sign > 0) {
      words.push_back({.text = std::string(line.substr(0, sign))});
      line.remove_prefix(sign);
    } else {
      size_t end = 0;
      while (end < line.size() && !IsBlank(line[end]) && line[end] != '"' &&
             SignLength(line.substr(end)) == 0) {
        ++end;
      }
      words.push_back({.text = std::string(line.substr(0, end))});
      line.remove_prefix(end);
    }
  }
  return words;
}

}  // namespace voc::formats
