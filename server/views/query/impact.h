#ifndef VOC_SERVER_VIEWS_QUERY_IMPACT_H_
#define VOC_SERVER_VIEWS_QUERY_IMPACT_H_

#include "absl/status/statusor.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/feedback_reader.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/theme.pb.h"

namespace voc::views {

// What each value of a dimension does to a metric, and how often texts have it now
// and had it before, as of the sequence of `source`. The cells are those of
// QueryTrend: both agree. `reader` is used where the filter has text_contains.
// INVALID_ARGUMENT, with every bad field; RESOURCE_EXHAUSTED beyond kMaxTextFacts.
// Threads of `helpers`, if given and not busy, share the scan. Thread-safe.
absl::StatusOr<v1::QueryImpactResponse> QueryImpact(const v1::QueryImpactRequest& request,
                                                    const FactSource& source,
                                                    const Dictionaries& dictionaries,
                                                    const FeedbackReader& reader,
                                                    base::WorkerPool* helpers = nullptr);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_IMPACT_H_
