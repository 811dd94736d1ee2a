#include "client/report/marks.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/report/sample_trend.h"

namespace voc::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

MarkEffect Release() {
  MarkEffect effect;
  effect.mark.set_title("app <4.2>");
  effect.mark.mutable_mark_time()->set_seconds(kDaySeconds);
  effect.after = SampleSeries({31, 8}).points(1);
  return effect;
}

TEST(MarksTest, BeforeAndAfterInWords) {
  const MarkRow row = RowOf(Release(), DayView());
  EXPECT_EQ(row.title, "app <4.2>");
  EXPECT_EQ(row.date, "2 Jan 1970");
  EXPECT_EQ(row.before, "31");
  EXPECT_EQ(row.after, "8 (n 100)");
  EXPECT_EQ(row.change, "-23 news (p 0.003)");
  EXPECT_TRUE(row.news);
}

TEST(MarksTest, WithoutAnswersThereIsNothingToTell) {
  MarkEffect effect = Release();
  effect.after.Clear();
  const MarkRow row = RowOf(effect, DayView());
  EXPECT_EQ(row.before, "–");
  EXPECT_EQ(row.after, "–");
  EXPECT_EQ(row.change, "–");
}

TEST(MarksTest, AsASection) {
  EXPECT_EQ(MarksHtml({}, DayView()), "");
  const std::string html = MarksHtml({Release()}, DayView());
  EXPECT_THAT(html, HasSubstr("app &lt;4.2&gt;"));
  EXPECT_THAT(html, HasSubstr("<td class=\"news\">-23 news (p 0.003)</td>"));
  EXPECT_EQ(LinesOf({Release()}).front().time, absl::FromUnixSeconds(kDaySeconds));
}

TEST(MarksTest, WhereFewAreHiddenOnlyTitlesAndDaysStand) {
  TrendView view = DayView();
  view.anonymity_n = 5;
  EXPECT_FALSE(TellsEffects(view));
  const std::string html = MarksHtml({Release()}, view);
  EXPECT_THAT(html, HasSubstr("app &lt;4.2&gt;"));
  EXPECT_THAT(html, HasSubstr("2 Jan 1970"));
  EXPECT_THAT(html, Not(HasSubstr("before")));
  EXPECT_THAT(html, Not(HasSubstr("-23")));
}

}  // namespace
}  // namespace voc::report
