#include "client/cli/theme_query.h"

#include <string_view>

#include "client/cli/names.h"
#include "client/cli/time_text.h"
#include "voc/v1/trend.pb.h"

namespace voc::cli {
namespace {

// Sets `time`, unless the option was not given.
template <typename Set>
absl::Status ReadTime(std::string_view option, const std::string& text, const absl::TimeZone& zone,
                      Set set) {
  if (text.empty()) return absl::OkStatus();
  const auto time = ParseTimeOption(option, text, zone);
  if (time.ok()) set(ToTimestamp(*time));
  return time.status();
}

}  // namespace

absl::StatusOr<v1::QueryImpactRequest> ToImpactRequest(const ImpactOptions& options,
                                                       const absl::TimeZone& zone) {
  v1::QueryImpactRequest request;
  const auto metric = ParseNameOption<v1::TrendMetric>("--metric", options.metric);
  if (!metric.ok()) return metric.status();
  request.set_metric(*metric);
  const auto filter = ToFilter(options.filter, zone);
  if (!filter.ok()) return filter.status();
  *request.mutable_filter() = *filter;
  request.set_group_by(options.by);
  absl::Status read = ReadTime("--before-since", options.before_since, zone, [&](const auto& time) {
    *request.mutable_before()->mutable_start_time() = time;
  });
  if (!read.ok()) return read;
  read = ReadTime("--before-until", options.before_until, zone,
                  [&](const auto& time) { *request.mutable_before()->mutable_end_time() = time; });
  if (!read.ok()) return read;
  request.set_confidence(options.confidence);
  request.set_min_n(options.min_n);
  request.set_false_discovery_rate(options.false_discovery_rate);
  request.set_limit(options.limit);
  return request;
}

absl::StatusOr<v1::DiscoverThemesRequest> ToDiscoverRequest(const DiscoverOptions& options,
                                                            const absl::TimeZone& zone,
                                                            const std::string& zone_name) {
  v1::DiscoverThemesRequest request;
  const auto filter = ToFilter(options.filter, zone);
  if (!filter.ok()) return filter.status();
  *request.mutable_filter() = *filter;
  const absl::Status read =
      ReadTime("--before-since", options.before_since, zone,
               [&](const auto& time) { *request.mutable_before_start_time() = time; });
  if (!read.ok()) return read;
  request.set_time_zone(zone_name);
  request.set_limit(options.limit);
  request.set_min_texts(options.min_texts);
  request.set_false_discovery_rate(options.false_discovery_rate);
  return request;
}

}  // namespace voc::cli
