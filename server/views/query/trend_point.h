#ifndef VOC_SERVER_VIEWS_QUERY_TREND_POINT_H_
#define VOC_SERVER_VIEWS_QUERY_TREND_POINT_H_

#include <cstdint>

#include "server/metrics/dependence.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/answers.h"
#include "server/views/query/cell.h"
#include "server/views/query/trend_spec.h"
#include "voc/v1/trend.pb.h"

namespace voc::views {

// Feedback that arrives later than this after its bucket is not expected.
inline constexpr base::TimeNs kLatenessNs = 72 * 3'600 * base::kNsPerSecond;

// What the points of one response share.
struct PointContext {
  const TrendSpec* spec = nullptr;
  uint64_t revision = 0;
  base::TimeNs now = 0;
};

// Start, end, n, below_min_n, revision and final: what a point says even where
// it has no value.
void FillFrame(const PointContext& context, TimeRange range, int64_t n, v1::TrendPoint& point);

// The answers of one scale in one window, and their clusters where those are known.
struct PointAnswers {
  const Cell* cell = nullptr;
  const metrics::ClusterSums* clusters = nullptr;
};

// Everything that the answers of one scale say. `before` is what the point is
// compared with, without a cell for none; `shared` are the clusters of both.
void FillPoint(const PointContext& context, TimeRange range, ScaleCode scale,
               const PointAnswers& now, const PointAnswers& before,
               const metrics::SharedClusterSums* shared, v1::TrendPoint& point);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TREND_POINT_H_
