#ifndef VOC_SERVER_VIEWS_QUERY_IMPACT_SPEC_H_
#define VOC_SERVER_VIEWS_QUERY_IMPACT_SPEC_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/trend_spec.h"
#include "storage/base/violation.h"
#include "voc/v1/theme.pb.h"

namespace voc::views {

// Rows of one response.
inline constexpr int kDefaultImpactRows = 100;
inline constexpr int kMaxImpactRows = 1'000;

// What is expected to be chance among what is called significant, unless asked
// otherwise.
inline constexpr double kDefaultFalseDiscoveryRate = 0.10;

// A v1::QueryImpactRequest that is good, with its defaults filled in.
struct ImpactSpec {
  TrendSpec trend;                           // over the whole period, grouped by the one dimension
  std::optional<base::TimeNs> before_start;  // absent: the same length before
  std::optional<base::TimeNs> before_end;    // absent: where the period starts
  double false_discovery_rate = kDefaultFalseDiscoveryRate;
  size_t limit = kDefaultImpactRows;
};

// INVALID_ARGUMENT with every bad field.
absl::StatusOr<ImpactSpec> ParseImpactRequest(const v1::QueryImpactRequest& request);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_IMPACT_SPEC_H_
