#ifndef VOC_CLIENT_CLI_THEME_REPORT_H_
#define VOC_CLIENT_CLI_THEME_REPORT_H_

#include <string>

#include "client/cli/feedback_report.h"
#include "client/cli/table.h"
#include "voc/v1/theme.pb.h"

namespace voc::cli {

// What each value does to the metric. Numbers are rounded for people, or told in
// full where `zone` is exact.
Report ImpactReport(const v1::QueryImpactResponse& response, const v1::QueryImpactRequest& request,
                    const Zone& zone);

// The phrases that rose, with a quote below each for people.
Report DiscoverReport(const v1::DiscoverThemesResponse& response,
                      const v1::DiscoverThemesRequest& request, const Zone& zone);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_THEME_REPORT_H_
