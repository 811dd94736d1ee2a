#ifndef VOC_SERVER_VIEWS_QUERY_TREND_CLUSTERS_H_
#define VOC_SERVER_VIEWS_QUERY_TREND_CLUSTERS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/answers.h"
#include "server/views/query/cluster_fold.h"
#include "server/views/query/cluster_split.h"
#include "server/views/query/cluster_table.h"
#include "server/views/query/cluster_value.h"
#include "server/views/query/trend_cells.h"
#include "server/views/query/trend_plan.h"
#include "server/views/query/trend_spec.h"

namespace voc::views {

// Most answers of the latest modes whose clusters are kept, 96 bytes each; beyond them
// clusters are given up.
inline constexpr size_t kMaxLatestClusterEntries = 4'000'000;

// How much there may be to count.
struct CountLimits {
  uint64_t answers = 0;
  Ordinal clusters = 0;  // ordinals of spec.cluster_by's dictionary are below this

  // What `source` may hold, and not more.
  static CountLimits Of(const TrendSpec& spec, const FactSource& source,
                        const Dictionaries& dictionaries);

  // With room for later ones.
  CountLimits Growing() const;

  bool Hold(const CountLimits& other) const {
    return other.answers <= answers && other.clusters <= clusters;
  }
};

// The clusters of a trend's answers, beside its cells. Filled with the cells, then
// Settle, then read. One thread at a time.
class TrendClusters {
 public:
  // `plan` outlives this.
  TrendClusters(const TrendSpec& spec, const TrendPlan& plan, const CountLimits& limits);

  // Whether anybody asked for them.
  bool wanted() const { return cluster_by_ != ClusterBy::kNobody; }

  // Counts an answer of one stretch that nothing replaces; once overall if it is the
  // first of its entries.
  void Count(SeriesId series, ScaleCode scale, const Stretch& stretch, ClusterId cluster,
             Sample sample, bool is_first) {
    const ClusterValue& value = ValueOf(scale);
    if (!value.Counts(sample)) return;
    table_.Add(series, stretch.index, cluster, value.Of(sample));
    if (grouped_ && is_first && stretch.in_interval) {
      overall_.Add(scale, 0, cluster, value.Of(sample));
    }
  }

  // Counts many answers at once, see ClusterTable::AddRows. Without groups.
  bool CountRows(SeriesId series, const Stretch& stretch, const Ordinal* main, const uint8_t* bin,
                 const uint8_t* selected, size_t count, bool& counted) {
    return table_.AddRows(series, stretch.index, main, bin, selected, count, ValueOf(0).of_bin(),
                          counted);
  }

  // Counts an answer in the windows that it counts in, where others may replace it; and
  // one of the newest overall.
  void CountLatest(SeriesId series, ScaleCode scale, WindowIndexes windows,
                   WindowIndexes comparisons, bool in_interval, ClusterId cluster, Sample sample);
  void CountLatestOverall(ScaleCode scale, ClusterId cluster, Sample sample);

  // Takes over what `other` counted; `series` gives this one's for each of its.
  void Absorb(const TrendClusters& other, const std::vector<SeriesId>& series);

  // Before reading what was counted since.
  void Settle();

  // In memory, of what was settled.
  size_t bytes() const { return table_.bytes() + overall_.bytes(); }

  // Whether clusters are known: asked for, and no more than there is room for.
  bool known() const {
    return wanted() && table_.complete() && overall_.complete() && !too_many_latest_;
  }

  // After Settle(), where known(): those of one series, and those of all answers of a
  // scale over the interval, each once (only where there are groups).
  SeriesClusters Of(SeriesId series) const;
  metrics::ClusterSums Overall(ScaleCode scale) const;
  bool grouped() const { return grouped_; }

  // The same cluster by cluster, over the interval, to be split.
  std::vector<ClusterSaid> SaidIn(SeriesId series) const;
  std::vector<ClusterSaid> SaidOverall(ScaleCode scale) const;

 private:
  struct Latest {
    SeriesId series;
    ClusterEntry entry;
  };

  const ClusterValue& ValueOf(ScaleCode scale) {
    if (!values_[scale]) values_[scale].emplace(metric_, scale);
    return *values_[scale];
  }
  static ClusterEntry EntryOf(ClusterId cluster, int64_t value);
  static void SortByCluster(std::vector<Latest>& entries);
  static std::vector<Latest>::const_iterator FirstOf(const std::vector<Latest>& sorted,
                                                     SeriesId series);
  static void FoldLatest(const std::vector<Latest>& sorted, SeriesId series, ClusterFold& fold);
  SeriesClusters Fold(const ClusterTable& table, std::span<const Stretch> stretches,
                      const std::vector<Latest>& latest, SeriesId series) const;
  static std::vector<ClusterSaid> SaidOf(const ClusterTable& table,
                                         std::span<const Stretch> stretches,
                                         const std::vector<Latest>& latest, SeriesId series);

  const TrendPlan* plan_;
  v1::TrendMetric metric_;
  ClusterBy cluster_by_;
  bool grouped_;  // several series, so that the overall total is counted apart
  std::array<std::optional<ClusterValue>, kScaleCodes> values_;
  ClusterTable table_;
  ClusterTable overall_;  // by scale instead of series
  bool too_many_latest_ = false;
  std::vector<Latest> latest_;
  std::vector<Latest> latest_overall_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TREND_CLUSTERS_H_
