#ifndef VOC_CLIENT_CLI_TIME_TEXT_H_
#define VOC_CLIENT_CLI_TIME_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace voc::cli {

// A moment read from text.
struct ParsedTime {
  absl::Time time;
  // The text said its zone (Z or an offset).
  bool has_zone = false;
};

// Reads RFC 3339, or YYYY-MM-DDTHH:MM:SS without zone, which is then a local
// time of `zone`: the earlier of two, and the moment of change where the clock
// skipped it. A blank may stand for the T, and a fraction may follow the
// seconds. Absent for anything else, impossible dates included.
std::optional<ParsedTime> ParseTimestamp(std::string_view text, const absl::TimeZone& zone);

// As ParseTimestamp; seconds may be left out, and a date alone is its midnight
// in `zone`. INVALID_ARGUMENT with `option` named.
absl::StatusOr<absl::Time> ParseTimeOption(std::string_view option, std::string_view text,
                                           const absl::TimeZone& zone);

google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

// RFC 3339 in UTC with as many digits of the second as needed.
std::string FormatUtc(absl::Time time);

// "2025-03-01 14:05" in `zone`.
std::string FormatMinute(absl::Time time, const absl::TimeZone& zone);
// "2025-03-01 14:05:09" in `zone`.
std::string FormatSecond(absl::Time time, const absl::TimeZone& zone);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_TIME_TEXT_H_
