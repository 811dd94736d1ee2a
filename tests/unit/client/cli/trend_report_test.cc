#include "client/cli/trend_report.h"

#include <string>

#include "client/cli/table.h"
#include "client/cli/text_width.h"
#include "client/cli/time_text.h"
#include "client/cli/time_zone.h"
#include "client/report/numbers.h"
#include "client/report/privacy.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using report::TrendView;
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

TEST(TrendReportTest, OneLineAPeriodWithItsSparkline) {
  v1::QueryTrendResponse response;
  v1::TrendSeries* series = response.add_series();
  *series->add_points() = March();
  v1::TrendPoint* april = series->add_points();
  *april = Point("2025-03-31T22:00:00Z", "2025-04-30T22:00:00Z");
  april->set_n(100);
  april->set_value(39.4);
  april->set_ci_low(31);
  april->set_ci_high(47);
  april->set_delta(14.4);
  april->set_p_value(0.003);
  april->set_significant(true);
  april->set_promoters(50);
  april->set_detractors(50);
  *series->add_points() = Point("2025-04-30T22:00:00Z", "2025-05-31T22:00:00Z");
  *series->mutable_total() = March();
  series->mutable_total()->clear_delta();
  EXPECT_EQ(RenderText(TrendReport(response, View()), 80),
            "NPS by month (Europe/Stockholm)  ▁█ \n"
            "\n"
            "period        n  NPS  interval  change              share\n"
            "Mar 2025  1,200   25            -3 too few          ██████▒▒▒░░░\n"
            "Apr 2025    100   39    31..47  +14 news (p 0.003)  ██████░░░░░░\n"
            "May 2025      0    –\n"
            "total     1,200   25                                ██████▒▒▒░░░\n"
            "\n"
            "Interval: 95 % confidence, adjusted Wald.\n"
            "News: chance does not explain the change (p below 0.05). Noise: it may. Too few:\n"
            "fewer than 30 answers on a side.\n");
}

// Every metric, cut and language stays within a terminal of 80 columns.
TEST(TrendReportTest, FitsEightyColumns) {
  v1::QueryTrendResponse response;
  v1::TrendSeries* series = response.add_series();
  v1::TrendPoint* point = series->add_points();
  *point = Point("2025-10-26T00:00:00Z", "2025-11-26T00:00:00Z");
  point->set_n(12'345);
  point->set_value(-28.5);
  point->set_ci_low(-32.5);
  point->set_ci_high(-24.5);
  point->set_delta(-32.75);
  point->set_p_value(0.0001);
  point->set_mean(4.5);
  point->set_agree_share(78);
  point->set_promoters(1);
  point->set_positive(1);
  (*point->mutable_histogram())[4] = 1;
  *series->add_points() = *point;
  for (int metric = v1::TREND_METRIC_NPS; metric <= v1::TREND_METRIC_SENTIMENT; ++metric) {
    for (int cut = v1::GRANULARITY_HOUR; cut <= v1::GRANULARITY_TOTAL; ++cut) {
      for (const report::Language language : report::kAllLanguages) {
        TrendView view = View(static_cast<v1::Granularity>(cut));
        view.metric = static_cast<v1::TrendMetric>(metric);
        view.language = language;
        // CES and reviews are no hundreds.
        if (report::DecimalsOf(view.metric) == 2) {
          for (v1::TrendPoint& small : *series->mutable_points()) {
            small.set_value(4.25);
            small.set_ci_low(4.05);
            small.set_ci_high(4.45);
            small.set_delta(-0.75);
          }
        }
        const std::string text = RenderText(TrendReport(response, view), 80);
        for (size_t at = 0; at < text.size();) {
          const size_t end = text.find('\n', at);
          EXPECT_LE(DisplayWidth(text.substr(at, end - at)), 80u) << text.substr(at, end - at);
          at = end + 1;
        }
      }
    }
  }
}

TEST(TrendReportTest, FewAnswersAreMarked) {
  v1::QueryTrendResponse response;
  v1::TrendPoint* point = response.add_series()->add_points();
  *point = March();
  point->set_below_min_n(true);
  const std::string text = RenderText(TrendReport(response, View()), 80);
  EXPECT_THAT(text, HasSubstr("1,200*"));
  EXPECT_THAT(text, HasSubstr("too few"));
  EXPECT_THAT(text, HasSubstr("* fewer than 30 answers"));
}

TEST(TrendReportTest, HiddenPointsSayNoNumber) {
  v1::QueryTrendResponse response;
  v1::TrendSeries* series = response.add_series();
  *series->add_points() = March();
  *series->add_points() = March();
  series->mutable_points(1)->set_n(report::kHiddenN);
  TrendView view = View();
  view.anonymity_n = 5;
  const std::string text = RenderText(TrendReport(response, view), 80);
  EXPECT_THAT(text, HasSubstr("hidden\n"));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("-1 ")));
  EXPECT_THAT(text, HasSubstr("fewer than 5 people"));
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
  point->set_agree_share(66.66);
  point->set_positive(10);
  point->set_negative(5);
  const auto text = [&](v1::TrendMetric metric) {
    TrendView view = View();
    view.metric = metric;
    return RenderText(TrendReport(response, view), 80);
  };
  EXPECT_THAT(text(v1::TREND_METRIC_CSAT), HasSubstr("CSAT by month"));
  EXPECT_THAT(text(v1::TREND_METRIC_CSAT), HasSubstr("3.90"));
  EXPECT_THAT(text(v1::TREND_METRIC_CES), HasSubstr("67"));
  EXPECT_THAT(text(v1::TREND_METRIC_CES), HasSubstr("4.25"));
  EXPECT_THAT(text(v1::TREND_METRIC_RATING), HasSubstr("Reviews by month"));
  EXPECT_THAT(text(v1::TREND_METRIC_SENTIMENT), HasSubstr("████████░░░░"));
}

TEST(TrendReportTest, MarksAreATable) {
  report::MarkEffect effect;
  effect.mark.set_title("app 4.2");
  effect.after = March();
  const Table table = MarksTable({effect}, View());
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.rows[0].cells[0], "app 4.2");
  EXPECT_EQ(table.rows[0].cells[2], "28");
  EXPECT_EQ(table.rows[0].cells[3], "25 (n 1,200)");
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
            "negative,unlabelled,score_9,significant,below_min_n,compared_n,clusters,"
            "design_effect,paired_clusters,displays,responses,response_rate\n"
            "app,2025-02-28T23:00:00Z,2025-03-31T22:00:00Z,1200,25,,,-3.04,,,,,,600,300,300,0,0,0,"
            "0,600,false,false,0,0,,0,0,0,\n");
}

TEST(TrendReportTest, NothingAtAll) {
  EXPECT_EQ(RenderText(TrendReport({}, View()), 80),
            "NPS by month (Europe/Stockholm)\n\nno feedback\n");
  v1::QueryTrendResponse empty;
  empty.add_series();
  EXPECT_EQ(RenderText(TrendReport(empty, View()), 80),
            "NPS by month (Europe/Stockholm)\n\nno feedback\n");
}

}  // namespace
}  // namespace voc::cli
