#include "server/views/query/bins.h"

#include <algorithm>

#include "server/views/query/lanes.h"

namespace voc::views {
namespace {

// A lane counts so far before it would run over.
constexpr size_t kMaxSteps = 255;

int64_t Sum(Lanes lanes) {
  int64_t sum = 0;
  for (size_t i = 0; i < kLanes; ++i) sum += lanes[i];
  return sum;
}

// Counts kBins bins from `First` on over whole steps; more than six counters do
// not fit the registers of x86-64.
template <uint8_t First, size_t kBins>
void CountSome(const uint8_t* bins, const uint8_t* selected, size_t steps, int64_t* counts) {
  Lanes counters[kBins] = {};
  for (size_t step = 0; step < steps; ++step) {
    // Not selected becomes 255, which is no bin.
    const Lanes row = LoadLanes(bins + step * kLanes) | (LoadLanes(selected + step * kLanes) - 1);
    for (size_t i = 0; i < kBins; ++i) {
      counters[i] -= static_cast<Lanes>(row == static_cast<uint8_t>(First + i));
    }
  }
  for (size_t i = 0; i < kBins; ++i) counts[First + i] += Sum(counters[i]);
}

}  // namespace

size_t CountSelected(const uint8_t* selected, size_t count) {
  int64_t sum = 0;
  size_t row = 0;
  while (count - row >= kLanes) {
    const size_t steps = std::min(kMaxSteps, (count - row) / kLanes);
    Lanes counter = {};
    for (size_t step = 0; step < steps; ++step)
      counter += LoadLanes(selected + row + step * kLanes);
    sum += Sum(counter);
    row += steps * kLanes;
  }
  for (; row < count; ++row) sum += selected[row];
  return static_cast<size_t>(sum);
}

std::array<int64_t, kCellBins> CountBins(const uint8_t* bins, const uint8_t* selected,
                                         size_t count) {
  static_assert(kCellBins == 12);
  std::array<int64_t, kCellBins> counts = {};
  size_t row = 0;
  while (count - row >= kLanes) {
    const size_t steps = std::min(kMaxSteps, (count - row) / kLanes);
    CountSome<0, 6>(bins + row, selected + row, steps, counts.data());
    CountSome<6, 5>(bins + row, selected + row, steps, counts.data());
    row += steps * kLanes;
  }
  for (; row < count; ++row) {
    if (selected[row]) ++counts[std::min<size_t>(bins[row], kCellBins - 1)];
  }
  // Whatever is in none of the other bins.
  int64_t others = static_cast<int64_t>(CountSelected(selected, count));
  for (size_t i = 0; i + 1 < kCellBins; ++i) others -= counts[i];
  counts[kCellBins - 1] = others;
  return counts;
}

}  // namespace voc::views
