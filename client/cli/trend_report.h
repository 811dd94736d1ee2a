#ifndef VOC_CLIENT_CLI_TREND_REPORT_H_
#define VOC_CLIENT_CLI_TREND_REPORT_H_

#include <string>
#include <vector>

#include "client/cli/table.h"
#include "client/report/marks.h"
#include "client/report/trend_view.h"
#include "client/report/verdict.h"
#include "voc/v1/trend.pb.h"

namespace voc::cli {

// A table for people, within 80 columns: one section a group, a row a period, a
// total below, and footnotes. Hidden points (client/report/privacy.h) say so.
Report TrendReport(const v1::QueryTrendResponse& response, const report::TrendView& view,
                   const report::Judge& judge);

// As above, its changes judged by themselves.
Report TrendReport(const v1::QueryTrendResponse& response, const report::TrendView& view);

// What happened, and the metric before and after it.
Table MarksTable(const std::vector<report::MarkEffect>& effects, const report::TrendView& view);

// One flat table for programs: group, exact times in UTC, and every number.
Report TrendFlatReport(const v1::QueryTrendResponse& response);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_TREND_REPORT_H_
