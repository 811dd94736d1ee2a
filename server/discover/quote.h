#ifndef VOC_SERVER_DISCOVER_QUOTE_H_
#define VOC_SERVER_DISCOVER_QUOTE_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace voc::discover {

// Of a quote, without the marks of where it was cut.
inline constexpr size_t kMaxQuoteBytes = 160;

// `text`, or the part of it around the first place where `words` stand, folded and
// parted by blanks; its beginning if they stand nowhere. Cut between words where
// there are any, never within a character.
std::string QuoteAround(std::string_view text, std::string_view words);

}  // namespace voc::discover

#endif  // VOC_SERVER_DISCOVER_QUOTE_H_
