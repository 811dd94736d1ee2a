#ifndef VOC_CLIENT_CLI_UTF8_H_
#define VOC_CLIENT_CLI_UTF8_H_

#include <cstdint>
#include <string_view>

namespace voc::cli {

// Whether `text` is UTF-8: no overlong forms, surrogates, or values above
// U+10FFFF.
bool IsUtf8(std::string_view text);

// Takes one character off the front of `text`, which is not empty. A byte that
// starts none is taken alone and is U+FFFD.
uint32_t TakeCodePoint(std::string_view& text);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_UTF8_H_
