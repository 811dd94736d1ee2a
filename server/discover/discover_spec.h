#ifndef VOC_SERVER_DISCOVER_DISCOVER_SPEC_H_
#define VOC_SERVER_DISCOVER_DISCOVER_SPEC_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/views/facts/fact_source.h"
#include "storage/base/clock.h"
#include "voc/v1/theme.pb.h"

namespace voc::discover {

inline constexpr int kDefaultPhrases = 25;
inline constexpr int kMaxReportedPhrases = 200;
inline constexpr int kDefaultMinTexts = 5;
inline constexpr int kMaxMinTexts = 65'535;
inline constexpr double kDefaultFalseDiscoveryRate = 0.10;
// Of the period, unless it is said.
inline constexpr int kDefaultDays = 30;

// A v1::DiscoverThemesRequest that is good, with its defaults filled in.
struct DiscoverSpec {
  std::optional<base::TimeNs> start;
  std::optional<base::TimeNs> end;
  std::optional<base::TimeNs> before_start;
  absl::TimeZone zone;
  size_t limit = kDefaultPhrases;
  int64_t min_texts = kDefaultMinTexts;
  double false_discovery_rate = kDefaultFalseDiscoveryRate;
};

// INVALID_ARGUMENT with every bad field.
absl::StatusOr<DiscoverSpec> ParseDiscoverRequest(const v1::DiscoverThemesRequest& request);

// Two periods that follow each other.
struct Periods {
  views::TimeRange before;
  views::TimeRange now;
};

// `newest` is the time of the newest text, where the spec has no end.
// INVALID_ARGUMENT where the periods then are empty.
absl::StatusOr<Periods> PeriodsOf(const DiscoverSpec& spec, base::TimeNs newest);

}  // namespace voc::discover

#endif  // VOC_SERVER_DISCOVER_DISCOVER_SPEC_H_
