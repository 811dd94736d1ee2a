#ifndef VOC_SERVER_AUTH_RANDOM_H_
#define VOC_SERVER_AUTH_RANDOM_H_

#include <cstdint>
#include <functional>
#include <span>

namespace voc::auth {

// Fills bytes that nobody can foresee. Thread-safe.
using RandomBytes = std::function<void(std::span<uint8_t>)>;

// OpenSSL's; ends the process if there is no randomness to be had.
void SystemRandom(std::span<uint8_t> bytes);

}  // namespace voc::auth

#endif  // VOC_SERVER_AUTH_RANDOM_H_
