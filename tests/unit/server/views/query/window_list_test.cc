#include "server/views/query/window_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace voc::views {
namespace {

constexpr base::TimeNs kNever = std::numeric_limits<base::TimeNs>::max();

TEST(WindowFinder, FindsTheBucketOfAMoment) {
  WindowList list;
  list.Add(0, 10);
  list.Add(15, 20);
  WindowFinder finder(list);
  EXPECT_TRUE(finder.Find(-1).empty());
  EXPECT_EQ(finder.Find(0).first, 0);
  EXPECT_EQ(finder.Find(9).last, 0);
  EXPECT_TRUE(finder.Find(10).empty());
  EXPECT_TRUE(finder.Find(14).empty());
  EXPECT_EQ(finder.Find(15).first, 1);
  EXPECT_TRUE(finder.Find(20).empty());
}

TEST(WindowFinder, OfAnEmptyListFindsNothing) {
  const WindowList list;
  WindowFinder finder(list);
  EXPECT_TRUE(finder.Find(0).empty());
  EXPECT_TRUE(finder.Find(0, 5).empty());
}

TEST(WindowFinder, LeavesOutWindowsInWhichSomethingNewerWasSaid) {
  WindowList list;
  list.Add(0, 10);
  list.Add(5, 15);
  list.Add(8, 20);
  WindowFinder finder(list);
  EXPECT_EQ(finder.Find(8, kNever).last, 2);
  EXPECT_EQ(finder.Find(8, 15).last, 1);
  EXPECT_EQ(finder.Find(8, 14).last, 0);
  EXPECT_TRUE(finder.Find(8, 9).empty());
  EXPECT_TRUE(finder.Find(8, 8).empty());
}

// Against looking at every window.
TEST(WindowFinder, RandomListsAndMoments) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    std::vector<base::TimeNs> starts(random() % 8);
    std::vector<base::TimeNs> ends(starts.size());
    for (size_t i = 0; i < starts.size(); ++i) {
      starts[i] = random() % 30;
      ends[i] = random() % 40;
    }
    std::sort(starts.begin(), starts.end());
    std::sort(ends.begin(), ends.end());
    WindowList list;
    for (size_t i = 0; i < starts.size(); ++i) list.Add(starts[i], std::max(starts[i], ends[i]));
    WindowFinder finder(list);
    for (int i = 0; i < 100; ++i) {
      const base::TimeNs time = random() % 45;
      const base::TimeNs next = time + random() % 20;
      const WindowIndexes found = finder.Find(time, next);
      for (ptrdiff_t w = 0; w < static_cast<ptrdiff_t>(list.size()); ++w) {
        const auto at = static_cast<size_t>(w);
        const bool expected =
            list.starts[at] <= time && time < list.ends[at] && list.ends[at] <= next;
        EXPECT_EQ(w >= found.first && w <= found.last, expected);
      }
    }
  }
}

}  // namespace
}  // namespace voc::views
