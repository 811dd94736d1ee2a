#ifndef VOC_TESTS_UNIT_CLIENT_REPORT_SAMPLE_MONDAY_H_
#define VOC_TESTS_UNIT_CLIENT_REPORT_SAMPLE_MONDAY_H_

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/report/monday.h"
#include "tests/unit/client/report/sample_trend.h"

namespace voc::report {

// The last point of a series as one of a single period.
inline v1::TrendSeries LastPoint(const v1::TrendSeries& series) {
  v1::TrendSeries last;
  *last.mutable_group() = series.group();
  *last.add_points() = series.points(series.points_size() - 1);
  return last;
}

// Week 41 of 2025: NPS fell, CES of low scores fell, one alert is open.
inline Monday SampleMonday(Language language = Language::kEnglish) {
  Monday monday;
  const auto day = [](int month, int of_month) {
    return absl::FromCivil(absl::CivilDay(2025, month, of_month), absl::UTCTimeZone());
  };
  monday.before = day(9, 29);
  monday.start = day(10, 6);
  monday.end = day(10, 13);
  monday.now = day(10, 14);
  monday.view = DayView(language);
  monday.view.granularity = v1::GRANULARITY_ISO_WEEK;

  MetricPart nps;
  *nps.lately.add_series() = SampleSeries({30, 7});
  *nps.now.add_series() = LastPoint(nps.lately.series(0));
  monday.metrics.push_back(nps);
  MetricPart ces;
  ces.metric = v1::TREND_METRIC_CES;
  *ces.lately.add_series() = SampleSeries({3, 2});
  (*ces.lately.mutable_series(0)->mutable_group())["scale"] = "5-low";
  *ces.now.add_series() = LastPoint(ces.lately.series(0));
  monday.metrics.push_back(ces);

  GroupPart sources{.dimension = "source"};
  *sources.now.add_series() = LastPoint(SampleSeries({0, 30}, "app"));
  *sources.now.add_series() = LastPoint(SampleSeries({25, 5}, "web"));
  sources.now.mutable_series(0)->mutable_points(0)->set_p_value(0.6);
  monday.groups.push_back(sources);

  v1::ImpactRow* row = monday.themes.add_rows();
  row->set_value("docs");
  row->set_n(9);
  row->set_impact(-9);
  row->set_below_min_n(true);
  row = monday.themes.add_rows();
  row->set_value("billing");
  row->set_n(49);
  row->set_impact(-2.5);
  row->set_significant(true);
  monday.themes.set_tests(1);

  v1::Alert alert;
  v1::Feedback* feedback = alert.mutable_feedback();
  feedback->set_account_id("acme");
  feedback->mutable_response()->set_metric(v1::METRIC_NPS);
  feedback->mutable_response()->set_score(3);
  feedback->mutable_response()->set_comment("<b>slow</b> | bad");
  feedback->mutable_collected_at()->set_seconds(absl::ToUnixSeconds(day(10, 11)));
  monday.newest.push_back(alert);
  monday.open_alerts = 1;
  monday.to_call.push_back(*feedback);
  return monday;
}

}  // namespace voc::report

#endif  // VOC_TESTS_UNIT_CLIENT_REPORT_SAMPLE_MONDAY_H_
