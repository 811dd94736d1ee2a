#ifndef VOC_SERVER_VIEWS_QUERY_TREND_H_
#define VOC_SERVER_VIEWS_QUERY_TREND_H_

#include "absl/status/statusor.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/feedback_reader.h"
#include "storage/base/clock.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/trend.pb.h"

namespace voc::views {

// The trend that `source` holds, as of its sequence. `now` decides which points
// are final. `reader` is used where the filter has text_contains.
// INVALID_ARGUMENT, with every bad field, for a bad request or one beyond
// kMaxBuckets or kMaxTrendCells; RESOURCE_EXHAUSTED beyond kMaxLatestAnswers or
// kMaxTextFacts. The caller's thread scans; so do threads of `helpers`, if given
// and not busy. Thread-safe.
absl::StatusOr<v1::QueryTrendResponse> QueryTrend(const v1::QueryTrendRequest& request,
                                                  const FactSource& source,
                                                  const Dictionaries& dictionaries,
                                                  const FeedbackReader& reader, base::TimeNs now,
                                                  base::WorkerPool* helpers = nullptr);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TREND_H_
