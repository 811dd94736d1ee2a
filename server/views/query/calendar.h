#ifndef VOC_SERVER_VIEWS_QUERY_CALENDAR_H_
#define VOC_SERVER_VIEWS_QUERY_CALENDAR_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/views/facts/fact_source.h"
#include "storage/base/clock.h"
#include "voc/v1/trend.pb.h"

namespace voc::views {

// Most buckets of one trend.
inline constexpr size_t kMaxBuckets = 100'000;

// Longest IANA name taken.
inline constexpr size_t kMaxZoneNameBytes = 64;

// The zone of an IANA name such as "Europe/Stockholm"; "" means UTC.
// INVALID_ARGUMENT for any other name, files of the machine included.
absl::StatusOr<absl::TimeZone> LoadZone(std::string_view name);

// Edges of the calendar buckets that cover the non-empty `range`, strictly
// ascending: bucket i is [edges[i], edges[i + 1]). Bucket 0 is the one before the
// range, bucket 1 holds its start and the last one its end. OUT_OF_RANGE if more
// than kMaxBuckets cover it. Edges that TimeNs cannot say become its ends; the
// range itself begins in 1678 or later.
//
// A day begins when its first midnight passes, or where midnight is skipped, with
// the skip; a day that is skipped as a whole has no bucket. An hour begins
// wherever the local clock shows a full hour or jumps into another hour: an hour
// that a clock change repeats is two buckets. GRANULARITY_TOTAL is one bucket,
// the range, after one of the same length.
absl::StatusOr<std::vector<base::TimeNs>> Edges(TimeRange range, v1::Granularity granularity,
                                                absl::TimeZone zone);

// The same local clock time `days` calendar days later (earlier if negative); the
// earlier one if that time comes twice, the end of the skip if it is skipped.
base::TimeNs AddDays(base::TimeNs time, int days, absl::TimeZone zone);

// The same for calendar months. A day that the month does not have is the one as
// many days after the month's end.
base::TimeNs AddMonths(base::TimeNs time, int months, absl::TimeZone zone);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_CALENDAR_H_
