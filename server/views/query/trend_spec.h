#ifndef VOC_SERVER_VIEWS_QUERY_TREND_SPEC_H_
#define VOC_SERVER_VIEWS_QUERY_TREND_SPEC_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/views/facts/dictionary.h"
#include "storage/base/clock.h"
#include "storage/base/violation.h"
#include "voc/v1/trend.pb.h"

namespace voc::views {

// Limits of one trend request.
inline constexpr int kMaxGroupDimensions = 8;
inline constexpr int kMaxWindowDays = 3'660;

// What a series stands for in one of its dimensions.
struct GroupDimension {
  enum class Kind { kDictionary, kJourneyStage, kProperty, kTheme };
  Kind kind = Kind::kDictionary;
  std::string name;                          // as in group_by
  Dimension dimension = Dimension::kSource;  // of kDictionary
  std::string property_key;                  // of kProperty
};

// nullopt if `name` is none of the names that group_by takes.
std::optional<GroupDimension> ParseDimension(std::string_view name);

// Whose answers are taken as alike.
enum class ClusterBy {
  kNobody,      // not asked
  kAccount,     // an account's; without account, a respondent's
  kRespondent,  // a respondent's alone: the accounts were chosen, not drawn
};

// A v1::QueryTrendRequest that is good, with its defaults filled in.
struct TrendSpec {
  v1::TrendMetric metric = v1::TREND_METRIC_UNSPECIFIED;
  v1::Granularity granularity = v1::GRANULARITY_MONTH;
  absl::TimeZone zone;
  std::vector<GroupDimension> group_by;
  int window_days = 0;
  v1::RespondentMode mode = v1::RESPONDENT_MODE_ALL_RESPONSES;
  double confidence = 0.95;
  int64_t min_n = 30;
  v1::Comparison comparison = v1::COMPARISON_PREVIOUS;
  ClusterBy cluster_by = ClusterBy::kAccount;
  std::optional<base::TimeNs> start;  // of the interval; absent means the data's
  std::optional<base::TimeNs> end;
};

// Every bad field of a request; empty if it is good.
std::vector<base::Violation> ValidateTrendRequest(const v1::QueryTrendRequest& request);

// INVALID_ARGUMENT with every bad field.
absl::StatusOr<TrendSpec> ParseTrendRequest(const v1::QueryTrendRequest& request);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TREND_SPEC_H_
