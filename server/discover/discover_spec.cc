#include "server/discover/discover_spec.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "server/ingest/limits.h"
#include "server/views/query/calendar.h"
#include "server/views/query/timestamps.h"
#include "server/views/query/trend_spec.h"
#include "storage/base/status_details.h"
#include "storage/base/time.h"
#include "storage/base/violation.h"

namespace voc::discover {
namespace {

// A trend of the same texts: what both requests have is checked once.
v1::QueryTrendRequest TrendOf(const v1::DiscoverThemesRequest& request) {
  v1::QueryTrendRequest trend;
  trend.set_metric(v1::TREND_METRIC_SENTIMENT);
  *trend.mutable_filter() = request.filter();
  trend.set_time_zone(request.time_zone());
  return trend;
}

std::vector<base::Violation> Validate(const v1::DiscoverThemesRequest& request) {
  std::vector<base::Violation> found = views::ValidateTrendRequest(TrendOf(request));
  if (request.has_before_start_time()) {
    const google::protobuf::Timestamp& time = request.before_start_time();
    const v1::Interval& interval = request.filter().interval();
    if (!views::IsValid(time) || time.seconds() < ingest::kMinCollectedAtSeconds ||
        time.seconds() >= ingest::kEndCollectedAtSeconds) {
      found.push_back({"before_start_time", "must lie within the years 1678 to 2261"});
    } else if (interval.has_start_time() && views::IsValid(interval.start_time()) &&
               base::FromTimestamp(time) >= base::FromTimestamp(interval.start_time())) {
      found.push_back({"before_start_time", "must be earlier than filter.interval.start_time"});
    }
  }
  if (request.limit() < 0 || request.limit() > kMaxReportedPhrases) {
    found.push_back({"limit", absl::StrCat("must be 1 to ", kMaxReportedPhrases, "; 0 means ",
                                           kDefaultPhrases)});
  }
  if (request.min_texts() < 0 || request.min_texts() == 1 || request.min_texts() > kMaxMinTexts) {
    found.push_back(
        {"min_texts", absl::StrCat("must be 2 to ", kMaxMinTexts, "; 0 means ", kDefaultMinTexts)});
  }
  // Written so that NaN is refused.
  if (!(request.false_discovery_rate() >= 0 && request.false_discovery_rate() < 1)) {
    found.push_back({"false_discovery_rate", "must be above 0 and below 1; 0 means 0.10"});
  }
  return found;
}

base::TimeNs MidnightAfter(base::TimeNs time, absl::TimeZone zone) {
  const absl::CivilDay day = absl::ToCivilDay(base::ToAbslTime(time), zone);
  return base::FromAbslTime(zone.At(absl::CivilSecond(day + 1)).trans);
}

}  // namespace

absl::StatusOr<DiscoverSpec> ParseDiscoverRequest(const v1::DiscoverThemesRequest& request) {
  const std::vector<base::Violation> violations = Validate(request);
  if (!violations.empty()) return base::InvalidRequest(violations);
  const absl::StatusOr<views::TrendSpec> trend = views::ParseTrendRequest(TrendOf(request));
  if (!trend.ok()) return trend.status();
  DiscoverSpec spec;
  spec.start = trend->start;
  spec.end = trend->end;
  spec.zone = trend->zone;
  if (request.has_before_start_time()) {
    spec.before_start = base::FromTimestamp(request.before_start_time());
  }
  if (request.limit() != 0) spec.limit = static_cast<size_t>(request.limit());
  if (request.min_texts() != 0) spec.min_texts = request.min_texts();
  if (request.false_discovery_rate() != 0) {
    spec.false_discovery_rate = request.false_discovery_rate();
  }
  return spec;
}

absl::StatusOr<Periods> PeriodsOf(const DiscoverSpec& spec, base::TimeNs newest) {
  Periods periods;
  if (spec.end) {
    periods.now.end = *spec.end;
  } else if (spec.start) {
    periods.now.end = views::SaturatingAdd(newest, 1);
  } else {
    periods.now.end = MidnightAfter(newest, spec.zone);
  }
  periods.now.start =
      spec.start ? *spec.start : views::AddDays(periods.now.end, -kDefaultDays, spec.zone);
  periods.before.end = periods.now.start;
  const base::TimeNs length = views::SaturatingSubtract(periods.now.end, periods.now.start);
  periods.before.start =
      spec.before_start ? *spec.before_start : views::SaturatingSubtract(periods.now.start, length);
  if (periods.before.start >= periods.before.end) {
    return base::InvalidField("before_start_time", "must be earlier than the period starts");
  }
  return periods;
}

}  // namespace voc::discover
