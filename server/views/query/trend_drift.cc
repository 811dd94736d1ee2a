#include "server/views/query/trend_drift.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "server/metrics/control_chart.h"
#include "server/metrics/distributions.h"
#include "server/metrics/mann_kendall.h"

namespace voc::views {
namespace {

// Points of a series that do not overlap, ascending, at most kMaxDriftPoints.
std::vector<size_t> Apart(const TrendPlan& plan, const v1::TrendSeries& series) {
  std::vector<size_t> apart;
  for (size_t i = plan.points.size(); i-- > 0 && apart.size() < metrics::kMaxDriftPoints;) {
    if (!series.points(static_cast<int>(i)).has_value()) continue;
    if (!apart.empty() && plan.points[i].end > plan.points[apart.back()].start) continue;
    apart.push_back(i);
  }
  std::reverse(apart.begin(), apart.end());
  return apart;
}

}  // namespace

void FillDrift(const PointContext& context, const TrendPlan& plan, v1::TrendSeries& series) {
  const std::vector<size_t> apart = Apart(plan, series);
  if (apart.size() < metrics::kLeastDriftPoints) return;
  const double reach = metrics::NormalReach(context.spec->confidence);
  std::vector<metrics::DriftPoint> values;
  std::vector<metrics::ChartPoint> chart;
  for (const size_t i : apart) {
    const v1::TrendPoint& point = series.points(static_cast<int>(i));
    values.push_back({static_cast<double>(i), point.value()});
    // The interval says how far chance moves a point, few or alike answers included.
    const double error = (point.ci_high() - point.ci_low()) / 2 / reach;
    if (point.has_ci_low() && error > 0) chart.push_back({point.value(), error});
  }
  const std::optional<metrics::DriftTest> test = metrics::MannKendall(values);
  if (!test) return;
  v1::Drift& drift = *series.mutable_drift();
  drift.set_points(static_cast<int>(values.size()));
  drift.set_slope(test->slope);
  drift.set_p_value(test->p_value);
  drift.set_significant(test->p_value < 1 - context.spec->confidence);
  if (chart.size() < metrics::kLeastDriftPoints) return;
  const metrics::ChartState state = metrics::ControlChart(chart, chart.size() - chart.size() / 4);
  drift.set_ewma_alarm(state.ewma_alarm);
  drift.set_cusum_low_alarm(state.cusum_low_alarm);
  drift.set_cusum_high_alarm(state.cusum_high_alarm);
}

}  // namespace voc::views
