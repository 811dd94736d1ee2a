#include "server/views/query/cluster_split.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace voc::views {
namespace {

void Add(const ClusterSaid& said, int64_t times, metrics::ClusterSums& sums) {
  if (said.answers == 0) return;
  if (said.cluster.known()) return sums.AddCluster(said.answers, said.values, times);
  metrics::ClusterSums singles;
  singles.clusters = singles.n = said.answers;
  singles.sizes_sq = said.answers;
  singles.sum = singles.size_sum = said.values;
  singles.sums_sq = said.squares;
  sums.AddAll(singles, times);
}

using At = std::vector<ClusterSaid>::const_iterator;

// The first that is not below `cluster`, which is rarely far.
At Seek(At at, At end, ClusterId cluster) {
  ptrdiff_t step = 1;
  for (; end - at > step && at[step].cluster < cluster; step *= 2) at += step;
  return std::lower_bound(
      at, end - at > step ? at + step : end, cluster,
      [](const ClusterSaid& said, ClusterId wanted) { return said.cluster < wanted; });
}

}  // namespace

std::vector<ClusterSaid> AddedUp(std::vector<ClusterSaid> said) {
  const auto below = [](const ClusterSaid& a, const ClusterSaid& b) {
    return a.cluster < b.cluster;
  };
  // As they come from a table, mostly.
  if (!std::is_sorted(said.begin(), said.end(), below)) std::sort(said.begin(), said.end(), below);
  size_t kept = 0;
  for (const ClusterSaid& one : said) {
    if (kept == 0 || !(said[kept - 1].cluster == one.cluster)) {
      said[kept++] = one;
      continue;
    }
    ClusterSaid& same = said[kept - 1];
    same.answers += one.answers;
    same.values += one.values;
    same.squares += one.squares;
  }
  said.resize(kept);
  return said;
}

ClusterSplitter::ClusterSplitter(std::vector<ClusterSaid> all) : all_(AddedUp(std::move(all))) {
  for (const ClusterSaid& said : all_) Add(said, 1, sums_);
}

ClusterSplit ClusterSplitter::Split(std::vector<ClusterSaid> part) const {
  ClusterSplit split{.without = sums_};
  auto all = all_.begin();
  for (const ClusterSaid& with : AddedUp(std::move(part))) {
    all = Seek(all, all_.end(), with.cluster);
    if (all == all_.end()) break;
    const ClusterSaid without{.cluster = with.cluster,
                              .answers = all->answers - with.answers,
                              .values = all->values - with.values,
                              .squares = all->squares - with.squares};
    Add(with, 1, split.with);
    Add(*all, -1, split.without);
    Add(without, 1, split.without);
    if (with.cluster.known() && with.answers != 0 && without.answers != 0) {
      split.shared.AddCluster(without.answers, without.values, with.answers, with.values);
    }
  }
  return split;
}

}  // namespace voc::views
