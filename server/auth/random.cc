#include "server/auth/random.h"

#include <openssl/rand.h>

#include <cstdlib>

namespace voc::auth {

void SystemRandom(std::span<uint8_t> bytes) {
  // A key that can be guessed is worse than none.
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) std::abort();
}

}  // namespace voc::auth
