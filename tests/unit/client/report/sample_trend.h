#ifndef VOC_TESTS_UNIT_CLIENT_REPORT_SAMPLE_TREND_H_
#define VOC_TESTS_UNIT_CLIENT_REPORT_SAMPLE_TREND_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "client/report/trend_view.h"
#include "voc/v1/trend.pb.h"

namespace voc::report {

inline constexpr int64_t kDaySeconds = 86'400;

// Days from 1970 on, in UTC, each with 100 answers.
inline v1::TrendSeries SampleSeries(const std::vector<double>& values,
                                    const std::string& source = "") {
  v1::TrendSeries series;
  if (!source.empty()) (*series.mutable_group())["source"] = source;
  for (size_t i = 0; i < values.size(); ++i) {
    v1::TrendPoint* point = series.add_points();
    point->mutable_start_time()->set_seconds(static_cast<int64_t>(i) * kDaySeconds);
    point->mutable_end_time()->set_seconds(static_cast<int64_t>(i + 1) * kDaySeconds);
    point->set_n(100);
    point->set_value(values[i]);
    point->set_ci_low(values[i] - 10);
    point->set_ci_high(values[i] + 10);
    point->set_promoters(60);
    point->set_passives(30);
    point->set_detractors(10);
    if (i == 0) continue;
    point->set_delta(values[i] - values[i - 1]);
    point->set_p_value(0.003);
    point->set_significant(true);
  }
  *series.mutable_total() = series.points(series.points_size() - 1);
  series.mutable_total()->clear_delta();
  return series;
}

inline v1::QueryTrendResponse SampleTrend(const std::vector<double>& values) {
  v1::QueryTrendResponse response;
  *response.add_series() = SampleSeries(values);
  *response.mutable_total() = response.series(0).total();
  return response;
}

inline TrendView DayView(Language language = Language::kEnglish) {
  return {.granularity = v1::GRANULARITY_DAY,
          .zone = absl::UTCTimeZone(),
          .zone_name = "UTC",
          .language = language};
}

}  // namespace voc::report

#endif  // VOC_TESTS_UNIT_CLIENT_REPORT_SAMPLE_TREND_H_
