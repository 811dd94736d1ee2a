#ifndef VOC_SERVER_INGEST_SHA256_H_
#define VOC_SERVER_INGEST_SHA256_H_

#include <array>
#include <cstdint>
#include <string_view>

namespace voc::ingest {

// SHA-256 over `data`. Thread-safe.
std::array<uint8_t, 32> Sha256(std::string_view data);

// The first 16 bytes of it.
std::array<uint8_t, 16> Sha256First16(std::string_view data);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_SHA256_H_
