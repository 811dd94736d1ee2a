#include "server/metrics/mann_kendall.h"

#include <gtest/gtest.h>

#include <vector>

namespace voc::metrics {
namespace {

std::vector<DriftPoint> Series(const std::vector<double>& values) {
  std::vector<DriftPoint> points;
  for (const double value : values) {
    points.push_back({static_cast<double>(points.size()), value});
  }
  return points;
}

TEST(MannKendall, GoldenValue) {
  const auto test = MannKendall(Series({42, 44, 41, 39, 38, 40, 36, 35, 33, 34}));
  ASSERT_TRUE(test.has_value());
  EXPECT_EQ(test->s, -37);
  EXPECT_DOUBLE_EQ(test->variance, 125);
  EXPECT_NEAR(test->z, -3.2199, 5e-5);
  EXPECT_NEAR(test->p_value, 0.00128, 5e-6);
  EXPECT_DOUBLE_EQ(test->slope, -1.0);
}

TEST(MannKendall, TiesLowerTheVariance) {
  const auto test = MannKendall(Series({1, 1, 2, 2, 2, 3, 3, 4}));
  // (8*7*21 - 2*(2*1*9) - 3*2*11) / 18, two pairs and a triple.
  EXPECT_NEAR(test->variance, (1176.0 - 36 - 66) / 18, 1e-12);
  EXPECT_EQ(test->s, 23);
}

TEST(MannKendall, NothingMovesInAConstant) {
  const auto test = MannKendall(Series(std::vector<double>(9, 5)));
  EXPECT_EQ(test->s, 0);
  EXPECT_EQ(test->p_value, 1);
  EXPECT_EQ(test->slope, 0);
}

TEST(MannKendall, GapsCountInTheSlope) {
  std::vector<DriftPoint> points = Series({0, 1, 2, 3});
  for (int i = 0; i < 4; ++i) points.push_back({10.0 + i, 10.0 + i});
  EXPECT_DOUBLE_EQ(MannKendall(points)->slope, 1);
}

TEST(MannKendall, AbsentWithFewPoints) {
  EXPECT_FALSE(MannKendall(Series({1, 2, 3, 4, 5, 6, 7})).has_value());
  EXPECT_TRUE(MannKendall(Series({1, 2, 3, 4, 5, 6, 7, 8})).has_value());
}

TEST(MannKendall, TakesTheNewestOfTooMany) {
  std::vector<double> values(kMaxDriftPoints, 0);
  values.insert(values.begin(), 100, 1e9);
  EXPECT_EQ(MannKendall(Series(values))->s, 0);
}

}  // namespace
}  // namespace voc::metrics
