#include "server/views/facts/column_codec.h"

namespace voc::views {

absl::StatusOr<PackedColumn> PackedColumn::Parse(std::string_view bytes, size_t count) {
  if (bytes.size() < column_internal::kHeaderBytes) {
    return absl::DataLossError("a fact column is cut short");
  }
  PackedColumn column;
  std::memcpy(&column.smallest_, bytes.data(), sizeof column.smallest_);
  column.width_ = static_cast<uint8_t>(bytes[8]);
  const auto unit = static_cast<uint8_t>(bytes[9]);
  if (unit > column_internal::kLargestUnit) {
    return absl::DataLossError("a fact column has an unknown unit");
  }
  column.unit_ = column_internal::kUnits[unit];
  switch (column.width_) {
    case 0:
    case 1:
    case 2:
    case 4:
    case 8:
      break;
    default:
      return absl::DataLossError("a fact column has an unknown width");
  }
  if (bytes.size() != column_internal::kHeaderBytes + count * column.width_) {
    return absl::DataLossError("a fact column has the wrong size");
  }
  column.count_ = count;
  column.data_ = bytes.data() + column_internal::kHeaderBytes;
  return column;
}

uint64_t PackedColumn::At(size_t row) const {
  uint64_t narrow = 0;  // little-endian: the bytes beyond the width stay 0
  std::memcpy(&narrow, data_ + row * width_, width_);
  return smallest_ + narrow * unit_;
}

}  // namespace voc::views
