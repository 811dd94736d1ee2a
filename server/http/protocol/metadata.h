#ifndef VOC_SERVER_HTTP_PROTOCOL_METADATA_H_
#define VOC_SERVER_HTTP_PROTOCOL_METADATA_H_

#include <cstddef>
#include <string_view>

#include "absl/status/statusor.h"
#include "server/http/protocol/message.h"
#include "server/rpc/calls.h"

namespace voc::http {

// What a call carries of its client's headers; gRPC itself takes no more from its clients.
inline constexpr size_t kMaxMetadataBytes = 8 * 1024;
inline constexpr size_t kMaxMetadataItems = 64;

// The headers that go to the service: none that are about the connection, the message or the
// browser, no cookies, and none that only the edge may say (voc-edge-*). What gRPC cannot carry is
// left out. RESOURCE_EXHAUSTED beyond the limits, INVALID_ARGUMENT where a "-bin" value is not
// base64.
absl::StatusOr<rpc::Metadata> CallMetadata(const RequestHead& head);

// Whether a header that came is passed on as it is: it is text, and not for the next hop alone.
bool IsPassedOn(const RequestHead& head, std::string_view name);

// What a service sent, as lines of a response's head, each name behind `prefix`.
void AddMetadata(const rpc::Metadata& metadata, std::string_view prefix, HeaderLines& lines);

// Whether clients get to see metadata of this name: not what the protocol says by itself.
bool IsSentMetadata(std::string_view name);

// The value as text: base64 without padding for a "-bin" name.
std::string MetadataText(std::string_view name, std::string_view value);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_METADATA_H_
