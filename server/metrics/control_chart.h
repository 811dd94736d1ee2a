#ifndef VOC_SERVER_METRICS_CONTROL_CHART_H_
#define VOC_SERVER_METRICS_CONTROL_CHART_H_

#include <span>

namespace voc::metrics {

// One period of a chart: its score, and how far chance moves it.
struct ChartPoint {
  double value = 0;
  double error = 0;  // standard error of value; above 0
};

// Where a chart stands after its last point.
struct ChartState {
  double mean = 0;        // of the points that set the level
  double ewma = 0;        // the average, in the unit of values
  double ewma_error = 0;  // its standard error
  bool ewma_alarm = false;
  double cusum_low = 0;  // in standard errors, at least 0
  double cusum_high = 0;
  bool cusum_low_alarm = false;
  bool cusum_high_alarm = false;
};

// Early warning of a level that has shifted by less than one period's test would
// see. The level is the mean of the first `base` points, each by the inverse of its
// variance; base is at least 1 and at most all of them.
//
// EWMA with lambda 0.2 (Roberts, Control chart tests based on geometric moving
// averages, 1959), alarm beyond 3 standard errors, where periods of unequal n have
// unequal variances: V = lambda^2 * error^2 + (1 - lambda)^2 * V of the period before.
// CUSUM of standardised values (Page, Continuous inspection schemes, 1954) with
// k = 0.5 and h = 5, restarted at 0 whenever it falls below.
ChartState ControlChart(std::span<const ChartPoint> points, size_t base);

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_CONTROL_CHART_H_
