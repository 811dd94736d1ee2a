#ifndef VOC_SERVER_HTTP_PROTOCOL_UTF8_H_
#define VOC_SERVER_HTTP_PROTOCOL_UTF8_H_

#include <cstddef>
#include <string_view>

namespace voc::http {

// How long the character is that the text, which is not empty, begins with; 0 if it begins with
// none. Neither surrogates, nor what is above U+10FFFF, nor longer forms than needed are
// characters.
size_t CharacterLength(std::string_view text);

bool IsUtf8(std::string_view text);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_UTF8_H_
