#ifndef VOC_SERVER_HTTP_PROTOCOL_GZIP_H_
#define VOC_SERVER_HTTP_PROTOCOL_GZIP_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace voc::http {

// What is shorter fits a packet as it is, and is not compressed.
inline constexpr size_t kMinGzipBytes = 1400;

std::string Gzip(std::string_view bytes);

// RESOURCE_EXHAUSTED for more than `max_bytes`, of which no more are made than that;
// INVALID_ARGUMENT for what is not one gzip stream.
absl::StatusOr<std::string> Gunzip(std::string_view bytes, size_t max_bytes);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_GZIP_H_
