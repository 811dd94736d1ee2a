#ifndef VOC_SERVER_AUTH_EDGE_PROOF_H_
#define VOC_SERVER_AUTH_EDGE_PROOF_H_

#include <string>
#include <string_view>

namespace voc::auth {

// By this metadata a service knows a call from inside the process: gRPC names no peer for those.
inline constexpr std::string_view kEdgeProofName = "voc-edge-proof";

// What it holds: 128 random bits of this process in hexadecimal, never sent to anybody else.
// Thread-safe.
const std::string& EdgeProof();

// Compares in constant time.
bool IsEdgeProof(std::string_view value);

}  // namespace voc::auth

#endif  // VOC_SERVER_AUTH_EDGE_PROOF_H_
