#include "server/views/query/masks.h"

#include <cstring>

#include "server/views/query/lanes.h"

namespace voc::views {

void KeepWhere(const uint8_t* column, uint8_t mask, uint8_t value, uint8_t* selected,
               size_t count) {
  size_t row = 0;
  for (; row + kLanes <= count; row += kLanes) {
    const Lanes match = static_cast<Lanes>((LoadLanes(column + row) & mask) == value);
    StoreLanes(LoadLanes(selected + row) & match, selected + row);
  }
  for (; row < count; ++row) selected[row] &= static_cast<uint8_t>((column[row] & mask) == value);
}

void KeepWhere(const Ordinal* column, Ordinal value, uint8_t* selected, size_t count) {
  using Ordinals = Ordinal __attribute__((vector_size(kLanes * sizeof(Ordinal))));
  size_t row = 0;
  for (; row + kLanes <= count; row += kLanes) {
    Ordinals ordinals;
    std::memcpy(&ordinals, column + row, sizeof ordinals);
    const Lanes match = __builtin_convertvector(ordinals == value, Lanes);
    StoreLanes(LoadLanes(selected + row) & match, selected + row);
  }
  for (; row < count; ++row) selected[row] &= static_cast<uint8_t>(column[row] == value);
}

uint8_t KeepWhereTable(const Ordinal* column, const uint8_t* table, uint8_t* selected,
                       size_t count) {
  uint8_t met = 0;
  const auto keep = [&](size_t row) {
    const uint8_t found = table[column[row]];
    met |= static_cast<uint8_t>(found & -selected[row]);
    selected[row] &= found;
  };
  size_t row = 0;
  for (; row + sizeof(uint64_t) <= count; row += sizeof(uint64_t)) {
    uint64_t some;
    std::memcpy(&some, selected + row, sizeof some);
    if (some == 0) continue;  // the conditions before this one leave few
    for (size_t i = 0; i < sizeof(uint64_t); ++i) keep(row + i);
  }
  for (; row < count; ++row) keep(row);
  return met;
}

}  // namespace voc::views
