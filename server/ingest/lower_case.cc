#include "server/ingest/lower_case.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"

namespace voc::ingest {
namespace {

std::string LowerCaseUnicode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < length;) {
    const int32_t begin = at;
    UChar32 character;
    // NOLINTNEXTLINE(bugprone-inc-dec-in-conditions): inside the macro.
    U8_NEXT(bytes, at, length, character);
    if (character < 0) {
      out.append(text.substr(begin, at - begin));
      continue;
    }
    uint8_t encoded[U8_MAX_LENGTH];
    int32_t size = 0;
    U8_APPEND_UNSAFE(encoded, size, u_tolower(character));
    out.append(reinterpret_cast<const char*>(encoded), size);
  }
  return out;
}

}  // namespace

void LowerCase(std::string& text) {
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) {
      text = LowerCaseUnicode(text);
      return;
    }
    if (absl::ascii_isupper(byte)) c = static_cast<char>(absl::ascii_tolower(byte));
  }
}

std::string LowerCased(std::string_view text) {
  std::string out(text);
  LowerCase(out);
  return out;
}

}  // namespace voc::ingest
