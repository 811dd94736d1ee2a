#include <string>
#include <vector>

#include "client/report/charts.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/report/sample_trend.h"

namespace voc::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Chart(const v1::TrendSeries& series, const std::vector<MarkLine>& marks = {}) {
  return TrendChart(series, DayView(), Judge(30), {20, 60}, marks, {.id = "c"});
}

size_t Count(const std::string& text, const std::string& what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

TEST(TrendChartTest, TellsItsStoryToScreenReaders) {
  const std::string chart = Chart(SampleSeries({30, 50, 40}));
  EXPECT_THAT(chart, HasSubstr("<title id=\"c-title\">NPS over time</title>"));
  EXPECT_THAT(chart,
              HasSubstr("A line from 1 Jan 1970 (30) to 3 Jan 1970 (40), between 30 and 50."));
}

TEST(TrendChartTest, DrawsBandLineAndNews) {
  const std::string chart = Chart(SampleSeries({30, 50, 40}));
  EXPECT_EQ(Count(chart, "class=\"band\""), 1u);
  EXPECT_EQ(Count(chart, "class=\"line\""), 1u);
  EXPECT_EQ(Count(chart, "class=\"dot news\""), 2u);
  EXPECT_THAT(chart, HasSubstr(">+20</text>"));
  EXPECT_THAT(chart, HasSubstr(">-10</text>"));
}

TEST(TrendChartTest, IntervalsOfFewAnswersWidenTheAxisOnlyAmongThemselves) {
  v1::QueryTrendResponse response = SampleTrend({30, 50});
  const auto make_small = [&](int point) {
    response.mutable_series(0)->mutable_points(point)->set_n(5);
    response.mutable_series(0)->mutable_points(point)->set_below_min_n(true);
  };
  make_small(0);
  EXPECT_EQ(RangeOf(response)->low, 30);
  EXPECT_EQ(RangeOf(response)->high, 60);
  make_small(1);
  EXPECT_EQ(RangeOf(response)->low, 20);
  EXPECT_EQ(RangeOf(response)->high, 60);
}

TEST(TrendChartTest, GapsAreNotBridged) {
  v1::TrendSeries series = SampleSeries({30, 50, 40, 45, 46});
  series.mutable_points(2)->clear_value();
  const std::string chart = Chart(series);
  EXPECT_EQ(Count(chart, "class=\"line\""), 2u);
  EXPECT_EQ(Count(chart, "class=\"band\""), 2u);
}

TEST(TrendChartTest, MarksStandAtTheirTimeAndNotBeyondTheChart) {
  const std::string chart =
      Chart(SampleSeries({30, 50, 40}), {{absl::FromUnixSeconds(kDaySeconds), "app <4.2>"},
                                         {absl::FromUnixSeconds(-1), "before"},
                                         {absl::FromUnixSeconds(3 * kDaySeconds), "after"}});
  EXPECT_THAT(chart, HasSubstr("app &lt;4.2&gt;"));
  EXPECT_THAT(chart, Not(HasSubstr("before<")));
  EXPECT_THAT(chart, Not(HasSubstr("after<")));
}

TEST(TrendChartTest, NothingToDraw) {
  v1::TrendSeries series = SampleSeries({30});
  series.mutable_points(0)->clear_value();
  EXPECT_EQ(Chart(series), "");
}

TEST(TrendChartTest, FewAnswersDoNotStretchTheAxis) {
  v1::QueryTrendResponse response = SampleTrend({30, 50});
  response.mutable_series(0)->mutable_points(1)->set_below_min_n(true);
  response.mutable_series(0)->mutable_points(1)->set_ci_low(-100);
  const auto range = RangeOf(response);
  ASSERT_TRUE(range.has_value());
  EXPECT_EQ(range->low, 20);
  EXPECT_EQ(range->high, 50);
  EXPECT_FALSE(RangeOf({}).has_value());
}

TEST(TrendChartTest, ShortensByCharacters) {
  EXPECT_EQ(Shorten("smörgås", 7), "smörgås");
  EXPECT_EQ(Shorten("smörgås", 5), "smör…");
  EXPECT_EQ(Shorten("", 3), "");
}

}  // namespace
}  // namespace voc::report
