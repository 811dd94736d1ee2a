#include "server/views/query/cluster_fold.h"

#include <gtest/gtest.h>

namespace voc::views {
namespace {

TrendPlan Plain() {
  TrendPlan plan;
  plan.points.resize(2);
  for (int i = 0; i < 3; ++i) plan.windows.Add(10 * i, 10 * i + 10);
  return plan;
}

ClusterEntry Entry(ClusterId cluster, WindowIndexes windows, int64_t answers, int64_t values) {
  return {.cluster = cluster,
          .windows = windows,
          .in_interval = windows.first > 0,
          .answers = answers,
          .values = values};
}

TEST(FoldClusters, NeighbouringBucketsAndWhoAnsweredInBoth) {
  const ClusterId a = ClusterId::OfAccount(1);
  const ClusterId b = ClusterId::OfAccount(2);
  const std::vector<ClusterEntry> entries = {Entry(a, {0, 0}, 2, 1), Entry(a, {1, 1}, 3, -1),
                                             Entry(b, {1, 1}, 1, 1), Entry(b, {2, 2}, 4, 2)};
  const SeriesClusters clusters = FoldClusters(Plain(), entries);
  ASSERT_EQ(clusters.windows.size(), 3u);
  EXPECT_EQ(clusters.windows[0].clusters, 1);
  EXPECT_EQ(clusters.windows[1].clusters, 2);
  EXPECT_EQ(clusters.windows[1].n, 4);
  EXPECT_EQ(clusters.windows[1].sizes_sq, 10);
  EXPECT_EQ(clusters.windows[1].size_sum, -2);
  EXPECT_EQ(clusters.windows[1].sums_sq, 2);
  EXPECT_EQ(clusters.windows[2].n, 4);
  // Point 0 is window 1, compared with window 0.
  EXPECT_EQ(clusters.shared[0].clusters, 1);
  EXPECT_EQ(clusters.shared[0].size_size, 6);
  EXPECT_EQ(clusters.shared[0].size_sum, -2);  // earlier answers, later values
  EXPECT_EQ(clusters.shared[0].sum_size, 3);
  EXPECT_EQ(clusters.shared[0].sum_sum, -1);
  EXPECT_EQ(clusters.shared[1].clusters, 1);
  EXPECT_EQ(clusters.shared[1].size_size, 4);
  // What lies before the interval is not in the total.
  EXPECT_EQ(clusters.total.clusters, 2);
  EXPECT_EQ(clusters.total.n, 8);
  EXPECT_EQ(clusters.total.sizes_sq, 9 + 25);
}

TEST(FoldClusters, NobodyKnownIsAClusterEachAndNeverPaired) {
  ClusterEntry first = Entry({}, {1, 1}, 5, 1);
  ClusterEntry second = Entry({}, {2, 2}, 2, 0);
  first.squares = 5;
  second.squares = 2;
  const SeriesClusters clusters = FoldClusters(Plain(), std::vector{first, second});
  EXPECT_EQ(clusters.windows[1].clusters, 5);
  EXPECT_EQ(clusters.windows[1].sizes_sq, 5);
  EXPECT_EQ(clusters.windows[1].sums_sq, 5);
  EXPECT_EQ(clusters.shared[1].clusters, 0);
  EXPECT_EQ(clusters.total.clusters, 7);
}

// Two windows that overlap, each compared with one apart.
TEST(FoldClusters, RollingWindows) {
  TrendPlan plan;
  plan.compares_apart = true;
  plan.points.resize(2);
  plan.windows.overlapping = plan.comparisons.overlapping = true;
  plan.windows.Add(10, 20);
  plan.windows.Add(15, 25);
  plan.comparisons.Add(0, 10);
  plan.comparisons.Add(5, 15);
  const ClusterId a = ClusterId::OfRespondent(1);
  std::vector<ClusterEntry> entries = {Entry(a, {0, 0}, 1, 1), Entry(a, {0, 1}, 2, -2)};
  entries[0].comparisons = {1, 1};  // said at 12
  const SeriesClusters clusters = FoldClusters(plan, entries);
  EXPECT_EQ(clusters.windows[0].n, 3);
  EXPECT_EQ(clusters.windows[0].sums_sq, 1);
  EXPECT_EQ(clusters.windows[1].n, 2);
  EXPECT_EQ(clusters.windows[1].sums_sq, 4);
  EXPECT_EQ(clusters.comparisons[0].n, 0);
  EXPECT_EQ(clusters.comparisons[1].n, 1);
  EXPECT_EQ(clusters.shared[0].clusters, 0);
  EXPECT_EQ(clusters.shared[1].clusters, 1);
  EXPECT_EQ(clusters.shared[1].sum_sum, -2);
}

TEST(FoldClusters, NothingIsNothing) {
  const SeriesClusters clusters = FoldClusters(Plain(), {});
  EXPECT_EQ(clusters.windows.size(), 3u);
  EXPECT_EQ(clusters.total.n, 0);
}

}  // namespace
}  // namespace voc::views
