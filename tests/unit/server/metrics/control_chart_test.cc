#include "server/metrics/control_chart.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace voc::metrics {
namespace {

TEST(ControlChart, ByHand) {
  // Errors 2 and 1: weights 1/4 and 1, so the level is (0.25 * 30 + 35) / 1.25 = 34.
  const ChartState state = ControlChart(std::vector<ChartPoint>{{30, 2}, {35, 1}, {28, 2}}, 2);
  EXPECT_DOUBLE_EQ(state.mean, 34);
  // 34 -> 33.2 -> 33.56 -> 32.448.
  EXPECT_NEAR(state.ewma, 32.448, 1e-12);
  const double v1 = 0.04 * 4;
  const double v2 = 0.04 * 1 + 0.64 * v1;
  EXPECT_NEAR(state.ewma_error, std::sqrt(0.04 * 4 + 0.64 * v2), 1e-12);
  // Standardised -2, 1, -3: low 1.5, 0, 2.5; high 0, 0.5, 0.
  EXPECT_NEAR(state.cusum_low, 2.5, 1e-12);
  EXPECT_NEAR(state.cusum_high, 0, 1e-12);
  EXPECT_TRUE(state.ewma_alarm);  // 1.552 from the level, 3 errors are 1.481
  EXPECT_FALSE(state.cusum_low_alarm);
}

TEST(ControlChart, HearsASmallShiftThatNoSingleTestWould) {
  std::vector<ChartPoint> points(12, ChartPoint{40, 3});
  EXPECT_FALSE(ControlChart(points, 12).ewma_alarm);
  // One and a half standard errors below, eight times.
  for (int i = 0; i < 8; ++i) points.push_back({35.5, 3});
  const ChartState down = ControlChart(points, 12);
  EXPECT_TRUE(down.ewma_alarm);
  EXPECT_TRUE(down.cusum_low_alarm);
  EXPECT_FALSE(down.cusum_high_alarm);
  for (size_t i = 12; i < points.size(); ++i) points[i].value = 44.5;
  EXPECT_TRUE(ControlChart(points, 12).cusum_high_alarm);
}

TEST(ControlChart, AWildPeriodOfFewAnswersIsNoAlarm) {
  std::vector<ChartPoint> points(12, ChartPoint{40, 3});
  points.push_back({-20, 40});
  const ChartState state = ControlChart(points, 12);
  EXPECT_FALSE(state.ewma_alarm);
  EXPECT_FALSE(state.cusum_low_alarm);
}

}  // namespace
}  // namespace voc::metrics
