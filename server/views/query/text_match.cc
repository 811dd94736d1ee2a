#include "server/views/query/text_match.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"

namespace voc::views {
namespace {

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 128; });
}

std::string Fold(std::string_view text, bool ascii) {
  std::string folded;
  if (ascii) {
    folded.resize(text.size());
    std::transform(text.begin(), text.end(), folded.begin(),
                   [](char c) { return absl::ascii_tolower(static_cast<unsigned char>(c)); });
    return folded;
  }
  icu::StringByteSink<std::string> sink(&folded, static_cast<int32_t>(text.size()));
  UErrorCode error = U_ZERO_ERROR;
  icu::CaseMap::utf8Fold(U_FOLD_CASE_DEFAULT,
                         icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink,
                         nullptr, error);
  return U_SUCCESS(error) ? folded : std::string(text);
}

}  // namespace

TextMatcher::TextMatcher(std::string_view needle) {
  needle_ = Fold(needle, IsAscii(needle));
  ascii_ = IsAscii(needle_);
}

bool TextMatcher::FoundIn(std::string_view text) const {
  if (needle_.empty()) return true;
  const bool ascii = IsAscii(text);
  if (ascii && !ascii_) return false;
  return Fold(text, ascii).find(needle_) != std::string::npos;
}

}  // namespace voc::views
