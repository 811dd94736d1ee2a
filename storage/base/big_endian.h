#ifndef VOC_STORAGE_BASE_BIG_ENDIAN_H_
#define VOC_STORAGE_BASE_BIG_ENDIAN_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace voc::base {

// Keys on disk hold numbers big-endian, so that byte order is number order.

inline void AppendBigEndian32(std::string& out, uint32_t value) {
  char bytes[4];
  for (int i = 0; i < 4; ++i) bytes[i] = static_cast<char>(value >> (24 - 8 * i));
  out.append(bytes, 4);
}

inline void AppendBigEndian64(std::string& out, uint64_t value) {
  char bytes[8];
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(value >> (56 - 8 * i));
  out.append(bytes, 8);
}

// The first 4 or 8 bytes of `bytes`, which must hold as many.
inline uint32_t LoadBigEndian32(std::string_view bytes) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

inline uint64_t LoadBigEndian64(std::string_view bytes) {
  uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_BIG_ENDIAN_H_
