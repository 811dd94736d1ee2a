#ifndef VOC_SERVER_HTTP_PROTOCOL_BASE64_H_
#define VOC_SERVER_HTTP_PROTOCOL_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

namespace voc::http {

std::string Base64(std::string_view bytes);          // padded
std::string UnpaddedBase64(std::string_view bytes);  // as Connect and binary metadata want it

// Take what is padded and what is not. None for what is not base64.
std::optional<std::string> DecodeBase64(std::string_view text);
std::optional<std::string> DecodeUrlSafeBase64(std::string_view text);

// A body of gRPC-Web text: one or more pieces of base64 after each other, each padded by itself
// where it needs to be.
std::optional<std::string> DecodeBase64Pieces(std::string_view text);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_BASE64_H_
