#ifndef VOC_SERVER_VIEWS_QUERY_TREND_COUNT_H_
#define VOC_SERVER_VIEWS_QUERY_TREND_COUNT_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/filter.h"
#include "server/views/query/grouper.h"
#include "server/views/query/trend_cells.h"
#include "server/views/query/trend_clusters.h"
#include "server/views/query/trend_plan.h"
#include "server/views/query/trend_spec.h"
#include "storage/base/worker_pool.h"

namespace voc::views {

// Threads of one count, the caller's among them.
inline constexpr size_t kCountThreads = 2;

// What the answers of a trend come to.
struct CountedTrend {
  TrendCells cells;
  TrendClusters clusters;
};

// Counts every answer, whoever gave it: spec.mode is ALL_RESPONSES. Arguments and
// errors as of FoldTrend.
absl::StatusOr<CountedTrend> CountTrend(const TrendSpec& spec, const TrendPlan& plan,
                                        const FactSource& source, const Dictionaries& dictionaries,
                                        const CompiledFilter& filter, Grouper& grouper,
                                        base::WorkerPool* helpers);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TREND_COUNT_H_
