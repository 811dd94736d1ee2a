#include "client/formats/json/surrogates.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"

namespace voc::formats::json {
namespace {

// Of "\ud83d".
constexpr size_t kEscapeBytes = 6;

// Whether an escape of D800 to DBFF, or of DC00 to DFFF, stands at `at`: those whose
// second digit is among `digits`.
bool IsHalf(std::string_view text, size_t at, std::string_view digits) {
  const std::string_view escape = text.substr(at, kEscapeBytes);
  if (escape.size() < kEscapeBytes || !escape.starts_with("\\u")) return false;
  for (const char c : escape.substr(2)) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return false;
  }
  return (escape[2] == 'd' || escape[2] == 'D') && digits.find(escape[3]) != std::string_view::npos;
}

}  // namespace

void ReplaceLoneSurrogates(std::string* text) {
  constexpr std::string_view kFirst = "89abAB";
  constexpr std::string_view kSecond = "cdefCDEF";
  // A \\ is no beginning of an escape: escapes are read from left to right.
  for (size_t at = text->find('\\'); at < text->size(); at = text->find('\\', at)) {
    const bool first = IsHalf(*text, at, kFirst);
    if (first && IsHalf(*text, at + kEscapeBytes, kSecond)) {
      at += 2 * kEscapeBytes;
    } else if (first || IsHalf(*text, at, kSecond)) {
      text->replace(at, kEscapeBytes, "\\ufffd");
      at += kEscapeBytes;
    } else {
      at += 2;
    }
  }
}

}  // namespace voc::formats::json
