#include "client/report/trend_view.h"

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace voc::report {
namespace {

absl::TimeZone Stockholm() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Stockholm", &zone));
  return zone;
}

TrendView View(v1::Granularity granularity, Language language = Language::kEnglish) {
  return {.granularity = granularity,
          .zone = Stockholm(),
          .zone_name = "Europe/Stockholm",
          .language = language};
}

// From local times.
v1::TrendPoint Point(absl::CivilSecond start, absl::CivilSecond end) {
  v1::TrendPoint point;
  point.mutable_start_time()->set_seconds(absl::ToUnixSeconds(absl::FromCivil(start, Stockholm())));
  point.mutable_end_time()->set_seconds(absl::ToUnixSeconds(absl::FromCivil(end, Stockholm())));
  return point;
}

using Second = absl::CivilSecond;

TEST(TrendViewTest, PeriodsByGranularity) {
  const v1::TrendPoint march = Point(Second(2025, 3, 1), Second(2025, 4, 1));
  EXPECT_EQ(PeriodName(march, View(v1::GRANULARITY_MONTH)), "Mar 2025");
  EXPECT_EQ(PeriodName(march, View(v1::GRANULARITY_MONTH, Language::kSwedish)), "mars 2025");
  EXPECT_EQ(PeriodName(march, View(v1::GRANULARITY_MONTH, Language::kDanish)), "mar. 2025");
  EXPECT_EQ(PeriodName(march, View(v1::GRANULARITY_TOTAL)), "1 Mar 2025 – 31 Mar 2025");
  const v1::TrendPoint day = Point(Second(2025, 3, 30), Second(2025, 3, 31));
  EXPECT_EQ(PeriodName(day, View(v1::GRANULARITY_DAY)), "30 Mar 2025");
  EXPECT_EQ(PeriodName(day, View(v1::GRANULARITY_DAY, Language::kNorwegian)), "30. mars 2025");
  EXPECT_EQ(PeriodName(day, View(v1::GRANULARITY_TOTAL)), "30 Mar 2025");
  const v1::TrendPoint quarter = Point(Second(2025, 4, 1), Second(2025, 7, 1));
  EXPECT_EQ(PeriodName(quarter, View(v1::GRANULARITY_QUARTER)), "Q2 2025");
  EXPECT_EQ(PeriodName(quarter, View(v1::GRANULARITY_YEAR)), "2025");
}

TEST(TrendViewTest, HoursTellWhichOfTwoTheyAre) {
  v1::TrendPoint hour;
  hour.mutable_start_time()->set_seconds(1'761'436'800);
  EXPECT_EQ(PeriodName(hour, View(v1::GRANULARITY_HOUR)), "26 Oct 2025 02:00+0200");
  hour.mutable_start_time()->set_seconds(1'761'440'400);
  EXPECT_EQ(PeriodName(hour, View(v1::GRANULARITY_HOUR)), "26 Oct 2025 02:00+0100");
}

TEST(TrendViewTest, IsoWeeksBelongToTheYearOfTheirThursday) {
  const auto week = [](Second monday, Language language = Language::kEnglish) {
    return PeriodName(Point(monday, Second(absl::CivilDay(monday) + 7)),
                      View(v1::GRANULARITY_ISO_WEEK, language));
  };
  EXPECT_EQ(week(Second(2024, 12, 30)), "W1 2025");
  EXPECT_EQ(week(Second(2020, 12, 28)), "W53 2020");
  EXPECT_EQ(week(Second(2025, 6, 2), Language::kSwedish), "v. 23 2025");
  EXPECT_EQ(week(Second(2025, 6, 2), Language::kDanish), "uge 23 2025");
}

TEST(TrendViewTest, RollingWindowsAreCalledByTheirLastBucket) {
  TrendView view = View(v1::GRANULARITY_DAY);
  view.window_days = 30;
  EXPECT_EQ(PeriodName(Point(Second(2025, 3, 2), Second(2025, 4, 1)), view), "31 Mar 2025");
}

TEST(TrendViewTest, TitlesSayHowItIsCut) {
  TrendView view = View(v1::GRANULARITY_MONTH);
  EXPECT_EQ(TrendTitle(view), "NPS by month (Europe/Stockholm)");
  view.metric = v1::TREND_METRIC_CSAT;
  view.window_days = 90;
  view.mode = v1::RESPONDENT_MODE_LATEST_PER_RESPONDENT;
  view.language = Language::kSwedish;
  EXPECT_EQ(TrendTitle(view),
            "CSAT per månad, rullande 90 dagar, senaste svaret från varje person "
            "(Europe/Stockholm)");
}

// The numbers of a part are not those of all.
TEST(TrendViewTest, TitlesSayWhichFeedbackCounted) {
  TrendView view = View(v1::GRANULARITY_MONTH);
  view.only = "channel=web";
  EXPECT_EQ(TrendTitle(view), "NPS by month, channel=web (Europe/Stockholm)");
}

TEST(TrendViewTest, Groups) {
  google::protobuf::Map<std::string, std::string> group;
  EXPECT_EQ(GroupName(group), "");
  group["source"] = "web";
  group["plan"] = "";
  EXPECT_EQ(GroupName(group), "plan=–, source=web");
  EXPECT_EQ(GroupValue(Language::kEnglish, group), "not given, web");
}

}  // namespace
}  // namespace voc::report
