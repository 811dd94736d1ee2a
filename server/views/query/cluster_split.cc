#include "server/views/query/cluster_split.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace voc::views {
namespace {

// Each cluster once, ascending.
std::vector<ClusterSaid> AddedUp(std::vector<ClusterSaid> said) {
  std::sort(said.begin(), said.end(),
            [](const ClusterSaid& a, const ClusterSaid& b) { return a.cluster < b.cluster; });
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

}  // namespace

ClusterSplitter::ClusterSplitter(std::vector<ClusterSaid> all) : all_(AddedUp(std::move(all))) {
  for (const ClusterSaid& said : all_) Add(said, 1, sums_);
}

ClusterSplit ClusterSplitter::Split(std::vector<ClusterSaid> part) const {
  ClusterSplit split{.without = sums_};
  auto all = all_.begin();
  for (const ClusterSaid& with : AddedUp(std::move(part))) {
    all = std::lower_bound(
        all, all_.end(), with.cluster,
        [](const ClusterSaid& said, ClusterId cluster) { return said.cluster < cluster; });
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
