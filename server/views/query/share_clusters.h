#ifndef VOC_SERVER_VIEWS_QUERY_SHARE_CLUSTERS_H_
#define VOC_SERVER_VIEWS_QUERY_SHARE_CLUSTERS_H_

#include <vector>

#include "server/metrics/dependence.h"
#include "server/views/query/cluster_split.h"

namespace voc::views {

// All answers of two samples by cluster, of which parts are held against each other: the value of
// an answer is 1 if it is of the part, else 0. Immutable.
class ShareClusters {
 public:
  // A cluster may come several times, in any order.
  ShareClusters(std::vector<ClusterSaid> earlier, std::vector<ClusterSaid> later);

  // What dependence there is in the shares of a part, some of the answers of either sample, each
  // at most once. Independent where nothing is known. Takes as long as the part is large.
  metrics::Coupling Of(std::vector<ClusterSaid> earlier, std::vector<ClusterSaid> later) const;

 private:
  struct Sample {
    explicit Sample(std::vector<ClusterSaid> said);

    std::vector<ClusterSaid> all;  // each cluster once, ascending
    metrics::ClusterSums sums;     // as if none were of the part
  };

  static metrics::ClusterSums SumsOf(const Sample& sample, const std::vector<ClusterSaid>& part);
  // Of a part of one sample: its answers of each cluster times all that the other sample has of it.
  static absl::int128 TimesAll(const std::vector<ClusterSaid>& part, const Sample& other);

  Sample earlier_;
  Sample later_;
  metrics::SharedClusterSums shared_;  // as if none were of the part
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_SHARE_CLUSTERS_H_
