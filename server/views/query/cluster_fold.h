#ifndef VOC_SERVER_VIEWS_QUERY_CLUSTER_FOLD_H_
#define VOC_SERVER_VIEWS_QUERY_CLUSTER_FOLD_H_

#include <cstddef>
#include <span>
#include <vector>

#include "server/metrics/dependence.h"
#include "server/views/query/cluster_cells.h"
#include "server/views/query/cluster_entry.h"
#include "server/views/query/cluster_table.h"
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

// Adds up the clusters of one series, each of which is given once.
class ClusterFold {
 public:
  // Both outlive this; `stretches` are those that InStretch::stretch counts.
  ClusterFold(const TrendPlan& plan, std::span<const Stretch> stretches);

  // What one cluster said, by stretch: ascending.
  void AddCluster(std::span<const ClusterTable::InStretch> said);
  // The same, by the windows that it counts in.
  void AddCluster(std::span<const ClusterEntry> entries);

  // Answers of nobody known: each is a cluster.
  void AddSingles(size_t stretch, const ClusterTable::Singles& singles);
  void AddSingles(const ClusterEntry& entry);

  SeriesClusters Finish() &&;

 private:
  // Neighbouring windows in which a cluster has said the same.
  struct Run {
    ptrdiff_t begin;
    ptrdiff_t end;  // one past the last
    ClusterCell cell;
  };

  // From here on a cluster has said so much more, or less.
  struct Step {
    ptrdiff_t at;
    ClusterCell cell;
  };

  // Sums of many windows, filled as differences between neighbours.
  template <typename Sums>
  class Differences {
   public:
    explicit Differences(size_t windows) : sums_(windows + 1) {}

    template <typename... What>
    void Add(ptrdiff_t begin, ptrdiff_t end, What... what) {
      sums_[static_cast<size_t>(begin)].AddCluster(what..., 1);
      sums_[static_cast<size_t>(end)].AddCluster(what..., -1);
    }
    void AddAll(WindowIndexes windows, const Sums& what) {
      if (windows.empty()) return;
      sums_[static_cast<size_t>(windows.first)].AddAll(what, 1);
      sums_[static_cast<size_t>(windows.last + 1)].AddAll(what, -1);
    }
    // Adds them up, on top of what is in `sums`.
    void SumUpInto(std::vector<Sums>& sums) const {
      Sums sum;
      for (size_t i = 0; i < sums.size(); ++i) {
        sum.AddAll(sums_[i]);
        sums[i].AddAll(sum);
      }
    }

   private:
    std::vector<Sums> sums_;
  };

  ClusterEntry EntryOf(size_t stretch, ClusterCell cell) const;
  static void AddSteps(WindowIndexes windows, const ClusterEntry& entry, std::vector<Step>& steps);
  // Sorts and uses up `steps`.
  static void RunsOf(std::vector<Step>& steps, std::vector<Run>& runs);
  // `later` runs are by window, so many windows off the points.
  void AddShared(const std::vector<Run>& earlier, const std::vector<Run>& later, ptrdiff_t shift);

  const TrendPlan& plan_;
  const std::span<const Stretch> stretches_;
  const bool plain_;  // a moment is in one window, which is compared with the one before
  SeriesClusters sums_;
  Differences<metrics::ClusterSums> windows_;
  Differences<metrics::ClusterSums> comparisons_;
  Differences<metrics::SharedClusterSums> shared_;
  std::vector<ClusterEntry> entries_;
  std::vector<Step> steps_;
  std::vector<Run> runs_;
  std::vector<Run> compared_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_CLUSTER_FOLD_H_
