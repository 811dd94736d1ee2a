#include "server/views/query/share_clusters.h"

#include <cstddef>
#include <utility>

#include "server/metrics/proportion.h"

namespace voc::views {
namespace {

struct Sample {
  metrics::ClusterSums sums;
  double variance = 0;
};

Sample SampleOf(const std::vector<ClusterShare>& shares) {
  Sample sample;
  int64_t hits = 0;
  for (const ClusterShare& share : shares) {
    hits += share.hits;
    if (share.cluster.known()) {
      sample.sums.AddCluster(share.answers, share.hits);
      continue;
    }
    metrics::ClusterSums singles;
    singles.clusters = singles.n = share.answers;
    singles.sizes_sq = share.answers;
    singles.sum = singles.size_sum = singles.sums_sq = share.hits;  // a square of 1 is 1
    sample.sums.AddAll(singles);
  }
  sample.variance = metrics::ProportionVariance({hits, sample.sums.n});
  return sample;
}

}  // namespace

std::vector<ClusterShare> ShareClusters::Of(std::vector<ClusterSaid> part) const {
  part = AddedUp(std::move(part));
  std::vector<ClusterShare> shares;
  shares.reserve(all_.size());
  auto of_part = part.begin();
  for (const ClusterSaid& one : all_) {
    while (of_part != part.end() && of_part->cluster < one.cluster) ++of_part;
    const bool said = of_part != part.end() && of_part->cluster == one.cluster;
    shares.push_back({one.cluster, one.answers, said ? of_part->answers : 0});
  }
  return shares;
}

metrics::Coupling CouplingOfShares(const std::vector<ClusterShare>& earlier,
                                   const std::vector<ClusterShare>& later) {
  const Sample before = SampleOf(earlier);
  const Sample now = SampleOf(later);
  metrics::SharedClusterSums shared;
  auto one = earlier.begin();
  for (const ClusterShare& other : later) {
    while (one != earlier.end() && one->cluster < other.cluster) ++one;
    if (one == earlier.end()) break;
    if (!other.cluster.known() || !(one->cluster == other.cluster)) continue;
    shared.AddCluster(one->answers, one->hits, other.answers, other.hits);
  }
  return {.earlier = metrics::DependenceOf(before.sums, before.variance),
          .later = metrics::DependenceOf(now.sums, now.variance),
          .correlation =
              metrics::CorrelationOf(before.sums, before.variance, now.sums, now.variance, shared)};
}

}  // namespace voc::views
