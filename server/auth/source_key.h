#ifndef VOC_SERVER_AUTH_SOURCE_KEY_H_
#define VOC_SERVER_AUTH_SOURCE_KEY_H_

#include <cstddef>
#include <string>

#include "server/auth/random.h"

namespace voc::auth {

// Letters and digits after kSourceKeyPrefix: 190 bits.
inline constexpr size_t kSourceKeyCharacters = 32;

// A new source key.
std::string NewSourceKey(const RandomBytes& random);

}  // namespace voc::auth

#endif  // VOC_SERVER_AUTH_SOURCE_KEY_H_
