#ifndef VOC_SERVER_VIEWS_QUERY_TREND_DISPLAYS_H_
#define VOC_SERVER_VIEWS_QUERY_TREND_DISPLAYS_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/trend_plan.h"
#include "server/views/query/trend_spec.h"
#include "voc/v1/trend.pb.h"

namespace voc::views {

// Whether the answer to `request` has response rates.
bool CountsDisplays(const v1::QueryTrendRequest& request, const TrendSpec& spec,
                    const Dictionaries& dictionaries);

// The first and one past the last time within `range` that somebody was asked of whom
// `request` speaks; nullopt if nobody was, or as in FillResponseRates.
absl::StatusOr<std::optional<TimeRange>> ExtentOfDisplays(const v1::QueryTrendRequest& request,
                                                          const TrendSpec& spec,
                                                          const FactSource& source,
                                                          const Dictionaries& dictionaries,
                                                          TimeRange range);

// Fills displays, responses and response rates of every point and total of
// `response`, which QueryTrend made of `request` by `plan`: how often the same
// customers were asked, and how many answers came from the sources whose displays are
// recorded, from the first of these on. Leaves them out where the request names what a display does
// not have, and where a group is split by scale. Costs nothing where no display was ever recorded,
// three more scans where some were.
absl::Status FillResponseRates(const v1::QueryTrendRequest& request, const TrendSpec& spec,
                               const TrendPlan& plan, const FactSource& source,
                               const Dictionaries& dictionaries, v1::QueryTrendResponse& response);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TREND_DISPLAYS_H_
