#include "server/views/query/cell.h"

#include <gtest/gtest.h>

namespace voc::views {
namespace {

TEST(Cell, CountsSumsAndSquares) {
  Cell cell;
  cell.Add({4, 400'000'000}, 1);
  cell.Add({5, 500'000'000}, 3);
  EXPECT_EQ(cell.count[4], 1);
  EXPECT_EQ(cell.count[5], 3);
  EXPECT_EQ(cell.total(), 4);
  EXPECT_EQ(cell.sum, 1'900'000'000);
  EXPECT_EQ(cell.squares, absl::int128(910'000'000) * 1'000'000'000);
}

TEST(Cell, WhatWasAddedCanBeTakenAway) {
  Cell cell;
  cell.Add({3, -7'000}, 1);
  cell.Add({1, 9'000}, 1);
  cell.Add({3, -7'000}, -1);
  Cell other;
  other.Add({1, 9'000}, -1);
  cell.AddAll(other, 1);
  EXPECT_EQ(cell.total(), 0);
  EXPECT_EQ(cell.sum, 0);
  EXPECT_EQ(cell.squares, 0);
}

TEST(Cell, ABinBeyondTheLastCountsAsTheLast) {
  Cell cell;
  cell.Add({255, 0}, 1);
  EXPECT_EQ(cell.count[kCellBins - 1], 1);
}

}  // namespace
}  // namespace voc::views
