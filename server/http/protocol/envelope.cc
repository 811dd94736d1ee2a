#include "server/http/protocol/envelope.h"

#include "storage/base/status_details.h"

namespace voc::http {
namespace {

constexpr size_t kHeadBytes = 5;

// Nobody has use for more than one; whoever sends more is told so.
constexpr size_t kMaxEnvelopes = 16;

}  // namespace

absl::StatusOr<std::vector<Envelope>> ReadEnvelopes(std::string_view body) {
  const absl::Status cut = base::WithReason(
      absl::InvalidArgumentError("the body ends within a message"), "INVALID_ENVELOPE");
  std::vector<Envelope> envelopes;
  while (!body.empty() && envelopes.size() < kMaxEnvelopes) {
    if (body.size() < kHeadBytes) return cut;
    uint32_t size = 0;
    for (size_t i = 1; i < kHeadBytes; ++i) size = size << 8 | static_cast<uint8_t>(body[i]);
    if (body.size() - kHeadBytes < size) return cut;
    envelopes.push_back(
        {.flags = static_cast<uint8_t>(body.front()), .payload = body.substr(kHeadBytes, size)});
    body.remove_prefix(kHeadBytes + size);
  }
  return envelopes;
}

void AppendEnvelope(uint8_t flags, std::string_view payload, std::string& body) {
  body.reserve(body.size() + kHeadBytes + payload.size());
  body += static_cast<char>(flags);
  const auto size = static_cast<uint32_t>(payload.size());
  for (int shift = 24; shift >= 0; shift -= 8) body += static_cast<char>(size >> shift & 0xff);
  body += payload;
}

}  // namespace voc::http
