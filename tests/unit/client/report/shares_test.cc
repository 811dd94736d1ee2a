#include "client/report/shares.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::report {
namespace {

using ::testing::ElementsAre;

TEST(SharesTest, OfEveryMetric) {
  v1::TrendPoint point;
  EXPECT_THAT(SharesOf(point, v1::TREND_METRIC_CSAT), ElementsAre(0, 0, 0));
  EXPECT_THAT(SharesOf(point, v1::TREND_METRIC_CES), ElementsAre(0, 0, 0));
  point.set_promoters(3);
  point.set_passives(2);
  point.set_detractors(1);
  point.set_positive(6);
  point.set_negative(4);
  point.set_value(85.04);
  point.set_agree_share(60);
  for (int stars = 1; stars <= 5; ++stars) (*point.mutable_histogram())[stars] = stars;
  EXPECT_THAT(SharesOf(point, v1::TREND_METRIC_NPS), ElementsAre(3, 2, 1));
  EXPECT_THAT(SharesOf(point, v1::TREND_METRIC_SENTIMENT), ElementsAre(6, 0, 4));
  EXPECT_THAT(SharesOf(point, v1::TREND_METRIC_CSAT), ElementsAre(850, 0, 150));
  EXPECT_THAT(SharesOf(point, v1::TREND_METRIC_CES), ElementsAre(600, 0, 400));
  EXPECT_THAT(SharesOf(point, v1::TREND_METRIC_RATING), ElementsAre(9, 3, 3));
}

TEST(SharesTest, BarsAddUp) {
  EXPECT_EQ(Bar({600, 300, 300}, 12), "██████▒▒▒░░░");
  EXPECT_EQ(Bar({1, 1, 1}, 4), "██▒░");
  EXPECT_EQ(Bar({0, 0, 0}, 12), "");
}

v1::TrendSeries Series(const std::vector<double>& values) {
  v1::TrendSeries series;
  for (const double value : values) {
    v1::TrendPoint* point = series.add_points();
    if (value > -1000) point->set_value(value);
  }
  return series;
}

TEST(SharesTest, SparklinesSpanTheirValues) {
  EXPECT_EQ(Sparkline(Series({0, 50, 100}), 40, 0), "▁▅█");
  EXPECT_EQ(Sparkline(Series({0, -2000, 100}), 40, 0), "▁ █");
  EXPECT_EQ(Sparkline(Series({5, 5}), 40, 0), "▅▅");
  EXPECT_EQ(Sparkline(Series({5}), 40, 0), "");
  // Only the last points count.
  EXPECT_EQ(Sparkline(Series({900, 0, 100}), 2, 0), "▁█");
}

TEST(SharesTest, SparklinesMakeNoMountainOfChance) {
  // All of them are shown as 30.
  EXPECT_EQ(Sparkline(Series({30.1, 29.8, 30.2}), 40, 0), "▅▄▅");
  EXPECT_EQ(Sparkline(Series({4.5, 4.0, 4.5}), 40, 2), "█▁█");
  v1::TrendSeries few = Series({30, 10, 30});
  for (v1::TrendPoint& point : *few.mutable_points()) {
    point.set_ci_low(point.value() - 30);
    point.set_ci_high(point.value() + 30);
  }
  EXPECT_EQ(Sparkline(few, 40, 0), "▆▃▆");
}

}  // namespace
}  // namespace voc::report
