#include "server/views/query/impact_spec.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/ingest/limits.h"
#include "server/views/query/timestamps.h"
#include "storage/base/status_details.h"
#include "storage/base/time.h"

namespace voc::views {
namespace {

// The trend whose cells an impact is made of: what both requests have is checked
// and read once.
v1::QueryTrendRequest TrendOf(const v1::QueryImpactRequest& request) {
  v1::QueryTrendRequest trend;
  trend.set_metric(request.metric());
  *trend.mutable_filter() = request.filter();
  trend.set_granularity(v1::GRANULARITY_TOTAL);
  trend.add_group_by(request.group_by().empty() ? "theme" : request.group_by());
  trend.set_confidence(request.confidence());
  trend.set_min_n(request.min_n());
  return trend;
}

bool IsStorable(const google::protobuf::Timestamp& time) {
  return IsValid(time) && time.seconds() >= ingest::kMinCollectedAtSeconds &&
         time.seconds() < ingest::kEndCollectedAtSeconds;
}

void CheckBefore(const v1::QueryImpactRequest& request, std::vector<base::Violation>& found) {
  const v1::Interval& before = request.before();
  const v1::Interval& period = request.filter().interval();
  const auto check = [&](bool present, const google::protobuf::Timestamp& time, const char* field) {
    if (!present || IsStorable(time)) return true;
    found.push_back({field, "must lie within the years 1678 to 2261"});
    return false;
  };
  const bool start = check(before.has_start_time(), before.start_time(), "before.start_time");
  const bool end = check(before.has_end_time(), before.end_time(), "before.end_time");
  // The period's own are looked at with the rest of the filter.
  if (!start || !end || (period.has_start_time() && !IsStorable(period.start_time()))) return;
  if (!before.has_start_time()) {
    found.push_back({"before.start_time", "required where there is a before"});
    return;
  }
  if (!period.has_start_time()) {
    found.push_back({"before", "needs filter.interval.start_time"});
    return;
  }
  const base::TimeNs until =
      base::FromTimestamp(before.has_end_time() ? before.end_time() : period.start_time());
  if (until > base::FromTimestamp(period.start_time())) {
    found.push_back({"before.end_time", "must not be later than filter.interval.start_time"});
  } else if (base::FromTimestamp(before.start_time()) >= until) {
    found.push_back({"before", "end_time must be later than start_time"});
  }
}

std::vector<base::Violation> Validate(const v1::QueryImpactRequest& request) {
  std::vector<base::Violation> found = ValidateTrendRequest(TrendOf(request));
  for (base::Violation& violation : found) {
    if (violation.field == "group_by[0]") violation.field = "group_by";
  }
  if (request.has_before()) CheckBefore(request, found);
  // Written so that NaN is refused.
  if (!(request.false_discovery_rate() >= 0 && request.false_discovery_rate() < 1)) {
    found.push_back({"false_discovery_rate", "must be above 0 and below 1; 0 means 0.10"});
  }
  if (request.limit() < 0 || request.limit() > kMaxImpactRows) {
    found.push_back(
        {"limit", absl::StrCat("must be 1 to ", kMaxImpactRows, "; 0 means ", kDefaultImpactRows)});
  }
  return found;
}

}  // namespace

absl::StatusOr<ImpactSpec> ParseImpactRequest(const v1::QueryImpactRequest& request) {
  const std::vector<base::Violation> violations = Validate(request);
  if (!violations.empty()) return base::InvalidRequest(violations);
  absl::StatusOr<TrendSpec> trend = ParseTrendRequest(TrendOf(request));
  if (!trend.ok()) return trend.status();
  ImpactSpec spec;
  spec.trend = *std::move(trend);
  if (request.has_before()) {
    spec.before_start = base::FromTimestamp(request.before().start_time());
    if (request.before().has_end_time()) {
      spec.before_end = base::FromTimestamp(request.before().end_time());
    }
  }
  if (request.false_discovery_rate() != 0) {
    spec.false_discovery_rate = request.false_discovery_rate();
  }
  if (request.limit() != 0) spec.limit = static_cast<size_t>(request.limit());
  return spec;
}

}  // namespace voc::views
