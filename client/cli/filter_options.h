#ifndef VOC_CLIENT_CLI_FILTER_OPTIONS_H_
#define VOC_CLIENT_CLI_FILTER_OPTIONS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {

// The options that say which feedback is meant, as they stand on the command
// line. Together they reach every field of Filter.
struct FilterOptions {
  // --metric, where the command has it: nps, csat, ces.
  std::vector<std::string> metrics;
  // --where DIMENSION=VALUE
  std::vector<std::string> where;
  std::optional<int> min_score;
  std::optional<int> max_score;
  std::string text;
  std::string since;
  std::string until;
  bool include_excluded = false;
};

// What --where takes, for help and errors.
inline constexpr std::string_view kWhereDimensions =
    "metric, source, question, account, respondent, channel, language, journey_stage, touchpoint, "
    "platform, theme, property.KEY, nps_group, sentiment";

// Dates and times without zone are in `zone`. INVALID_ARGUMENT names the option
// that cannot be read.
absl::StatusOr<v1::Filter> ToFilter(const FilterOptions& options, const absl::TimeZone& zone);

// What the options leave in, as they were given, for those who read a report: that of
// a part must not be taken for that of all. The period aside, which reports show.
std::string FilterText(const FilterOptions& options);

// Adds one DIMENSION=VALUE. Values of the same dimension are ORed; a property
// has one value. An empty value means feedback without one.
absl::Status AddCondition(std::string_view condition, v1::Filter* filter);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_FILTER_OPTIONS_H_
