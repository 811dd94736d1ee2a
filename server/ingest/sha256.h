#ifndef VOC_SERVER_INGEST_SHA256_H_
#define VOC_SERVER_INGEST_SHA256_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace voc::ingest {

// SHA-256 over `data`. Thread-safe.
std::array<uint8_t, 32> Sha256(std::string_view data);

// The first 16 bytes of it.
std::array<uint8_t, 16> Sha256First16(std::string_view data);

// Appends the number as four bytes, least significant first.
void AppendUint32(uint32_t value, std::string& out);

// Appends the length in bytes as AppendUint32, then the text. No two lists of
// texts give the same bytes. The text is shorter than 4 GiB.
void AppendLengthPrefixed(std::string_view text, std::string& out);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_SHA256_H_
