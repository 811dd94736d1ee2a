#ifndef VOC_SERVER_VIEWS_QUERY_TREND_PLAN_H_
#define VOC_SERVER_VIEWS_QUERY_TREND_PLAN_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/trend_spec.h"
#include "server/views/query/window_list.h"

namespace voc::views {

// Which stretches of time a trend counts. Every series has the same.
struct TrendPlan {
  // What the trend is about; not empty.
  TimeRange interval;

  // Start and end of every point, as reported.
  std::vector<TimeRange> points;

  // What the points count. Plain buckets: window i + 1 is point i, window 0 the
  // bucket before the first. Rolling: window i is point i.
  WindowList windows;

  // Rolling: window i is what point i is compared with. Plain: empty.
  WindowList comparisons;

  bool rolling = false;

  // Everything that any of them, or the interval, may hold.
  TimeRange reads;
};

// INVALID_ARGUMENT, naming `granularity`, beyond kMaxBuckets.
absl::StatusOr<TrendPlan> PlanTrend(const TrendSpec& spec, TimeRange interval);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TREND_PLAN_H_
