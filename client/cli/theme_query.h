#ifndef VOC_CLIENT_CLI_THEME_QUERY_H_
#define VOC_CLIENT_CLI_THEME_QUERY_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cli/filter_options.h"
#include "voc/v1/theme.pb.h"

namespace voc::cli {

// The options of `voc themes impact`.
struct ImpactOptions {
  std::string metric = "nps";
  std::string by = "theme";
  std::string before_since;
  std::string before_until;
  double confidence = 0.95;
  int min_n = 30;
  double false_discovery_rate = 0.10;
  int limit = 100;
  FilterOptions filter;
};

// INVALID_ARGUMENT names the option that cannot be read.
absl::StatusOr<v1::QueryImpactRequest> ToImpactRequest(const ImpactOptions& options,
                                                       const absl::TimeZone& zone);

// The options of `voc themes discover`.
struct DiscoverOptions {
  std::string before_since;
  int limit = 25;
  int min_texts = 5;
  double false_discovery_rate = 0.10;
  FilterOptions filter;
};

absl::StatusOr<v1::DiscoverThemesRequest> ToDiscoverRequest(const DiscoverOptions& options,
                                                            const absl::TimeZone& zone,
                                                            const std::string& zone_name);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_THEME_QUERY_H_
