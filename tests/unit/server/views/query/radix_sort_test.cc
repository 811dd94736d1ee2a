#include "server/views/query/radix_sort.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace voc::views {
namespace {

TEST(RadixSort, AsAStableSort) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::vector<std::pair<uint64_t, int>> spare;
  for (int round = 0; round < 60; ++round) {
    const uint64_t mask = ~uint64_t{0} >> (random() % 64);
    std::vector<std::pair<uint64_t, int>> items(random() % 4'000);
    for (size_t i = 0; i < items.size(); ++i) items[i] = {random() & mask, static_cast<int>(i)};
    std::vector<std::pair<uint64_t, int>> expected = items;
    std::stable_sort(expected.begin(), expected.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    RadixSort(items, spare, [](const auto& item) { return item.first; });
    ASSERT_EQ(items, expected) << "round " << round;
  }
}

}  // namespace
}  // namespace voc::views
