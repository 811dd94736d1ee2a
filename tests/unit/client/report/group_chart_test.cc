#include <string>

#include "client/report/charts.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/report/sample_trend.h"

namespace voc::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(GroupChartTest, ADotAGroupAndALineForAll) {
  const v1::TrendPoint point = SampleSeries({30}).points(0);
  v1::TrendPoint empty;
  const std::string chart =
      GroupChart({{"<web>", point, "more"}, {"app", empty, ""}}, 25, DayView(),
                 {.id = "g", .width = 860, .height = GroupChartHeight(2)});
  EXPECT_THAT(chart, HasSubstr("&lt;web&gt;"));
  EXPECT_THAT(chart, HasSubstr(">more</text>"));
  EXPECT_THAT(chart, HasSubstr("class=\"all\""));
  EXPECT_THAT(chart, HasSubstr(">–</text>"));
  const std::string narrow = GroupChart({{"web", point, "more"}}, {}, DayView(),
                                        {.id = "g", .width = 350, .height = GroupChartHeight(1)});
  EXPECT_THAT(narrow, Not(HasSubstr("more")));
  EXPECT_THAT(narrow, Not(HasSubstr("class=\"all\"")));
}

TEST(GroupChartTest, NothingToCompare) {
  EXPECT_EQ(GroupChart({{"app", {}, ""}}, {}, DayView(), {.id = "g"}), "");
}

}  // namespace
}  // namespace voc::report
