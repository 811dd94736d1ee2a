#include "server/views/query/trend_drift.h"

#include <gtest/gtest.h>

#include <vector>

namespace voc::views {
namespace {

class FillDriftTest : public ::testing::Test {
 protected:
  // Points of 10 moments, `every` moments apart, each with an interval of +- 2 * 1.96.
  v1::TrendSeries Series(const std::vector<double>& values, base::TimeNs every = 10) {
    v1::TrendSeries series;
    plan_.points.clear();
    for (const double value : values) {
      const base::TimeNs start = static_cast<base::TimeNs>(plan_.points.size()) * every;
      plan_.points.push_back({start, start + 10});
      v1::TrendPoint& point = *series.add_points();
      point.set_value(value);
      point.set_ci_low(value - 3.919928);
      point.set_ci_high(value + 3.919928);
    }
    FillDrift({&spec_, 0, 0}, plan_, series);
    return series;
  }

  TrendSpec spec_;
  TrendPlan plan_;
};

TEST_F(FillDriftTest, GoldenValue) {
  const v1::TrendSeries series = Series({42, 44, 41, 39, 38, 40, 36, 35, 33, 34});
  EXPECT_EQ(series.drift().points(), 10);
  EXPECT_NEAR(series.drift().slope(), -1, 1e-12);
  EXPECT_NEAR(series.drift().p_value(), 0.00128, 5e-6);
  EXPECT_TRUE(series.drift().significant());
}

TEST_F(FillDriftTest, AbsentWithFewPoints) {
  EXPECT_FALSE(Series({1, 2, 3, 4, 5, 6, 7}).has_drift());
  EXPECT_TRUE(Series({1, 2, 3, 4, 5, 6, 7, 8}).has_drift());
}

TEST_F(FillDriftTest, WindowsThatOverlapAreNotTakenForNews) {
  // Each window begins 5 after the one before: every second one is apart.
  const v1::TrendSeries series = Series(std::vector<double>(19, 4), 5);
  EXPECT_EQ(series.drift().points(), 10);
  EXPECT_FALSE(Series(std::vector<double>(14, 4), 5).has_drift());
}

TEST_F(FillDriftTest, AShiftOfTheNewestPointsSoundsTheAlarms) {
  std::vector<double> values(12, 40);
  EXPECT_FALSE(Series(values).drift().ewma_alarm());
  values.insert(values.end(), {30, 30, 30, 30});
  const v1::TrendSeries series = Series(values);
  EXPECT_TRUE(series.drift().ewma_alarm());
  EXPECT_TRUE(series.drift().cusum_low_alarm());
  EXPECT_FALSE(series.drift().cusum_high_alarm());
}

}  // namespace
}  // namespace voc::views
