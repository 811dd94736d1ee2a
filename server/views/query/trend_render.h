#ifndef VOC_SERVER_VIEWS_QUERY_TREND_RENDER_H_
#define VOC_SERVER_VIEWS_QUERY_TREND_RENDER_H_

#include "server/views/query/grouper.h"
#include "server/views/query/trend_cells.h"
#include "server/views/query/trend_clusters.h"
#include "server/views/query/trend_plan.h"
#include "server/views/query/trend_point.h"
#include "voc/v1/trend.pb.h"

namespace voc::views {

// The response that counted cells, finished, and clusters, settled, make: which series there are,
// what they are called, their points and totals.
v1::QueryTrendResponse RenderTrend(const PointContext& context, const TrendPlan& plan,
                                   const TrendCells& cells, const TrendClusters& clusters,
                                   const Grouper& grouper);

// The response where there is nothing to count and an end of the interval is
// open, so that there are no buckets.
v1::QueryTrendResponse RenderNothing(const PointContext& context);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TREND_RENDER_H_
