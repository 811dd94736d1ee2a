#ifndef VOC_SERVER_VIEWS_QUERY_SHARE_CLUSTERS_H_
#define VOC_SERVER_VIEWS_QUERY_SHARE_CLUSTERS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "server/metrics/dependence.h"
#include "server/views/query/cluster_entry.h"
#include "server/views/query/cluster_split.h"

namespace voc::views {

// How many answers of one cluster there are, and how many of them are of a part. Of nobody
// known: of all whom nobody knows, each a cluster of its own.
struct ClusterShare {
  ClusterId cluster;
  int64_t answers = 0;
  int64_t hits = 0;
};

// The clusters of all answers of one sample, against which parts of it are held.
class ShareClusters {
 public:
  ShareClusters() = default;
  // A cluster may come several times, in any order.
  explicit ShareClusters(std::vector<ClusterSaid> all) : all_(AddedUp(std::move(all))) {}

  // `part` is some of these answers, each at most once. Ascending, each cluster once.
  std::vector<ClusterShare> Of(std::vector<ClusterSaid> part) const;

 private:
  std::vector<ClusterSaid> all_;  // each cluster once, ascending
};

// What dependence there is in the shares of a part in two samples, as Of gives them: the value of
// an answer is 1 if it is of the part, else 0. Independent where nothing is known.
metrics::Coupling CouplingOfShares(const std::vector<ClusterShare>& earlier,
                                   const std::vector<ClusterShare>& later);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_SHARE_CLUSTERS_H_
