#ifndef VOC_SERVER_VIEWS_FACTS_COLUMN_CODEC_H_
#define VOC_SERVER_VIEWS_FACTS_COLUMN_CODEC_H_

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include "absl/status/status.h"

namespace voc::views {

// One column of one block on disk: eight bytes of the smallest value and one byte
// of width w (0, 1, 2, 4 or 8), then every value less the smallest in w bytes,
// all little-endian. A column that holds one value all through takes nine bytes.

template <typename T>
std::string EncodeColumn(const T* values, size_t count);

// Fills `values`, which has room for `count`. DATA_LOSS if the bytes do not hold
// exactly so many.
template <typename T>
absl::Status DecodeColumn(std::string_view bytes, size_t count, T* values);

// Implementation.

static_assert(std::endian::native == std::endian::little, "columns are read in place");

namespace column_internal {

inline constexpr size_t kHeaderBytes = 9;

template <typename Narrow, typename T>
void Pack(const T* values, size_t count, uint64_t smallest, std::string& out) {
  const size_t start = out.size();
  out.resize(start + count * sizeof(Narrow));
  char* to = out.data() + start;
  for (size_t i = 0; i < count; ++i, to += sizeof(Narrow)) {
    const auto narrow = static_cast<Narrow>(static_cast<uint64_t>(values[i]) - smallest);
    std::memcpy(to, &narrow, sizeof(Narrow));
  }
}

template <typename Narrow, typename T>
void Unpack(const char* from, size_t count, uint64_t smallest, T* values) {
  for (size_t i = 0; i < count; ++i, from += sizeof(Narrow)) {
    Narrow narrow;
    std::memcpy(&narrow, from, sizeof(Narrow));
    values[i] = static_cast<T>(smallest + narrow);
  }
}

}  // namespace column_internal

template <typename T>
std::string EncodeColumn(const T* values, size_t count) {
  T low = count == 0 ? T{0} : values[0];
  T high = low;
  for (size_t i = 1; i < count; ++i) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  const auto smallest = static_cast<uint64_t>(low);
  const uint64_t spread = static_cast<uint64_t>(high) - smallest;
  const uint8_t width = spread == 0            ? 0
                        : spread <= 0xff       ? 1
                        : spread <= 0xffff     ? 2
                        : spread <= 0xffffffff ? 4
                                               : 8;
  std::string out;
  out.reserve(column_internal::kHeaderBytes + count * width);
  out.append(reinterpret_cast<const char*>(&smallest), sizeof smallest);
  out.push_back(static_cast<char>(width));
  switch (width) {
    case 1:
      column_internal::Pack<uint8_t>(values, count, smallest, out);
      break;
    case 2:
      column_internal::Pack<uint16_t>(values, count, smallest, out);
      break;
    case 4:
      column_internal::Pack<uint32_t>(values, count, smallest, out);
      break;
    case 8:
      column_internal::Pack<uint64_t>(values, count, smallest, out);
      break;
    default:
      break;
  }
  return out;
}

template <typename T>
absl::Status DecodeColumn(std::string_view bytes, size_t count, T* values) {
  if (bytes.size() < column_internal::kHeaderBytes) {
    return absl::DataLossError("a fact column is cut short");
  }
  uint64_t smallest;
  std::memcpy(&smallest, bytes.data(), sizeof smallest);
  const auto width = static_cast<uint8_t>(bytes[8]);
  if (bytes.size() != column_internal::kHeaderBytes + count * width) {
    return absl::DataLossError("a fact column has the wrong size");
  }
  const char* from = bytes.data() + column_internal::kHeaderBytes;
  switch (width) {
    case 0:
      for (size_t i = 0; i < count; ++i) values[i] = static_cast<T>(smallest);
      return absl::OkStatus();
    case 1:
      column_internal::Unpack<uint8_t>(from, count, smallest, values);
      return absl::OkStatus();
    case 2:
      column_internal::Unpack<uint16_t>(from, count, smallest, values);
      return absl::OkStatus();
    case 4:
      column_internal::Unpack<uint32_t>(from, count, smallest, values);
      return absl::OkStatus();
    case 8:
      column_internal::Unpack<uint64_t>(from, count, smallest, values);
      return absl::OkStatus();
    default:
      return absl::DataLossError("a fact column has an unknown width");
  }
}

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_FACTS_COLUMN_CODEC_H_
