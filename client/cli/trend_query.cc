#include "client/cli/trend_query.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cli/filter_options.h"
#include "client/cli/names.h"
#include "client/report/language.h"
#include "client/report/trend_view.h"

namespace voc::cli {
namespace {

absl::StatusOr<v1::RespondentMode> ParseMode(const std::string& name) {
  if (name == "all") return v1::RESPONDENT_MODE_ALL_RESPONSES;
  if (name == "respondent") return v1::RESPONDENT_MODE_LATEST_PER_RESPONDENT;
  if (name == "account") return v1::RESPONDENT_MODE_LATEST_PER_ACCOUNT;
  return absl::InvalidArgumentError(
      absl::StrCat("--mode: all, respondent, account, not \"", name, "\""));
}

absl::StatusOr<v1::Comparison> ParseComparison(const std::string& name) {
  if (name == "previous") return v1::COMPARISON_PREVIOUS;
  if (name == "year-ago") return v1::COMPARISON_YEAR_AGO;
  return absl::InvalidArgumentError(
      absl::StrCat("--compare: previous, year-ago, not \"", name, "\""));
}

// People say week, the API which.
absl::StatusOr<v1::Granularity> ParseGranularity(const std::string& name) {
  const auto granularity =
      ParseNameOption<v1::Granularity>("--by", name == "week" ? std::string("iso_week") : name);
  if (granularity.ok()) return granularity;
  return absl::InvalidArgumentError(
      absl::StrCat("--by: hour, day, week, month, quarter, year, total, not \"", name, "\""));
}

}  // namespace

absl::StatusOr<v1::QueryTrendRequest> ToTrendRequest(const TrendOptions& options,
                                                     const absl::TimeZone& zone,
                                                     const std::string& zone_name) {
  v1::QueryTrendRequest request;
  const auto metric = ParseNameOption<v1::TrendMetric>("--metric", options.metric);
  if (!metric.ok()) return metric.status();
  request.set_metric(*metric);
  const auto granularity = ParseGranularity(options.by);
  if (!granularity.ok()) return granularity.status();
  request.set_granularity(*granularity);
  const auto mode = ParseMode(options.mode);
  if (!mode.ok()) return mode.status();
  request.set_respondent_mode(*mode);
  const auto filter = ToFilter(options.filter, zone);
  if (!filter.ok()) return filter.status();
  *request.mutable_filter() = *filter;
  request.set_time_zone(zone_name);
  for (const std::string& dimension : options.group_by) request.add_group_by(dimension);
  request.set_window_days(options.window_days);
  request.set_confidence(options.confidence);
  request.set_min_n(options.min_n);
  const auto comparison = ParseComparison(options.compare);
  if (!comparison.ok()) return comparison.status();
  request.set_comparison(*comparison);
  return request;
}

absl::StatusOr<report::Language> ParseLanguageOption(const std::string& code) {
  const auto language = report::ParseLanguage(code);
  if (language.has_value()) return *language;
  return absl::InvalidArgumentError(absl::StrCat("--lang: en, sv, da, no, not \"", code, "\""));
}

absl::StatusOr<report::TrendView> ViewOf(const v1::QueryTrendRequest& request,
                                         const TrendOptions& options, const absl::TimeZone& zone) {
  const auto language = ParseLanguageOption(options.language);
  if (!language.ok()) return language.status();
  return report::TrendView{.metric = request.metric(),
                           .granularity = request.granularity(),
                           .window_days = request.window_days(),
                           .mode = request.respondent_mode(),
                           .comparison = request.comparison(),
                           .confidence = request.confidence(),
                           .min_n = request.min_n(),
                           .anonymity_n = options.anonymity_n,
                           .only = FilterText(options.filter),
                           .zone = zone,
                           .zone_name = request.time_zone(),
                           .language = *language};
}

}  // namespace voc::cli
