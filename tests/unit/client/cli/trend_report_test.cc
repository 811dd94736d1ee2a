#include "client/cli/trend_report.h"

#include <string>

#include "client/cli/table.h"
#include "client/cli/time_text.h"
#include "client/cli/time_zone.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::HasSubstr;

TrendView View(v1::Granularity granularity = v1::GRANULARITY_MONTH) {
  return {.granularity = granularity,
          .zone = *LoadZone("Europe/Stockholm"),
          .zone_name = "Europe/Stockholm"};
}

v1::TrendPoint Point(const char* start, const char* end) {
  v1::TrendPoint point;
  *point.mutable_start_time() = ToTimestamp(ParseTimestamp(start, absl::UTCTimeZone())->time);
  *point.mutable_end_time() = ToTimestamp(ParseTimestamp(end, absl::UTCTimeZone())->time);
  return point;
}

v1::TrendPoint March() {
  v1::TrendPoint point = Point("2025-02-28T23:00:00Z", "2025-03-31T22:00:00Z");
  point.set_n(1200);
  point.set_value(25);
  point.set_delta(-3.04);
  point.set_promoters(600);
  point.set_passives(300);
  point.set_detractors(300);
  return point;
}

TEST(TrendReportTest, PeriodsByGranularity) {
  const auto name = [](v1::Granularity granularity, const char* start, const char* end) {
    return PeriodName(Point(start, end), View(granularity));
  };
  EXPECT_EQ(name(v1::GRANULARITY_MONTH, "2025-02-28T23:00:00Z", "2025-03-31T22:00:00Z"), "2025-03");
  EXPECT_EQ(name(v1::GRANULARITY_DAY, "2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z"),
            "2025-03-30");
  EXPECT_EQ(name(v1::GRANULARITY_HOUR, "2025-10-26T00:00:00Z", "2025-10-26T01:00:00Z"),
            "2025-10-26 02:00+0200");
  EXPECT_EQ(name(v1::GRANULARITY_HOUR, "2025-10-26T01:00:00Z", "2025-10-26T02:00:00Z"),
            "2025-10-26 02:00+0100");
  EXPECT_EQ(name(v1::GRANULARITY_QUARTER, "2025-03-31T22:00:00Z", "2025-06-30T22:00:00Z"),
            "2025-Q2");
  EXPECT_EQ(name(v1::GRANULARITY_YEAR, "2024-12-31T23:00:00Z", "2025-12-31T23:00:00Z"), "2025");
  EXPECT_EQ(name(v1::GRANULARITY_TOTAL, "2024-12-31T23:00:00Z", "2025-12-31T23:00:00Z"),
            "2025-01-01 – 2025-12-31");
}

TEST(TrendReportTest, IsoWeeksBelongToTheYearOfTheirThursday) {
  const auto week = [](const char* start, const char* end) {
    return PeriodName(Point(start, end), View(v1::GRANULARITY_ISO_WEEK));
  };
  EXPECT_EQ(week("2024-12-29T23:00:00Z", "2025-01-05T23:00:00Z"), "2025-W01");
  EXPECT_EQ(week("2020-12-27T23:00:00Z", "2021-01-03T23:00:00Z"), "2020-W53");
  EXPECT_EQ(week("2025-06-01T22:00:00Z", "2025-06-08T22:00:00Z"), "2025-W23");
}

TEST(TrendReportTest, RollingWindowsAreCalledByTheirLastBucket) {
  TrendView view = View(v1::GRANULARITY_DAY);
  view.window_days = 30;
  EXPECT_EQ(PeriodName(Point("2025-03-01T23:00:00Z", "2025-03-31T22:00:00Z"), view), "2025-03-31");
}

TEST(TrendReportTest, TextFitsEightyColumns) {
  v1::QueryTrendResponse response;
  v1::TrendSeries* series = response.add_series();
  *series->add_points() = March();
  *series->add_points() = Point("2025-03-31T22:00:00Z", "2025-04-30T22:00:00Z");
  *series->mutable_total() = March();
  EXPECT_EQ(RenderText(TrendReport(response, View()), 80),
            "NPS by month (Europe/Stockholm)\n"
            "\n"
            "period       n   nps  change  prom  pass  detr  share\n"
            "2025-03  1,200  25.0    -3.0   600   300   300  ██████▒▒▒░░░\n"
            "2025-04      0     –             0     0     0\n"
            "total    1,200  25.0    -3.0   600   300   300  ██████▒▒▒░░░\n");
}

