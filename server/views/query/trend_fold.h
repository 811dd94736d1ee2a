#ifndef VOC_SERVER_VIEWS_QUERY_TREND_FOLD_H_
#define VOC_SERVER_VIEWS_QUERY_TREND_FOLD_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/filter.h"
#include "server/views/query/grouper.h"
#include "server/views/query/trend_count.h"
#include "server/views/query/trend_plan.h"
#include "server/views/query/trend_spec.h"
#include "storage/base/worker_pool.h"

namespace voc::views {

// Most answers a trend in one of the latest modes holds in memory, 48 bytes each, and
// what their clusters take (kMaxLatestClusterEntries).
inline constexpr size_t kMaxLatestAnswers = 10'000'000;

// Counts all answers into the plan's cells, and their clusters beside them where
// spec.cluster_by asks for them, with the help of `helpers` if it is
// given. ALL_RESPONSES streams; the latest modes hold every answer of plan.reads,
// RESOURCE_EXHAUSTED beyond kMaxLatestAnswers. INVALID_ARGUMENT beyond
// kMaxTrendCells. `grouper` is to be one of `dictionaries` and fresh.
absl::StatusOr<CountedTrend> FoldTrend(const TrendSpec& spec, const TrendPlan& plan,
                                       const FactSource& source, const Dictionaries& dictionaries,
                                       CompiledFilter& filter, Grouper& grouper,
                                       base::WorkerPool* helpers);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TREND_FOLD_H_
