#ifndef VOC_CLIENT_CLI_TREND_REPORT_H_
#define VOC_CLIENT_CLI_TREND_REPORT_H_

#include <string>

#include "absl/time/time.h"
#include "client/cli/table.h"
#include "google/protobuf/map.h"
#include "voc/v1/trend.pb.h"

namespace voc::cli {

// What a trend was asked for, as far as its report shows it.
struct TrendView {
  v1::TrendMetric metric = v1::TREND_METRIC_NPS;
  v1::Granularity granularity = v1::GRANULARITY_MONTH;
  int window_days = 0;
  v1::RespondentMode mode = v1::RESPONDENT_MODE_ALL_RESPONSES;
  absl::TimeZone zone;
  std::string zone_name;
};

// A table for people: one section a group, a row a period, a total below.
Report TrendReport(const v1::QueryTrendResponse& response, const TrendView& view);

// One flat table for programs: group, exact times in UTC, and every number.
Report TrendFlatReport(const v1::QueryTrendResponse& response);

// "2025-03", "2025-W09", "2025-03-30 02:00+0200": the bucket in its zone.
std::string PeriodName(const v1::TrendPoint& point, const TrendView& view);

// "source=web, plan=pro"; empty for the group of everything.
std::string GroupName(const google::protobuf::Map<std::string, std::string>& group);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_TREND_REPORT_H_
