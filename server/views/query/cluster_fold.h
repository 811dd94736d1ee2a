#ifndef VOC_SERVER_VIEWS_QUERY_CLUSTER_FOLD_H_
#define VOC_SERVER_VIEWS_QUERY_CLUSTER_FOLD_H_

#include <span>
#include <vector>

#include "server/metrics/dependence.h"
#include "server/views/query/cluster_entry.h"
#include "server/views/query/trend_plan.h"

namespace voc::views {

// What is known of the clusters of one series: of every point, of what it is compared
// with, and of those who answered in both.
struct SeriesClusters {
  // By window and by comparison of the plan.
  std::vector<metrics::ClusterSums> windows;
  std::vector<metrics::ClusterSums> comparisons;
  // By point.
  std::vector<metrics::SharedClusterSums> shared;
  metrics::ClusterSums total;  // of the interval
};

// Adds up a series' entries, those of one cluster in a row.
SeriesClusters FoldClusters(const TrendPlan& plan, std::span<const ClusterEntry> entries);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_CLUSTER_FOLD_H_
