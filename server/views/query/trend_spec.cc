#include "server/views/query/trend_spec.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/ingest/limits.h"
#include "server/views/query/calendar.h"
#include "server/views/query/filter_validate.h"
#include "server/views/query/timestamps.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"
#include "storage/base/time.h"

namespace voc::views {
namespace {

constexpr std::string_view kPropertyPrefix = "property.";

struct NamedDimension {
  std::string_view name;
  Dimension dimension;
};

constexpr NamedDimension kDictionaryDimensions[] = {
    {"source", Dimension::kSource},     {"question", Dimension::kQuestion},
    {"account", Dimension::kAccount},   {"channel", Dimension::kChannel},
    {"language", Dimension::kLanguage}, {"touchpoint", Dimension::kTouchpoint},
    {"platform", Dimension::kPlatform},
};

void CheckInterval(const v1::Interval& interval, std::vector<base::Violation>& found) {
  // Unlike a list, a trend has a bucket for every stretch of its interval.
  const auto check = [&](bool present, const google::protobuf::Timestamp& time,
                         std::string_view field) {
    if (!present || !IsValid(time)) return;
    if (time.seconds() >= ingest::kMinCollectedAtSeconds &&
        (time.seconds() < ingest::kEndCollectedAtSeconds ||
         (time.seconds() == ingest::kEndCollectedAtSeconds && time.nanos() == 0))) {
      return;
    }
    found.push_back({std::string(field), "must lie within the years 1678 to 2261"});
  };
  check(interval.has_start_time(), interval.start_time(), "filter.interval.start_time");
  check(interval.has_end_time(), interval.end_time(), "filter.interval.end_time");
}

void CheckGroupBy(const v1::QueryTrendRequest& request, std::vector<base::Violation>& found) {
  if (request.group_by_size() > kMaxGroupDimensions) {
    found.push_back({"group_by", absl::StrCat("at most ", kMaxGroupDimensions, " dimensions")});
    return;
  }
  for (int i = 0; i < request.group_by_size(); ++i) {
    const std::string& name = request.group_by(i);
    const std::string field = absl::StrCat("group_by[", i, "]");
    if (!ParseDimension(name)) {
      found.push_back({field,
                       "must be source, question, account, channel, language, journey_stage, "
                       "touchpoint, platform, theme or property.KEY, KEY of 1 to 255 bytes"});
    } else if (std::find(request.group_by().begin(), request.group_by().begin() + i, name) !=
               request.group_by().begin() + i) {
      found.push_back({field, "is there already; each dimension at most once"});
    }
  }
}

}  // namespace

std::optional<GroupDimension> ParseDimension(std::string_view name) {
  GroupDimension result;
  result.name = std::string(name);
  for (const NamedDimension& known : kDictionaryDimensions) {
    if (known.name != name) continue;
    result.dimension = known.dimension;
    return result;
  }
  if (name == "journey_stage") {
    result.kind = GroupDimension::Kind::kJourneyStage;
    return result;
  }
  if (name == "theme") {
    result.kind = GroupDimension::Kind::kTheme;
    return result;
  }
  if (name.size() > kPropertyPrefix.size() &&
      name.size() <= kPropertyPrefix.size() + ingest::kMaxPropertyKeyBytes &&
      name.substr(0, kPropertyPrefix.size()) == kPropertyPrefix) {
    result.kind = GroupDimension::Kind::kProperty;
    result.property_key = std::string(name.substr(kPropertyPrefix.size()));
    return result;
  }
  return std::nullopt;
}

std::vector<base::Violation> ValidateTrendRequest(const v1::QueryTrendRequest& request) {
  std::vector<base::Violation> found;
  if (request.metric() == v1::TREND_METRIC_UNSPECIFIED ||
      !v1::TrendMetric_IsValid(request.metric())) {
    found.push_back({"metric",
                     "required: TREND_METRIC_NPS, TREND_METRIC_CSAT, TREND_METRIC_CES, "
                     "TREND_METRIC_RATING or TREND_METRIC_SENTIMENT"});
  }
  for (base::Violation& violation : ValidateFilter(request.filter(), "filter")) {
    found.push_back(std::move(violation));
  }
  CheckInterval(request.filter().interval(), found);
  if (!v1::Granularity_IsValid(request.granularity())) {
    found.push_back({"granularity",
                     "must be GRANULARITY_HOUR, _DAY, _ISO_WEEK, _MONTH, _QUARTER, _YEAR or "
                     "_TOTAL"});
  }
  if (const auto zone = LoadZone(request.time_zone()); !zone.ok()) {
    found.push_back({"time_zone", std::string(base::ToStd(zone.status().message()))});
  }
  CheckGroupBy(request, found);
  if (request.window_days() < 0 || request.window_days() > kMaxWindowDays) {
    found.push_back({"window_days", absl::StrCat("must be 0 to ", kMaxWindowDays)});
  }
  if (!v1::RespondentMode_IsValid(request.respondent_mode())) {
    found.push_back({"respondent_mode",
                     "must be RESPONDENT_MODE_ALL_RESPONSES, _LATEST_PER_RESPONDENT or "
                     "_LATEST_PER_ACCOUNT"});
  }
  // Written so that NaN is refused.
  if (!(request.confidence() >= 0 && request.confidence() < 1)) {
    found.push_back({"confidence", "must be above 0 and below 1; 0 means 0.95"});
  }
  if (!v1::Comparison_IsValid(request.comparison())) {
    found.push_back({"comparison", "must be COMPARISON_PREVIOUS or COMPARISON_YEAR_AGO"});
  }
  if (request.min_n() < 0) found.push_back({"min_n", "must not be negative; 0 means 30"});
  return found;
}

absl::StatusOr<TrendSpec> ParseTrendRequest(const v1::QueryTrendRequest& request) {
  const std::vector<base::Violation> violations = ValidateTrendRequest(request);
  if (!violations.empty()) return base::InvalidRequest(violations);
  absl::StatusOr<absl::TimeZone> zone = LoadZone(request.time_zone());
  if (!zone.ok()) return zone.status();
  TrendSpec spec;
  spec.metric = request.metric();
  if (request.granularity() != v1::GRANULARITY_UNSPECIFIED)
    spec.granularity = request.granularity();
  spec.zone = *zone;
  for (const std::string& name : request.group_by()) {
    spec.group_by.push_back(*ParseDimension(name));
  }
  spec.window_days = request.window_days();
  if (request.respondent_mode() != v1::RESPONDENT_MODE_UNSPECIFIED) {
    spec.mode = request.respondent_mode();
  }
  if (request.confidence() != 0) spec.confidence = request.confidence();
  if (request.min_n() != 0) spec.min_n = request.min_n();
  if (request.comparison() != v1::COMPARISON_UNSPECIFIED) spec.comparison = request.comparison();
  const bool by_account =
      std::any_of(spec.group_by.begin(), spec.group_by.end(), [](const GroupDimension& one) {
        return one.kind == GroupDimension::Kind::kDictionary &&
               one.dimension == Dimension::kAccount;
      });
  if (by_account || request.filter().account_ids_size() > 0) {
    spec.cluster_by = ClusterBy::kRespondent;
  }
  const v1::Interval& interval = request.filter().interval();
  if (interval.has_start_time()) spec.start = base::FromTimestamp(interval.start_time());
  if (interval.has_end_time()) spec.end = base::FromTimestamp(interval.end_time());
  return spec;
}

}  // namespace voc::views
