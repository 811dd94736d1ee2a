#include "server/views/query/share_clusters.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "server/metrics/proportion.h"

namespace voc::views {
namespace {

bool Below(const ClusterSaid& a, const ClusterSaid& b) { return a.cluster < b.cluster; }

// Visits the clusters that are known and stand in both lists, each ascending; `few` is the
// shorter one, as a rule.
template <typename Visit>
void ForEachShared(const std::vector<ClusterSaid>& few, const std::vector<ClusterSaid>& many,
                   Visit visit) {
  auto at = many.begin();
  for (const ClusterSaid& one : few) {
    at = std::lower_bound(at, many.end(), one, Below);
    if (at == many.end()) return;
    if (one.cluster.known() && at->cluster == one.cluster) visit(one, *at);
  }
}

double VarianceOf(const metrics::ClusterSums& sums) {
  return metrics::ProportionVariance({static_cast<int64_t>(sums.sum), sums.n});
}

}  // namespace

ShareClusters::Sample::Sample(std::vector<ClusterSaid> said) : all(AddedUp(std::move(said))) {
  for (const ClusterSaid& one : all) {
    if (one.cluster.known()) {
      sums.AddCluster(one.answers, 0);
    } else {  // each a cluster of its own
      sums.clusters += one.answers;
      sums.n += one.answers;
      sums.sizes_sq += one.answers;
    }
  }
}

ShareClusters::ShareClusters(std::vector<ClusterSaid> earlier, std::vector<ClusterSaid> later)
    : earlier_(std::move(earlier)), later_(std::move(later)) {
  ForEachShared(earlier_.all, later_.all, [&](const ClusterSaid& one, const ClusterSaid& other) {
    shared_.AddCluster(one.answers, 0, other.answers, 0);
  });
}

metrics::Coupling ShareClusters::Of(std::vector<ClusterSaid> earlier,
                                    std::vector<ClusterSaid> later) const {
  earlier = AddedUp(std::move(earlier));
  later = AddedUp(std::move(later));
  const metrics::ClusterSums before = SumsOf(earlier_, earlier);
  const metrics::ClusterSums now = SumsOf(later_, later);
  metrics::SharedClusterSums shared = shared_;
  shared.size_sum = TimesAll(later, earlier_);
  shared.sum_size = TimesAll(earlier, later_);
  ForEachShared(earlier, later, [&](const ClusterSaid& one, const ClusterSaid& other) {
    shared.sum_sum += absl::int128(one.answers) * other.answers;
  });
  const double variance_before = VarianceOf(before);
  const double variance = VarianceOf(now);
  return {.earlier = metrics::DependenceOf(before, variance_before),
          .later = metrics::DependenceOf(now, variance),
          .correlation = metrics::CorrelationOf(before, variance_before, now, variance, shared)};
}

metrics::ClusterSums ShareClusters::SumsOf(const Sample& sample,
                                           const std::vector<ClusterSaid>& part) {
  metrics::ClusterSums sums = sample.sums;
  for (const ClusterSaid& one : part) {
    sums.sum += one.answers;
    if (one.cluster.known()) {
      sums.sums_sq += absl::int128(one.answers) * one.answers;
    } else {  // of one answer each
      sums.size_sum += one.answers;
      sums.sums_sq += one.answers;
    }
  }
  sums.size_sum += TimesAll(part, sample);
  return sums;
}

absl::int128 ShareClusters::TimesAll(const std::vector<ClusterSaid>& part, const Sample& other) {
  absl::int128 sum = 0;
  ForEachShared(part, other.all, [&](const ClusterSaid& one, const ClusterSaid& all) {
    sum += absl::int128(one.answers) * all.answers;
  });
  return sum;
}

}  // namespace voc::views
