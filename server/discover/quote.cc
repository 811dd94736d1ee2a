#include "server/discover/quote.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_split.h"
#include "server/discover/corpus.h"
#include "server/sentiment/tokenizer.h"
#include "storage/base/strings.h"

namespace voc::discover {
namespace {

// What stands before the phrase, if there is as much.
constexpr size_t kLeadBytes = 48;
// A cut looks so far for the end of a word.
constexpr size_t kMaxShiftBytes = 24;

constexpr std::string_view kCut = "…";

bool BeginsCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// Where the words stand in folded text; 0 if nowhere.
size_t FindWords(std::string_view folded, std::string_view words) {
  const std::vector<std::string> wanted = absl::StrSplit(base::ToAbsl(words), ' ');
  std::vector<std::string_view> last;  // as many words as are wanted
  size_t at = 0;
  bool found = false;
  ForEachWord(folded, [&](std::string_view word) {
    if (found) return;
    if (last.size() == wanted.size()) last.erase(last.begin());
    last.push_back(word);
    if (!std::equal(last.begin(), last.end(), wanted.begin(), wanted.end())) return;
    found = true;
    at = static_cast<size_t>(last.front().data() - folded.data());
  });
  return at;
}

// Folding makes one byte of the three of a typographic apostrophe, and else keeps
// the number of bytes.
size_t UnfoldedOffset(std::string_view text, size_t folded_offset) {
  size_t at = 0;
  for (size_t folded = 0; folded < folded_offset && at < text.size(); ++folded) {
    at += text.substr(at).starts_with("’") ? 3 : 1;
  }
  return at;
}

size_t ForwardToWord(std::string_view text, size_t at) {
  const size_t blank = text.find(' ', at);
  if (blank != std::string_view::npos && blank - at <= kMaxShiftBytes) return blank + 1;
  while (at < text.size() && !BeginsCharacter(text[at])) ++at;
  return at;
}

size_t BackToWord(std::string_view text, size_t at) {
  const size_t blank = text.rfind(' ', at);
  if (blank != std::string_view::npos && blank > 0 && at - blank <= kMaxShiftBytes) return blank;
  while (at > 0 && !BeginsCharacter(text[at])) --at;
  return at;
}

}  // namespace

std::string QuoteAround(std::string_view text, std::string_view words) {
  if (text.size() <= kMaxQuoteBytes) return std::string(text);
  std::string folded;
  sentiment::AppendFolded(text, folded);
  const size_t at = UnfoldedOffset(text, FindWords(folded, words));
  size_t begin = at > kLeadBytes ? ForwardToWord(text, at - kLeadBytes) : 0;
  begin = std::min(begin, at);
  size_t end = text.size();
  if (end - begin > kMaxQuoteBytes) end = BackToWord(text, begin + kMaxQuoteBytes);
  std::string quote;
  if (begin > 0) quote += kCut;
  quote += text.substr(begin, end - begin);
  if (end < text.size()) quote += kCut;
  return quote;
}

}  // namespace voc::discover
