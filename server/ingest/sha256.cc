#include "server/ingest/sha256.h"

// OpenSSL 3 would rather have it called through EVP, which takes longer than to hash a key does.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace voc::ingest {

std::array<uint8_t, 32> Sha256(std::string_view data) {
  std::array<uint8_t, SHA256_DIGEST_LENGTH> whole;
  SHA256_CTX context;
  // These have no way to fail.
  SHA256_Init(&context);
  SHA256_Update(&context, data.data(), data.size());
  SHA256_Final(whole.data(), &context);
  return whole;
}

std::array<uint8_t, 16> Sha256First16(std::string_view data) {
  const std::array<uint8_t, 32> whole = Sha256(data);
  std::array<uint8_t, 16> first;
  std::copy_n(whole.begin(), first.size(), first.begin());
  return first;
}

}  // namespace voc::ingest
