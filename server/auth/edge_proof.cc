#include "server/auth/edge_proof.h"

#include <openssl/crypto.h>

#include <array>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "server/auth/random.h"

namespace voc::auth {

const std::string& EdgeProof() {
  static const auto* const proof = [] {
    std::array<uint8_t, 16> bytes{};
    SystemRandom(bytes);
    return new std::string(absl::BytesToHexString(
        absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())));
  }();
  return *proof;
}

bool IsEdgeProof(std::string_view value) {
  const std::string& proof = EdgeProof();
  return value.size() == proof.size() &&
         CRYPTO_memcmp(value.data(), proof.data(), proof.size()) == 0;
}

}  // namespace voc::auth
