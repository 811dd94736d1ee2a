#ifndef VOC_SERVER_HTTP_PROTOCOL_JSON_TEXT_H_
#define VOC_SERVER_HTTP_PROTOCOL_JSON_TEXT_H_

#include <string>
#include <string_view>

namespace voc::http {

// Appends the text as a JSON string, in its quotes. Bytes that are no UTF-8 become U+FFFD.
void AppendJsonString(std::string_view text, std::string& json);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_JSON_TEXT_H_
