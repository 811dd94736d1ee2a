#ifndef VOC_SERVER_VIEWS_QUERY_TREND_DRIFT_H_
#define VOC_SERVER_VIEWS_QUERY_TREND_DRIFT_H_

#include "server/views/query/trend_plan.h"
#include "server/views/query/trend_point.h"
#include "voc/v1/trend.pb.h"

namespace voc::views {

// Fills the drift of a series whose points are filled: of all points with a value, or
// where windows overlap, of the newest one and every one before it that ends before
// the next begins. Nothing with fewer than metrics::kLeastDriftPoints. The control
// charts take their level from all but the newest quarter of the points.
void FillDrift(const PointContext& context, const TrendPlan& plan, v1::TrendSeries& series);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TREND_DRIFT_H_
