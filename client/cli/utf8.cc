#include "client/cli/utf8.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace voc::cli {
namespace {

constexpr uint32_t kReplacement = 0xFFFD;

struct Decoded {
  uint32_t code_point = kReplacement;
  // 0 where no character starts.
  size_t bytes = 0;
};

Decoded Decode(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  uint32_t code_point = lead & (0xFF >> (bytes + 1));
  for (size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code_point = code_point << 6 | (byte(i) & 0x3F);
  }
  const bool overlong = (bytes == 3 && code_point < 0x800) || (bytes == 4 && code_point < 0x10000);
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (overlong || surrogate || code_point > 0x10FFFF) return {};
  return {code_point, bytes};
}

}  // namespace

bool IsUtf8(std::string_view text) {
  while (true) {
    // Most of what passes is ASCII: eight bytes a step.
    while (text.size() >= sizeof(uint64_t)) {
      uint64_t word = 0;
      std::memcpy(&word, text.data(), sizeof(word));
      if ((word & 0x8080808080808080u) != 0) break;
      text.remove_prefix(sizeof(word));
    }
    if (text.empty()) return true;
    const Decoded decoded = Decode(text);
    if (decoded.bytes == 0) return false;
    text.remove_prefix(decoded.bytes);
  }
}

uint32_t TakeCodePoint(std::string_view& text) {
  const Decoded decoded = Decode(text);
  text.remove_prefix(decoded.bytes == 0 ? 1 : decoded.bytes);
  return decoded.code_point;
}

}  // namespace voc::cli