TEST(TrendReportTest, IntervalsAndMarksWhereThereAreAny) {
  v1::QueryTrendResponse response;
  v1::TrendPoint* point = response.add_series()->add_points();
  *point = March();
  point->set_ci_low(20.11);
  point->set_ci_high(29.9);
  point->set_significant(true);
  point->set_below_min_n(true);
  const std::string text = RenderText(TrendReport(response, View()), 80);
  EXPECT_THAT(text, HasSubstr("20.1..29.9"));
  EXPECT_THAT(text, HasSubstr("-3.0!"));
  EXPECT_THAT(text, HasSubstr("1,200*"));
  EXPECT_THAT(text, HasSubstr("* few answers"));
  EXPECT_THAT(text, HasSubstr("! a change"));
}

TEST(TrendReportTest, GroupsAreSections) {
  v1::QueryTrendResponse response;
  for (const char* source : {"app", ""}) {
    v1::TrendSeries* series = response.add_series();
    (*series->mutable_group())["source"] = source;
    (*series->mutable_group())["plan"] = "pro";
    *series->add_points() = March();
  }
  *response.mutable_total() = March();
  const std::string text = RenderText(TrendReport(response, View()), 80);
  EXPECT_THAT(text, HasSubstr("\nplan=pro, source=app\nperiod"));
  EXPECT_THAT(text, HasSubstr("\nplan=pro, source=–\nperiod"));
  EXPECT_THAT(text, HasSubstr("all groups, each feedback once"));
}

TEST(TrendReportTest, EveryMetricHasItsColumns) {
  v1::QueryTrendResponse response;
  v1::TrendPoint* point = response.add_series()->add_points();
  *point = March();
  point->set_value(4.25);
  point->set_mean(3.9);
  point->set_std_dev(0.75);
  point->set_agree_share(66.66);
  point->set_strict_agree_share(12.3);
  point->set_positive(10);
  point->set_negative(5);
  point->set_unlabelled(77);
  (*point->mutable_histogram())[5] = 10;
  const auto text = [&](v1::TrendMetric metric) {
    TrendView view = View();
    view.metric = metric;
    return RenderText(TrendReport(response, view), 80);
  };
  EXPECT_THAT(text(v1::TREND_METRIC_CSAT), HasSubstr("CSAT by month"));
  EXPECT_THAT(text(v1::TREND_METRIC_CSAT), HasSubstr("3.90"));
  EXPECT_THAT(text(v1::TREND_METRIC_CES), HasSubstr("66.7"));
  EXPECT_THAT(text(v1::TREND_METRIC_CES), HasSubstr("4.25"));
  EXPECT_THAT(text(v1::TREND_METRIC_RATING), HasSubstr("Rating by month"));
  EXPECT_THAT(text(v1::TREND_METRIC_RATING), HasSubstr("0.75"));
  EXPECT_THAT(text(v1::TREND_METRIC_SENTIMENT), HasSubstr("unlab"));
  EXPECT_THAT(text(v1::TREND_METRIC_SENTIMENT), HasSubstr("77"));
}

TEST(TrendReportTest, CsvIsFlatAndExact) {
  v1::QueryTrendResponse response;
  v1::TrendSeries* series = response.add_series();
  (*series->mutable_group())["source"] = "app";
  *series->add_points() = March();
  (*series->mutable_points(0)->mutable_histogram())[9] = 600;
  EXPECT_EQ(RenderCsv(TrendFlatReport(response)),
            "source,start_time,end_time,n,value,ci_low,ci_high,delta,p_value,mean,std_dev,"
            "agree_share,strict_agree_share,promoters,passives,detractors,positive,neutral,"
            "negative,unlabelled,score_9\n"
            "app,2025-02-28T23:00:00Z,2025-03-31T22:00:00Z,1200,25,,,-3.04,,,,,,600,300,300,0,0,0,"
            "0,600\n");
}

TEST(TrendReportTest, NothingAtAll) {
  EXPECT_THAT(RenderText(TrendReport({}, View()), 80), HasSubstr("no feedback"));
}

}  // namespace
}  // namespace voc::cli
