#ifndef VOC_SERVER_HTTP_PROTOCOL_JSON_H_
#define VOC_SERVER_HTTP_PROTOCOL_JSON_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace voc::http {

// Between proto3 JSON and the encoded message of a type of this process, by its type URL.

// Fields and names of enums that the type does not know are passed over, as they are in the binary
// form: a client that is newer than the server must not fail. Anything else that does not fit is
// INVALID_ARGUMENT (reason INVALID_JSON) and says where.
absl::StatusOr<std::string> JsonToBytes(const std::string& type_url, std::string_view json);

// lowerCamelCase, without fields at their default. INTERNAL for bytes that are no such message.
absl::StatusOr<std::string> BytesToJson(const std::string& type_url, const std::string& bytes);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_JSON_H_
