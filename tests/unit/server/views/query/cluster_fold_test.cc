#include "server/views/query/cluster_fold.h"

#include <gtest/gtest.h>

#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

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

// Folds entries, those of one cluster in a row.
SeriesClusters FoldClusters(const TrendPlan& plan, std::span<const ClusterEntry> entries) {
  ClusterFold fold(plan, plan.stretches);
  for (size_t i = 0; i < entries.size();) {
    if (!entries[i].cluster.known()) {
      fold.AddSingles(entries[i++]);
      continue;
    }
    size_t end = i;
    while (end < entries.size() && entries[end].cluster == entries[i].cluster) ++end;
    fold.AddCluster(entries.subspan(i, end - i));
    i = end;
  }
  return std::move(fold).Finish();
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

// What clusters said by stretch comes to the same as by window.
TEST(FoldClusters, StretchesAreAsTheirWindows) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int round = 0; round < 50; ++round) {
    TrendPlan plan;
    plan.compares_apart = round % 2 == 1;
    const int64_t points = 1 + static_cast<int64_t>(random() % 6);
    plan.points.resize(static_cast<size_t>(points));
    plan.interval = {12, 10 + 10 * points};
    for (int64_t i = plan.compares_apart ? 1 : 0; i <= points; ++i) {
      plan.windows.Add(i == 1 ? plan.interval.start : 10 * i, 10 * i + 10);
    }
    if (plan.compares_apart) {
      plan.comparisons.overlapping = true;
      for (int64_t i = 0; i < points; ++i) plan.comparisons.Add(4 * i, 4 * i + 13);
    }
    plan.CutStretches();
    ClusterFold by_stretch(plan, plan.stretches);
    std::vector<ClusterEntry> entries;
    for (Ordinal account = 1; account < 20; ++account) {
      std::vector<ClusterTable::InStretch> said;
      for (const Stretch& stretch : plan.stretches) {
        if (random() % 3 == 0) continue;
        const auto answers = static_cast<int64_t>(1 + random() % 5);
        const ClusterCell cell{answers, static_cast<int64_t>(random() % 11) - 5};
        said.push_back({stretch.index, cell});
        entries.push_back({.cluster = ClusterId::OfAccount(account),
                           .windows = stretch.windows,
                           .comparisons = stretch.comparisons,
                           .in_interval = stretch.in_interval,
                           .answers = cell.answers,
                           .values = cell.values});
      }
      by_stretch.AddCluster(said);
    }
    const SeriesClusters actual = std::move(by_stretch).Finish();
    const SeriesClusters expected = FoldClusters(plan, entries);
    const auto show = [](const metrics::ClusterSums& sums) {
      return std::vector<absl::int128>{sums.clusters, sums.n,        sums.sum,
                                       sums.sizes_sq, sums.size_sum, sums.sums_sq};
    };
    const auto show_shared = [](const metrics::SharedClusterSums& sums) {
      return std::vector<absl::int128>{sums.clusters, sums.size_size, sums.size_sum, sums.sum_size,
                                       sums.sum_sum};
    };
    ASSERT_EQ(show(actual.total), show(expected.total));
    for (size_t i = 0; i < plan.windows.size(); ++i) {
      ASSERT_EQ(show(actual.windows[i]), show(expected.windows[i])) << round << " " << i;
    }
    for (size_t i = 0; i < plan.comparisons.size(); ++i) {
      ASSERT_EQ(show(actual.comparisons[i]), show(expected.comparisons[i])) << round << " " << i;
    }
    for (size_t i = 0; i < plan.points.size(); ++i) {
      ASSERT_EQ(show_shared(actual.shared[i]), show_shared(expected.shared[i]))
          << round << " " << i;
    }
  }
}

}  // namespace
}  // namespace voc::views
