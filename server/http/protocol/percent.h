#ifndef VOC_SERVER_HTTP_PROTOCOL_PERCENT_H_
#define VOC_SERVER_HTTP_PROTOCOL_PERCENT_H_

#include <optional>
#include <string>
#include <string_view>

namespace voc::http {

// As grpc-message wants it: all but printable ASCII, and "%", becomes %XX.
std::string PercentEncode(std::string_view text);

// A name or value of a query: %XX is a byte and "+" a space. None for a "%" without two digits.
std::optional<std::string> DecodeQueryText(std::string_view text);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_PERCENT_H_
