#ifndef VOC_CLIENT_CLI_TREND_QUERY_H_
#define VOC_CLIENT_CLI_TREND_QUERY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cli/filter_options.h"
#include "client/report/trend_view.h"
#include "voc/v1/trend.pb.h"

namespace voc::cli {

// The options of `voc trend` and `voc watch trend`.
struct TrendOptions {
  std::string metric = "nps";
  std::string by = "month";
  std::vector<std::string> group_by;
  int window_days = 0;
  std::string mode = "all";
  double confidence = 0.95;
  int min_n = 30;
  std::string compare = "previous";
  std::string language = "en";
  // Nothing is shown of fewer people; 0 shows all.
  int anonymity_n = 0;
  FilterOptions filter;
};

// INVALID_ARGUMENT names the option that cannot be read.
absl::StatusOr<v1::QueryTrendRequest> ToTrendRequest(const TrendOptions& options,
                                                     const absl::TimeZone& zone,
                                                     const std::string& zone_name);

// How the report of `request` looks. INVALID_ARGUMENT names the option that cannot
// be read.
absl::StatusOr<report::TrendView> ViewOf(const v1::QueryTrendRequest& request,
                                         const TrendOptions& options, const absl::TimeZone& zone);

// Reads --lang. INVALID_ARGUMENT for an unknown one.
absl::StatusOr<report::Language> ParseLanguageOption(const std::string& code);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_TREND_QUERY_H_
