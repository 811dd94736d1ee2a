#include "server/views/query/top_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace voc::views {
namespace {

TEST(TopRows, KeepsTheFirstOfRandomRowsInOrder) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    const size_t limit = 1 + random() % 20;
    TopRows<int, std::greater<int>> top(limit, std::greater<int>());
    std::vector<int> all(random() % 200);
    for (int& one : all) {
      one = static_cast<int>(random() % 100);
      top.Add(one);
      if (top.worst() != nullptr) {
        EXPECT_GE(static_cast<size_t>(std::count_if(all.begin(), all.end(),
                                                    [&](int x) { return x >= *top.worst(); })),
                  limit);
      }
    }
    std::sort(all.rbegin(), all.rend());
    all.resize(std::min(all.size(), limit));
    EXPECT_EQ(top.Take(), all);
  }
}

TEST(TopRows, WorstIsUnknownWhileAllAreKept) {
  TopRows<int, std::greater<int>> top(2, std::greater<int>());
  top.Add(1);
  top.Add(2);
  top.Add(3);
  EXPECT_EQ(top.worst(), nullptr);
  top.Add(4);
  ASSERT_NE(top.worst(), nullptr);
  EXPECT_EQ(*top.worst(), 3);
}

}  // namespace
}  // namespace voc::views
