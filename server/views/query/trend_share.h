#ifndef VOC_SERVER_VIEWS_QUERY_TREND_SHARE_H_
#define VOC_SERVER_VIEWS_QUERY_TREND_SHARE_H_

#include <atomic>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/answers.h"
#include "server/views/query/filter.h"
#include "server/views/query/grouper.h"
#include "server/views/query/trend_cells.h"
#include "server/views/query/trend_clusters.h"
#include "server/views/query/trend_plan.h"
#include "server/views/query/trend_spec.h"

namespace voc::views {

// What one thread counts of a trend of all responses. One thread at a time.
class TrendShare {
 public:
  // Everything but `spec`, `filter` and `limits` outlives this; `rules` may be null. The plan may
  // change between runs, if every answer that was counted keeps its stretch.
  TrendShare(const TrendSpec& spec, const TrendPlan& plan, const CompiledFilter& filter,
             Grouper& grouper, const TopBoxRules* rules, const CountLimits& limits);

  TrendShare(const TrendShare&) = delete;
  TrendShare& operator=(const TrendShare&) = delete;

  // Counts blocks of `source` from `next` on, until there is none left that no other share took.
  // INVALID_ARGUMENT beyond kMaxTrendCells.
  absl::Status Run(const FactSource& source, std::atomic<size_t>& next);

  absl::Status Absorb(const TrendShare& other);

  // What was counted, to be finished (settled) by the caller.
  TrendCells& cells() { return cells_; }
  TrendClusters& clusters() { return clusters_; }

 private:
  absl::Status Count(BlockReader& block);
  // All rows of a stretch of time at once.
  absl::Status CountByBin(BlockReader& block, bool one_stretch);
  // The first row after `row`, which is of stretch_, that is not.
  absl::StatusOr<size_t> EndOfStretch(BlockReader& block, size_t row) const;
  absl::Status CountRows(SeriesId series, BlockReader& block, size_t begin, size_t end);
  absl::Status CountRowClusters(SeriesId series, BlockReader& block, size_t begin, size_t end);
  absl::Status CountEach(const AnswerBatch& batch, bool one_stretch);

  const TrendPlan& plan_;
  const ClusterBy cluster_by_;
  AnswerReader answers_;
  Grouper& grouper_;
  TrendCells cells_;
  TrendClusters clusters_;
  const bool only_bins_;  // the answers' bins are all that counts
  Stretch stretch_;       // of the last answer
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TREND_SHARE_H_
