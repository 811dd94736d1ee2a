#include "server/views/query/cluster_cells.h"

#include <algorithm>

namespace voc::views {
namespace {

// What every byte adds: a row that is not selected is turned into this one, which is no bin.
constexpr uint8_t kNotSelected = 0xff;
using WordOfBin = std::array<int64_t, size_t{kNotSelected} + 1>;

// With fewer rows the table of all bytes costs more than it saves.
constexpr size_t kFewRows = 128;

}  // namespace

void ClusterCells::AddRows(size_t first, const Ordinal* ordinal, const uint8_t* bin,
                           const uint8_t* selected, size_t count,
                           const std::array<int64_t, kCellBins>& value_of_bin) {
  const auto value_of = [&](size_t byte) { return value_of_bin[std::min(byte, kCellBins - 1)]; };
  if (!narrow_ || count < kFewRows) {
    for (size_t row = 0; row < count; ++row) {
      if (selected[row] != 0) Add(first + ordinal[row], {1, value_of(bin[row])});
    }
    return;
  }
  WordOfBin adds;
  for (size_t byte = 0; byte < kNotSelected; ++byte) adds[byte] = Narrow({1, value_of(byte)});
  adds[kNotSelected] = 0;
  int64_t* const words = words_.get() + first;
  // Without a branch: whether a row counts is often a coin's toss.
  for (size_t row = 0; row < count; ++row) {
    words[ordinal[row]] += adds[static_cast<uint8_t>(bin[row] | (selected[row] - 1))];
  }
}

}  // namespace voc::views
