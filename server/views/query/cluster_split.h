#ifndef VOC_SERVER_VIEWS_QUERY_CLUSTER_SPLIT_H_
#define VOC_SERVER_VIEWS_QUERY_CLUSTER_SPLIT_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/numeric/int128.h"
#include "server/metrics/dependence.h"
#include "server/views/query/cluster_entry.h"

namespace voc::views {

// What one cluster said; of nobody known, what all said whom nobody knows, each a
// cluster of its own.
struct ClusterSaid {
  ClusterId cluster;
  int64_t answers = 0;
  int64_t values = 0;        // their sum
  absl::int128 squares = 0;  // their sum of squares; of nobody known alone
};

// Each cluster once, ascending.
std::vector<ClusterSaid> AddedUp(std::vector<ClusterSaid> said);

// The clusters of some answers and of all others, beside each other.
struct ClusterSplit {
  metrics::ClusterSums with;
  metrics::ClusterSums without;
  // The answers without first, then those with.
  metrics::SharedClusterSums shared;
};

// Tells any part of some answers from the rest by cluster. Immutable.
class ClusterSplitter {
 public:
  // Of all answers; a cluster may come several times, in any order.
  explicit ClusterSplitter(std::vector<ClusterSaid> all);

  // `part` is some of these answers, each at most once.
  ClusterSplit Split(std::vector<ClusterSaid> part) const;

 private:
  std::vector<ClusterSaid> all_;  // each cluster once, ascending
  metrics::ClusterSums sums_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_CLUSTER_SPLIT_H_
