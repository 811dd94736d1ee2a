#include "server/views/query/trend_plan.h"

#include <algorithm>

#include "server/views/query/calendar.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"

namespace voc::views {
namespace {

void PlanPlain(const std::vector<base::TimeNs>& edges, TrendPlan& plan) {
  plan.windows.Add(edges[0], edges[1]);
  for (size_t i = 1; i + 1 < edges.size(); ++i) {
    plan.points.push_back({edges[i], edges[i + 1]});
    plan.windows.Add(std::max(edges[i], plan.interval.start),
                     std::min(edges[i + 1], plan.interval.end));
  }
}

// Windows reach back before the interval, but never past its end.
void PlanRolling(const std::vector<base::TimeNs>& edges, const TrendSpec& spec, TrendPlan& plan) {
  plan.rolling = true;
  plan.windows.overlapping = true;
  plan.comparisons.overlapping = true;
  const base::TimeNs limit = plan.interval.end;
  for (size_t i = 2; i < edges.size(); ++i) {
    const base::TimeNs end = edges[i];
    base::TimeNs start = AddDays(end, -spec.window_days, spec.zone);
    base::TimeNs before = AddDays(start, -spec.window_days, spec.zone);
    if (!plan.windows.starts.empty()) {
      // Local time runs backwards at a change of the clock; windows must not.
      start = std::max(start, plan.windows.starts.back());
      before = std::max(before, plan.comparisons.starts.back());
    }
    plan.points.push_back({start, end});
    plan.windows.Add(start, std::max(start, std::min(end, limit)));
    plan.comparisons.Add(before, std::max(before, std::min(start, limit)));
  }
}

}  // namespace

absl::StatusOr<TrendPlan> PlanTrend(const TrendSpec& spec, TimeRange interval) {
  const absl::StatusOr<std::vector<base::TimeNs>> edges =
      Edges(interval, spec.granularity, spec.zone);
  if (!edges.ok()) {
    return base::InvalidField("granularity", base::ToStd(edges.status().message()));
  }
  TrendPlan plan;
  plan.interval = interval;
  if (spec.window_days == 0) {
    PlanPlain(*edges, plan);
  } else {
    PlanRolling(*edges, spec, plan);
  }
  plan.reads = interval;
  for (const WindowList* list : {&plan.windows, &plan.comparisons}) {
    if (list->size() != 0) plan.reads.start = std::min(plan.reads.start, list->starts.front());
  }
  return plan;
}

}  // namespace voc::views
