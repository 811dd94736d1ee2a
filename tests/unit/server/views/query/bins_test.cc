#include "server/views/query/bins.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace voc::views {
namespace {

TEST(Bins, CountWhatIsSelected) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (const size_t size : {0, 1, 15, 16, 17, 255 * 16, 255 * 16 + 1, 16384, 16390}) {
    std::vector<uint8_t> bins(size);
    std::vector<uint8_t> selected(size);
    std::array<int64_t, kCellBins> expected = {};
    size_t all = 0;
    for (size_t i = 0; i < size; ++i) {
      bins[i] = static_cast<uint8_t>(random() % 14);  // some are beyond the last
      selected[i] = static_cast<uint8_t>(random() % 2);
      all += selected[i];
      expected[std::min<size_t>(bins[i], kCellBins - 1)] += selected[i];
    }
    EXPECT_EQ(CountSelected(selected.data(), size), all) << size;
    EXPECT_EQ(CountBins(bins.data(), selected.data(), size), expected) << size;
  }
}

TEST(Bins, DoNotRunOver) {
  constexpr size_t kSize = 100'000;
  const std::vector<uint8_t> bins(kSize, 9);
  const std::vector<uint8_t> selected(kSize, 1);
  EXPECT_EQ(CountSelected(selected.data(), kSize), kSize);
  EXPECT_EQ(CountBins(bins.data(), selected.data(), kSize)[9], int64_t{kSize});
}

}  // namespace
}  // namespace voc::views
