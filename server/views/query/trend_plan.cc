#include "server/views/query/trend_plan.h"

#include <algorithm>
#include <limits>

#include "server/views/query/calendar.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"

namespace voc::views {
namespace {

constexpr int kDaysOf52Weeks = 364;

void PlanPlain(const std::vector<base::TimeNs>& edges, TrendPlan& plan) {
  if (!plan.compares_apart) plan.windows.Add(edges[0], edges[1]);
  for (size_t i = 1; i + 1 < edges.size(); ++i) {
    plan.points.push_back({edges[i], edges[i + 1]});
    plan.windows.Add(std::max(edges[i], plan.interval.start),
                     std::min(edges[i + 1], plan.interval.end));
  }
}

// Windows reach back before the interval, but never past its end.
void PlanRolling(const std::vector<base::TimeNs>& edges, const TrendSpec& spec, TrendPlan& plan) {
  plan.windows.overlapping = true;
  const base::TimeNs limit = plan.interval.end;
  for (size_t i = 2; i < edges.size(); ++i) {
    const base::TimeNs end = edges[i];
    base::TimeNs start = AddDays(end, -spec.window_days, spec.zone);
    base::TimeNs before = AddDays(start, -spec.window_days, spec.zone);
    if (!plan.windows.starts.empty()) {
      // Local time runs backwards at a change of the clock; windows must not.
      start = std::max(start, plan.windows.starts.back());
    }
    plan.points.push_back({start, end});
    plan.windows.Add(start, std::max(start, std::min(end, limit)));
    if (spec.comparison == v1::COMPARISON_YEAR_AGO) continue;
    if (!plan.comparisons.starts.empty()) {
      before = std::max(before, plan.comparisons.starts.back());
    }
    plan.comparisons.Add(before, std::max(before, std::min(start, limit)));
  }
}

base::TimeNs YearEarlier(base::TimeNs time, const TrendSpec& spec) {
  // A week begins on the same day of the week.
  if (spec.granularity == v1::GRANULARITY_ISO_WEEK) {
    return AddDays(time, -kDaysOf52Weeks, spec.zone);
  }
  return AddMonths(time, -12, spec.zone);
}

// Every window moved back by a year. A leap day has none: its ends fall together.
void PlanYearAgo(const TrendSpec& spec, TrendPlan& plan) {
  for (size_t i = 0; i < plan.windows.size(); ++i) {
    base::TimeNs start = YearEarlier(plan.windows.starts[i], spec);
    base::TimeNs end = std::max(start, YearEarlier(plan.windows.ends[i], spec));
    if (i > 0) {
      start = std::max(start, plan.comparisons.starts.back());
      end = std::max(end, plan.comparisons.ends.back());
    }
    plan.comparisons.Add(start, end);
  }
}

}  // namespace

void TrendPlan::CutStretches() {
  std::vector<base::TimeNs> edges = {std::numeric_limits<base::TimeNs>::min(), interval.start,
                                     interval.end, std::numeric_limits<base::TimeNs>::max()};
  for (const WindowList* list : {&windows, &comparisons}) {
    edges.insert(edges.end(), list->starts.begin(), list->starts.end());
    edges.insert(edges.end(), list->ends.begin(), list->ends.end());
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  WindowFinder window_finder(windows);
  WindowFinder comparison_finder(comparisons);
  stretches.clear();
  for (size_t i = 0; i + 1 < edges.size(); ++i) {
    const base::TimeNs from = edges[i];
    stretches.push_back({.from = from,
                         .until = edges[i + 1],
                         .windows = window_finder.Find(from),
                         .comparisons = comparison_finder.Find(from),
                         .in_interval = from >= interval.start && from < interval.end,
                         .index = i});
  }
}

absl::StatusOr<TrendPlan> PlanTrend(const TrendSpec& spec, TimeRange interval) {
  const absl::StatusOr<std::vector<base::TimeNs>> edges =
      Edges(interval, spec.granularity, spec.zone);
  if (!edges.ok()) {
    return base::InvalidField("granularity", base::ToStd(edges.status().message()));
  }
  TrendPlan plan;
  plan.interval = interval;
  plan.compares_apart = spec.window_days > 0 || spec.comparison == v1::COMPARISON_YEAR_AGO;
  if (spec.window_days == 0) {
    PlanPlain(*edges, plan);
  } else {
    PlanRolling(*edges, spec, plan);
  }
  if (spec.comparison == v1::COMPARISON_YEAR_AGO) PlanYearAgo(spec, plan);
  plan.comparisons.overlapping = plan.windows.overlapping;
  plan.reads = interval;
  for (const WindowList* list : {&plan.windows, &plan.comparisons}) {
    if (list->size() != 0) plan.reads.start = std::min(plan.reads.start, list->starts.front());
  }
  plan.CutStretches();
  return plan;
}

}  // namespace voc::views
