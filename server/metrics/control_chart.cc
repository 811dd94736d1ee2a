#include "server/metrics/control_chart.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace voc::metrics {
namespace {

constexpr double kLambda = 0.2;
constexpr double kEwmaLimit = 3;     // standard errors
constexpr double kCusumSlack = 0.5;  // k, standard errors
constexpr double kCusumLimit = 5;    // h, standard errors

}  // namespace

ChartState ControlChart(std::span<const ChartPoint> points, size_t base) {
  ChartState state;
  double weights = 0;
  for (const ChartPoint& point : points.first(base)) {
    const double weight = 1 / (point.error * point.error);
    weights += weight;
    state.mean += weight * point.value;
  }
  state.mean /= weights;
  state.ewma = state.mean;
  double variance = 0;
  for (const ChartPoint& point : points) {
    state.ewma = kLambda * point.value + (1 - kLambda) * state.ewma;
    variance =
        kLambda * kLambda * point.error * point.error + (1 - kLambda) * (1 - kLambda) * variance;
    const double standardised = (point.value - state.mean) / point.error;
    state.cusum_high = std::max(0.0, state.cusum_high + standardised - kCusumSlack);
    state.cusum_low = std::max(0.0, state.cusum_low - standardised - kCusumSlack);
  }
  state.ewma_error = std::sqrt(variance);
  state.ewma_alarm = std::abs(state.ewma - state.mean) > kEwmaLimit * state.ewma_error;
  state.cusum_low_alarm = state.cusum_low > kCusumLimit;
  state.cusum_high_alarm = state.cusum_high > kCusumLimit;
  return state;
}

}  // namespace voc::metrics
