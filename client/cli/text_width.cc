#include "client/cli/text_width.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "client/cli/utf8.h"

namespace voc::cli {
namespace {

size_t WidthOf(uint32_t c) {
  const bool combining = (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) ||
                         (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) ||
                         (c >= 0x0591 && c <= 0x05BD) || (c >= 0x064B && c <= 0x065F);
  if (combining) return 0;
  const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                    (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                    (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                    (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) ||
                    (c >= 0x1F680 && c <= 0x1F6FF) || (c >= 0x1F900 && c <= 0x1F9FF) ||
                    (c >= 0x20000 && c <= 0x3FFFD);
  return wide ? 2 : 1;
}

}  // namespace

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) width += WidthOf(TakeCodePoint(text));
  return width;
}

std::string OneLine(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  while (!text.empty()) {
    std::string_view rest = text;
    const uint32_t c = TakeCodePoint(rest);
    const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 ||
                         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    if (!control) {
      line.append(text.substr(0, text.size() - rest.size()));
    } else if (!line.empty() && line.back() != ' ') {
      line.push_back(' ');
    }
    text = rest;
  }
  return line;
}

std::string FitToWidth(std::string_view text, size_t width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  size_t used = 0;
  std::string_view rest = text;
  while (!rest.empty()) {
    std::string_view after = rest;
    const size_t next = WidthOf(TakeCodePoint(after));
    // One column is kept for the ellipsis.
    if (used + next + 1 > width) break;
    used += next;
    rest = after;
  }
  return std::string(text.substr(0, text.size() - rest.size())) + "…";
}

std::vector<std::string> WrapToWidth(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  const std::string whole = OneLine(text);
  for (size_t begin = 0; begin < whole.size();) {
    const size_t end = std::min(whole.find(' ', begin), whole.size());
    const std::string word = whole.substr(begin, end - begin);
    begin = end + 1;
    if (word.empty()) continue;
    if (lines.empty() || DisplayWidth(lines.back()) + 1 + DisplayWidth(word) > width) {
      lines.push_back(word);
    } else {
      lines.back() += ' ';
      lines.back() += word;
    }
  }
  return lines;
}

}  // namespace voc::cli
