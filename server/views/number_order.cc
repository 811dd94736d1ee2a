#include "server/views/number_order.h"

#include <array>
#include <cstddef>
#include <utility>

namespace voc::views {
namespace {

constexpr size_t kDigits = sizeof(uint64_t);
constexpr size_t kDigitValues = 256;

size_t Digit(uint64_t number, size_t digit) { return number >> (8 * digit) & 0xff; }

}  // namespace

void SortByNumber(std::vector<Numbered>& rows) {
  if (rows.size() < 2) return;
  std::array<std::array<uint32_t, kDigitValues>, kDigits> counts{};
  for (const Numbered& row : rows) {
    for (size_t digit = 0; digit < kDigits; ++digit) ++counts[digit][Digit(row.number, digit)];
  }
  std::vector<Numbered> sorted(rows.size());
  for (size_t digit = 0; digit < kDigits; ++digit) {
    std::array<uint32_t, kDigitValues>& places = counts[digit];
    // The same in all: nothing to tell them apart by.
    if (places[Digit(rows.front().number, digit)] == rows.size()) continue;
    uint32_t next = 0;
    for (uint32_t& place : places) next += std::exchange(place, next);
    for (const Numbered& row : rows) sorted[places[Digit(row.number, digit)]++] = row;
    rows.swap(sorted);
  }
}

}  // namespace voc::views
