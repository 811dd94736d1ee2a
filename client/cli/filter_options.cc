#include "client/cli/filter_options.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "client/cli/names.h"
#include "client/cli/text_fields.h"
#include "client/cli/time_text.h"
#include "client/cpp/strings.h"

namespace voc::cli {
namespace {

constexpr std::string_view kPropertyPrefix = "property.";

struct TextDimension {
  std::string_view name;
  std::string* (v1::Filter::*add)();
};

constexpr TextDimension kTextDimensions[] = {
    {"source", &v1::Filter::add_source_ids},      {"question", &v1::Filter::add_question_ids},
    {"account", &v1::Filter::add_account_ids},    {"respondent", &v1::Filter::add_respondent_ids},
    {"channel", &v1::Filter::add_channels},       {"language", &v1::Filter::add_languages},
    {"touchpoint", &v1::Filter::add_touchpoints}, {"platform", &v1::Filter::add_platforms},
    {"theme", &v1::Filter::add_themes},
};

}  // namespace

absl::Status AddCondition(std::string_view condition, v1::Filter* filter) {
  const size_t equals = condition.find('=');
  // A property's key may hold "=" no more than a shell makes easy; the first
  // one splits.
  if (equals == std::string_view::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("--where: DIMENSION=VALUE, not \"", client::ToAbsl(condition), "\""));
  }
  const std::string_view name = condition.substr(0, equals);
  const std::string value(condition.substr(equals + 1));
  const std::string option = absl::StrCat("--where ", client::ToAbsl(name));
  for (const TextDimension& dimension : kTextDimensions) {
    if (dimension.name != name) continue;
    *(filter->*dimension.add)() = value;
    return absl::OkStatus();
  }
  if (name == "metric") {
    const auto metric = ParseNameOption<v1::Metric>(option, value);
    if (metric.ok()) filter->add_metrics(*metric);
    return metric.status();
  }
  if (name == "nps_group") {
    const auto group = ParseNameOption<v1::NpsGroup>(option, value);
    if (group.ok()) filter->add_nps_groups(*group);
    return group.status();
  }
  if (name == "sentiment") {
    const auto label = ParseNameOption<v1::SentimentLabel>(option, value);
    if (label.ok()) filter->add_sentiment_labels(*label);
    return label.status();
  }
  if (name == "journey_stage") {
    if (value.empty()) {
      filter->add_journey_stages(v1::JOURNEY_STAGE_UNSPECIFIED);
      return absl::OkStatus();
    }
    const auto stage = ParseNameOption<v1::JourneyStage>(option, value);
    if (stage.ok()) filter->add_journey_stages(*stage);
    return stage.status();
  }
  if (name.starts_with(kPropertyPrefix) && name.size() > kPropertyPrefix.size()) {
    const std::string key(name.substr(kPropertyPrefix.size()));
    const auto [at, inserted] = filter->mutable_properties()->insert({key, value});
    if (inserted || at->second == value) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(option, ": a property has one value"));
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "--where: \"", client::ToAbsl(name), "\" is none of ", client::ToAbsl(kWhereDimensions)));
}

std::string FilterText(const FilterOptions& options) {
  std::vector<std::string> parts;
  for (const std::string& metric : options.metrics) parts.push_back("metric=" + metric);
  parts.insert(parts.end(), options.where.begin(), options.where.end());
  if (options.min_score) parts.push_back(absl::StrCat("min-score=", *options.min_score));
  if (options.max_score) parts.push_back(absl::StrCat("max-score=", *options.max_score));
  if (!options.text.empty()) parts.push_back("text=" + options.text);
  if (options.include_excluded) parts.push_back("include-excluded");
  return absl::StrJoin(parts, ", ");
}

absl::StatusOr<v1::Filter> ToFilter(const FilterOptions& options, const absl::TimeZone& zone) {
  v1::Filter filter;
  for (const std::string& name : options.metrics) {
    const auto metric = ParseNameOption<v1::Metric>("--metric", name);
    if (!metric.ok()) return metric.status();
    filter.add_metrics(*metric);
  }
  for (const std::string& condition : options.where) {
    if (absl::Status status = AddCondition(condition, &filter); !status.ok()) return status;
  }
  if (options.min_score.has_value()) filter.set_min_score(*options.min_score);
  if (options.max_score.has_value()) filter.set_max_score(*options.max_score);
  filter.set_text_contains(options.text);
  filter.set_include_excluded(options.include_excluded);
  if (!options.since.empty()) {
    const auto since = ParseTimeOption("--since", options.since, zone);
    if (!since.ok()) return since.status();
    *filter.mutable_interval()->mutable_start_time() = ToTimestamp(*since);
  }
  if (!options.until.empty()) {
    const auto until = ParseTimeOption("--until", options.until, zone);
    if (!until.ok()) return until.status();
    *filter.mutable_interval()->mutable_end_time() = ToTimestamp(*until);
  }
  if (const std::string broken = FindBrokenText(filter); !broken.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(broken, ": is not UTF-8"));
  }
  return filter;
}

}  // namespace voc::cli
