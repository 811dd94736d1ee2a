#ifndef VOC_SERVER_AUTH_TOKEN_KEY_H_
#define VOC_SERVER_AUTH_TOKEN_KEY_H_

#include <cstddef>
#include <string>

#include "voc/v1/source.pb.h"

namespace voc::auth {

// Of TokenKey.key.
inline constexpr size_t kMaxTokenKeyBytes = 8 * 1024;
inline constexpr size_t kMinSecretBytes = 32;
inline constexpr int kMinRsaBits = 2048;

// What is wrong with the key of a token key whose algorithm is known: empty if nothing is. A public
// key is a PEM that OpenSSL reads, alone, of the kind and size that the algorithm needs; a private
// one is refused, since nobody should send it about. Thread-safe.
std::string ProblemOfKey(const v1::TokenKey& key);

}  // namespace voc::auth

#endif  // VOC_SERVER_AUTH_TOKEN_KEY_H_
