#include <string>

#include "client/report/charts.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/report/sample_trend.h"

namespace voc::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ShareChartTest, SaysTheNewestShares) {
  const std::string chart = ShareChart(SampleSeries({30, 50}), DayView(), {.id = "s"});
  EXPECT_THAT(chart, HasSubstr("promoters 60\u00A0%, passives 30\u00A0%, detractors 10\u00A0%"));
  EXPECT_THAT(chart, HasSubstr("class=\"good\""));
  EXPECT_THAT(ShareChart(SampleSeries({30, 50}), DayView(Language::kSwedish), {.id = "s"}),
              HasSubstr("ambassadörer 60\u00A0%"));
}

TEST(ShareChartTest, TwoPartsHaveNoMiddle) {
  TrendView view = DayView();
  view.metric = v1::TREND_METRIC_CSAT;
  const std::string chart = ShareChart(SampleSeries({30, 85}), view, {.id = "s"});
  EXPECT_THAT(chart, HasSubstr("satisfied 85\u00A0%, others 15\u00A0%"));
  EXPECT_THAT(chart, Not(HasSubstr("class=\"middle\"")));
}

TEST(ShareChartTest, NothingKnown) {
  v1::TrendSeries series;
  series.add_points();
  EXPECT_EQ(ShareChart(series, DayView(), {.id = "s"}), "");
}

}  // namespace
}  // namespace voc::report
