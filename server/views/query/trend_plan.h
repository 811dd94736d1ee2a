#ifndef VOC_SERVER_VIEWS_QUERY_TREND_PLAN_H_
#define VOC_SERVER_VIEWS_QUERY_TREND_PLAN_H_

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <vector>

#include "absl/status/statusor.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/trend_spec.h"
#include "server/views/query/window_list.h"

namespace voc::views {

// A stretch of time, [from, until), whose every moment counts in the same windows.
struct Stretch {
  base::TimeNs from = std::numeric_limits<base::TimeNs>::max();
  base::TimeNs until = std::numeric_limits<base::TimeNs>::min();
  WindowIndexes windows;
  WindowIndexes comparisons;
  bool in_interval = false;
  size_t index = 0;  // among TrendPlan::stretches

  bool Holds(base::TimeNs time) const { return time >= from && time < until; }
};

// Which stretches of time a trend counts. Every series has the same.
struct TrendPlan {
  // What the trend is about; not empty.
  TimeRange interval;

  // Start and end of every point, as reported.
  std::vector<TimeRange> points;

  // What the points count. Plain buckets compared with the one before: window i + 1
  // is point i, window 0 the bucket before the first. Else window i is point i.
  WindowList windows;

  // Where comparisons lie apart from the points (rolling, or a year ago): window i
  // is what point i is compared with. Else empty.
  WindowList comparisons;

  bool compares_apart = false;

  // The index of what point i counts, and of what it is compared with.
  size_t PointWindow(size_t i) const { return compares_apart ? i : i + 1; }

  // All of time, cut wherever a window, a comparison or the interval begins or ends.
  // Ascending, without gaps. Filled by CutStretches.
  std::vector<Stretch> stretches;

  void CutStretches();
  const Stretch& StretchAt(base::TimeNs time) const {
    return *std::prev(std::upper_bound(
        stretches.begin(), stretches.end(), time,
        [](base::TimeNs moment, const Stretch& stretch) { return moment < stretch.from; }));
  }

  // Everything that any of them, or the interval, may hold.
  TimeRange reads;
};

// INVALID_ARGUMENT, naming `granularity`, beyond kMaxBuckets.
absl::StatusOr<TrendPlan> PlanTrend(const TrendSpec& spec, TimeRange interval);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TREND_PLAN_H_
