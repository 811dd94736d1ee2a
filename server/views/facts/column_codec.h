#ifndef VOC_SERVER_VIEWS_FACTS_COLUMN_CODEC_H_
#define VOC_SERVER_VIEWS_FACTS_COLUMN_CODEC_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace voc::views {

// One column of one block on disk: a smallest value, and every value less it in
// units of a thousandth's power, in the narrowest width that holds the spread
// (storage/FORMAT.md). Columns of one byte keep their bytes as they are, so that
// a reader can use them in place; a column that holds one value all through takes
// the header alone.
template <typename T>
std::string EncodeColumn(const T* values, size_t count);

// An encoded column, read in place. The bytes outlive it.
class PackedColumn {
 public:
  // DATA_LOSS if the bytes do not hold exactly `count` values.
  static absl::StatusOr<PackedColumn> Parse(std::string_view bytes, size_t count);

  // The column as an array of T if that is how it is stored; else null, and
  // Unpack has to be used.
  template <typename T>
  const T* InPlace() const;

  // One value; `row` < count. Slower than Unpack for many.
  uint64_t At(size_t row) const;

  // Fills `values`, which has room for all.
  template <typename T>
  void Unpack(T* values) const;

  // Fills values[row] for each of `rows` alone.
  template <typename T>
  void UnpackRows(const std::vector<uint32_t>& rows, T* values) const;

 private:
  uint64_t smallest_ = 0;
  uint64_t unit_ = 1;
  uint8_t width_ = 0;
  size_t count_ = 0;
  const char* data_ = nullptr;
};

// Implementation.

static_assert(std::endian::native == std::endian::little, "columns are read in place");

namespace column_internal {

inline constexpr size_t kHeaderBytes = 10;

// Of times in nanoseconds: seconds, milliseconds, microseconds, nanoseconds.
inline constexpr uint64_t kUnits[] = {1, 1'000, 1'000'000, 1'000'000'000};
inline constexpr uint8_t kLargestUnit = 3;

// The power of a thousand that divides every value's distance from the smallest.
template <typename T>
uint8_t UnitOf(const T* values, size_t count, uint64_t smallest) {
  uint8_t unit = kLargestUnit;
  for (size_t i = 0; i < count && unit > 0; ++i) {
    while ((static_cast<uint64_t>(values[i]) - smallest) % kUnits[unit] != 0) --unit;
  }
  return unit;
}

template <typename Narrow, typename T>
void Pack(const T* values, size_t count, uint64_t smallest, uint64_t unit, std::string& out) {
  const size_t start = out.size();
  out.resize(start + count * sizeof(Narrow));
  char* to = out.data() + start;
  const auto pack = [&](const auto& narrowed) {
    for (size_t i = 0; i < count; ++i, to += sizeof(Narrow)) {
      const auto narrow =
          static_cast<Narrow>(narrowed(static_cast<uint64_t>(values[i]) - smallest));
      std::memcpy(to, &narrow, sizeof(Narrow));
    }
  };
  // Most columns have no unit, and a division costs more than all the rest.
  if (unit == 1) {
    pack([](uint64_t value) { return value; });
  } else {
    pack([unit](uint64_t value) { return value / unit; });
  }
}

template <typename Narrow, typename T>
void UnpackRows(const char* from, const std::vector<uint32_t>& rows, uint64_t smallest,
                uint64_t unit, T* values) {
  for (const uint32_t row : rows) {
    Narrow narrow;
    std::memcpy(&narrow, from + row * sizeof(Narrow), sizeof(Narrow));
    values[row] = static_cast<T>(smallest + narrow * unit);
  }
}

template <typename Narrow, typename T>
void Unpack(const char* from, size_t count, uint64_t smallest, uint64_t unit, T* values) {
  if (unit == 1) {
    for (size_t i = 0; i < count; ++i) {
      Narrow narrow;
      std::memcpy(&narrow, from + i * sizeof(Narrow), sizeof(Narrow));
      values[i] = static_cast<T>(static_cast<T>(smallest) + static_cast<T>(narrow));
    }
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    Narrow narrow;
    std::memcpy(&narrow, from + i * sizeof(Narrow), sizeof(Narrow));
    values[i] = static_cast<T>(smallest + narrow * unit);
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
  auto smallest = static_cast<uint64_t>(low);
  uint64_t spread = static_cast<uint64_t>(high) - smallest;
  if (sizeof(T) == 1 && spread != 0) smallest = 0;
  const uint8_t unit =
      sizeof(T) < 8 || spread == 0 ? uint8_t{0} : column_internal::UnitOf(values, count, smallest);
  spread /= column_internal::kUnits[unit];
  const uint8_t width = spread == 0            ? 0
                        : spread <= 0xff       ? 1
                        : spread <= 0xffff     ? 2
                        : spread <= 0xffffffff ? 4
                                               : 8;
  std::string out;
  out.reserve(column_internal::kHeaderBytes + count * width);
  out.append(reinterpret_cast<const char*>(&smallest), sizeof smallest);
  out.push_back(static_cast<char>(width));
  out.push_back(static_cast<char>(unit));
  const uint64_t divisor = column_internal::kUnits[unit];
  switch (width) {
    case 1:
      column_internal::Pack<uint8_t>(values, count, smallest, divisor, out);
      break;
    case 2:
      column_internal::Pack<uint16_t>(values, count, smallest, divisor, out);
      break;
    case 4:
      column_internal::Pack<uint32_t>(values, count, smallest, divisor, out);
      break;
    case 8:
      column_internal::Pack<uint64_t>(values, count, smallest, divisor, out);
      break;
    default:
      break;
  }
  return out;
}

template <typename T>
const T* PackedColumn::InPlace() const {
  if (sizeof(T) != 1 || width_ != 1 || smallest_ != 0) return nullptr;
  return reinterpret_cast<const T*>(data_);
}

template <typename T>
void PackedColumn::Unpack(T* values) const {
  switch (width_) {
    case 0:
      for (size_t i = 0; i < count_; ++i) values[i] = static_cast<T>(smallest_);
      break;
    case 1:
      column_internal::Unpack<uint8_t>(data_, count_, smallest_, unit_, values);
      break;
    case 2:
      column_internal::Unpack<uint16_t>(data_, count_, smallest_, unit_, values);
      break;
    case 4:
      column_internal::Unpack<uint32_t>(data_, count_, smallest_, unit_, values);
      break;
    default:
      column_internal::Unpack<uint64_t>(data_, count_, smallest_, unit_, values);
  }
}

template <typename T>
void PackedColumn::UnpackRows(const std::vector<uint32_t>& rows, T* values) const {
  switch (width_) {
    case 0:
      for (const uint32_t row : rows) values[row] = static_cast<T>(smallest_);
      break;
    case 1:
      column_internal::UnpackRows<uint8_t>(data_, rows, smallest_, unit_, values);
      break;
    case 2:
      column_internal::UnpackRows<uint16_t>(data_, rows, smallest_, unit_, values);
      break;
    case 4:
      column_internal::UnpackRows<uint32_t>(data_, rows, smallest_, unit_, values);
      break;
    default:
      column_internal::UnpackRows<uint64_t>(data_, rows, smallest_, unit_, values);
  }
}

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_FACTS_COLUMN_CODEC_H_
