#include "client/report/trend_page.h"

#include <set>
#include <string>
#include <vector>

#include "client/report/privacy.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/report/sample_trend.h"

namespace voc::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Page(const v1::QueryTrendResponse& response, const TrendView& view = DayView(),
                 const std::vector<MarkEffect>& marks = {}) {
  return TrendPage(response, view, Judge(response, view.min_n), marks, {"a <remark>"});
}

// Every id of the page stands once, and what is labelled by one finds it.
void ExpectSoundIds(const std::string& page) {
  std::set<std::string> ids;
  for (size_t at = page.find(" id=\""); at != std::string::npos; at = page.find(" id=\"", at + 1)) {
    const std::string id = page.substr(at + 5, page.find('"', at + 5) - at - 5);
    EXPECT_TRUE(ids.insert(id).second) << id;
  }
  for (size_t at = page.find("labelledby=\""); at != std::string::npos;
       at = page.find("labelledby=\"", at + 1)) {
    const std::string both = page.substr(at + 12, page.find('"', at + 12) - at - 12);
    const size_t blank = both.find(' ');
    EXPECT_EQ(ids.count(both.substr(0, blank)), 1u);
    EXPECT_EQ(ids.count(both.substr(blank + 1)), 1u);
  }
}

TEST(TrendPageTest, OneSeriesHasItsChartsAndItsTable) {
  const std::string page = Page(SampleTrend({30, 50, 40}));
  EXPECT_THAT(page, HasSubstr("3 Jan 1970: NPS is 40 (between 30 and 50, 100 answers), down 10: "
                              "news (p 0.003)."));
  EXPECT_THAT(page, HasSubstr("class=\"line\""));
  EXPECT_THAT(page, HasSubstr("class=\"bad\""));
  EXPECT_THAT(page, HasSubstr("<td class=\"news\">+20 news (p 0.003)</td>"));
  EXPECT_THAT(page, HasSubstr("a &lt;remark&gt;"));
  ExpectSoundIds(page);
}

TEST(TrendPageTest, GroupsAreComparedAndDrawnEach) {
  v1::QueryTrendResponse response;
  *response.add_series() = SampleSeries({30, 50}, "<web>");
  *response.add_series() = SampleSeries({10, 20}, "app");
  *response.mutable_total() = response.series(0).total();
  const std::string page = Page(response);
  EXPECT_THAT(page, HasSubstr("Groups compared: source"));
  EXPECT_THAT(page, HasSubstr("<h3>&lt;web&gt;</h3>"));
  EXPECT_THAT(page, Not(HasSubstr("<web>")));
  ExpectSoundIds(page);
}

TEST(TrendPageTest, HiddenPointsSayNoNumber) {
  v1::QueryTrendResponse response = SampleTrend({30, 50, 40, 45});
  v1::QueryTrendResponse people = response;
  people.mutable_series(0)->mutable_points(1)->set_n(3);
  people.mutable_series(0)->mutable_points(2)->set_n(4);
  HideFew(people, people, 5, &response);
  TrendView view = DayView();
  view.anonymity_n = 5;
  const std::string page = Page(response, view);
  EXPECT_THAT(page, HasSubstr(">hidden</td>"));
  EXPECT_THAT(page, Not(HasSubstr(">-1<")));
  EXPECT_THAT(page, HasSubstr("answers of fewer than 5 people"));
}

TEST(TrendPageTest, NothingIsSaidToBeNothing) { EXPECT_THAT(Page({}), HasSubstr("no feedback")); }

TEST(TrendPageTest, SpeaksTheLanguage) {
  const std::string page = Page(SampleTrend({30, 50, 40}), DayView(Language::kSwedish));
  EXPECT_THAT(page, HasSubstr("<html lang=\"sv\">"));
  EXPECT_THAT(page, HasSubstr("NPS är 40 (mellan 30 och 50, 100 svar), ned 10: nyhet (p 0,003)."));
}

}  // namespace
}  // namespace voc::report
