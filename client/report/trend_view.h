#ifndef VOC_CLIENT_REPORT_TREND_VIEW_H_
#define VOC_CLIENT_REPORT_TREND_VIEW_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "client/report/language.h"
#include "google/protobuf/map.h"
#include "voc/v1/trend.pb.h"

namespace voc::report {

// What a trend was asked for, as far as its report shows it.
struct TrendView {
  v1::TrendMetric metric = v1::TREND_METRIC_NPS;
  v1::Granularity granularity = v1::GRANULARITY_MONTH;
  // 0: plain buckets.
  int window_days = 0;
  v1::RespondentMode mode = v1::RESPONDENT_MODE_ALL_RESPONSES;
  v1::Comparison comparison = v1::COMPARISON_PREVIOUS;
  // Level of intervals and tests.
  double confidence = 0.95;
  // Answers that are enough to judge by.
  int32_t min_n = 30;
  // Below so many people nothing is shown; 0 shows all.
  int anonymity_n = 0;
  // Which feedback counted: "channel=web, min-score=9"; empty for all.
  std::string only;
  absl::TimeZone zone;
  std::string zone_name;
  Language language = Language::kEnglish;
};

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp);

// "Mar 2025", "W9 2025", "Q2 2025", "30 Mar 2025": the bucket in its zone. A
// rolling window is called by the bucket that it ends with.
std::string PeriodName(const v1::TrendPoint& point, const TrendView& view);

// "6 October 2025" and "6 Oct 2025", the day of `time` in `zone`.
std::string DateText(Language language, absl::Time time, const absl::TimeZone& zone);
std::string ShortDateText(Language language, absl::Time time, const absl::TimeZone& zone);

// First and last day of [start, end): "1 Jan 2025 – 31 Dec 2025".
std::string DatesText(Language language, absl::Time start, absl::Time end,
                      const absl::TimeZone& zone);

// "source=web, plan=pro"; empty for the group of everything.
std::string GroupName(const google::protobuf::Map<std::string, std::string>& group);

// "web": only the values, for where the dimensions are known.
std::string GroupValue(Language language,
                       const google::protobuf::Map<std::string, std::string>& group);

std::string MetricText(const TrendView& view);
std::string MetricText(Language language, v1::TrendMetric metric);

// "NPS by month, rolling 90 days, channel=web (Europe/Stockholm)"
std::string TrendTitle(const TrendView& view);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_TREND_VIEW_H_
