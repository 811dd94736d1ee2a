#ifndef VOC_SERVER_HTTP_PROTOCOL_ENVELOPE_H_
#define VOC_SERVER_HTTP_PROTOCOL_ENVELOPE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace voc::http {

// Messages in a stream of bytes: a byte of flags, four of length (big-endian), the payload. The
// same in Connect, gRPC-Web and gRPC.

inline constexpr uint8_t kCompressedFlag = 0x01;
inline constexpr uint8_t kConnectEndFlag = 0x02;    // the payload is the end of a Connect stream
inline constexpr uint8_t kGrpcTrailersFlag = 0x80;  // the payload is the trailers of gRPC-Web

struct Envelope {
  uint8_t flags = 0;
  std::string_view payload;
};

// All of a body. INVALID_ARGUMENT if it ends within an envelope.
absl::StatusOr<std::vector<Envelope>> ReadEnvelopes(std::string_view body);

void AppendEnvelope(uint8_t flags, std::string_view payload, std::string& body);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_ENVELOPE_H_
