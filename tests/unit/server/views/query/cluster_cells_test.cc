#include "server/views/query/cluster_cells.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace voc::views {
namespace {

TEST(ClusterCells, HoldTheirLargestNumbers) {
  const auto most = static_cast<int64_t>(kMaxNarrowAnswers);
  const int64_t score = kCellBins - 1;
  for (const bool narrow : {true, false}) {
    ClusterCells cells(3, narrow);
    EXPECT_EQ(cells.size(), 3u);
    cells.Add(0, {most, -score * most});
    cells.Add(1, {most - 1, score * (most - 1)});
    cells.Add(1, {1, score});
    EXPECT_EQ(cells.At(0), (ClusterCell{most, -score * most}));
    EXPECT_EQ(cells.At(1), (ClusterCell{most, score * most}));
    EXPECT_EQ(cells.At(2), ClusterCell());
    cells.Clear(0);
    EXPECT_EQ(cells.At(0), ClusterCell());
  }
  EXPECT_EQ(ClusterCells::Bytes(10, true), 80u);
  EXPECT_EQ(ClusterCells::Bytes(10, false), 160u);
}

TEST(ClusterCells, RowsAreAsEachOfThem) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int round = 0; round < 100; ++round) {
    const bool narrow = round % 2 == 0;
    const size_t rows = random() % (round % 4 < 2 ? 20 : 2'000);
    const size_t clusters = 1 + random() % 50;
    std::array<int64_t, kCellBins> value;
    for (int64_t& one : value) one = static_cast<int64_t>(random() % 23) - 11;
    std::vector<Ordinal> ordinal(rows);
    std::vector<uint8_t> bin(rows);
    std::vector<uint8_t> selected(rows);
    ClusterCells all(2 * clusters, narrow);
    ClusterCells each(2 * clusters, narrow);
    for (size_t row = 0; row < rows; ++row) {
      ordinal[row] = static_cast<Ordinal>(random() % clusters);
      bin[row] = static_cast<uint8_t>(random() % kCellBins);
      selected[row] = random() % 2;
      if (selected[row] != 0) each.Add(clusters + ordinal[row], {1, value[bin[row]]});
    }
    all.AddRows(clusters, ordinal.data(), bin.data(), selected.data(), rows, value);
    for (size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all.At(i), each.At(i)) << round << " " << i;
  }
}

}  // namespace
}  // namespace voc::views
