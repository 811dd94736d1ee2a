#include "server/auth/source_key.h"

#include <array>
#include <cstdint>
#include <string_view>

#include "server/auth/edge_metadata.h"

namespace voc::auth {

std::string NewSourceKey(const RandomBytes& random) {
  constexpr std::string_view kCharacters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  // Bytes beyond the last whole round are drawn again, so that all characters are as likely.
  constexpr uint8_t kRounds = 256 / kCharacters.size() * kCharacters.size();
  std::string key(kSourceKeyPrefix);
  std::array<uint8_t, kSourceKeyCharacters> drawn;
  while (key.size() < kSourceKeyPrefix.size() + kSourceKeyCharacters) {
    random(drawn);
    for (const uint8_t byte : drawn) {
      if (byte >= kRounds) continue;
      if (key.size() == kSourceKeyPrefix.size() + kSourceKeyCharacters) break;
      key.push_back(kCharacters[byte % kCharacters.size()]);
    }
  }
  return key;
}

}  // namespace voc::auth
