#ifndef VOC_CLIENT_CLI_TEXT_WIDTH_H_
#define VOC_CLIENT_CLI_TEXT_WIDTH_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace voc::cli {

// How many columns a terminal gives `text`: wide East Asian characters and
// emoji take two, combining marks none.
size_t DisplayWidth(std::string_view text);

// `text` on one line: line breaks and other control characters, which could
// also steer the terminal, become blanks.
std::string OneLine(std::string_view text);

// `text`, cut with an ellipsis to at most `width` columns, at least 1.
std::string FitToWidth(std::string_view text, size_t width);

// `text` on one line, broken at blanks into lines of at most `width` columns; a word
// that is wider has a line of its own. Empty for an empty text.
std::vector<std::string> WrapToWidth(std::string_view text, size_t width);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_TEXT_WIDTH_H_
