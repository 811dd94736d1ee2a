#include "client/cli/time_text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/cpp/strings.h"
#include "client/formats/fraction.h"
#include "google/protobuf/timestamp.pb.h"

namespace voc::cli {
namespace {

// Takes `count` digits off the front of `text`.
bool TakeDigits(std::string_view& text, int count, int& value) {
  if (text.size() < static_cast<size_t>(count)) return false;
  value = 0;
  for (int i = 0; i < count; ++i) {
    const char c = text[i];
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return true;
}

bool TakeChar(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// Takes "Z" or "+01:00" off the front; absent offset where there is neither.
bool TakeOffset(std::string_view& text, std::optional<int>& offset_seconds) {
  if (text.empty()) return true;
  if (TakeChar(text, 'Z') || TakeChar(text, 'z')) {
    offset_seconds = 0;
    return true;
  }
  const bool negative = text.front() == '-';
  if (!TakeChar(text, '-') && !TakeChar(text, '+')) return false;
  int hours = 0;
  int minutes = 0;
  if (!TakeDigits(text, 2, hours) || !TakeChar(text, ':') || !TakeDigits(text, 2, minutes)) {
    return false;
  }
  if (hours > 23 || minutes > 59) return false;
  offset_seconds = (hours * 60 + minutes) * 60 * (negative ? -1 : 1);
  return true;
}

struct Parts {
  int hour = 0;
  int minute = 0;
  int second = 0;
  int64_t nanos = 0;
  std::optional<int> offset_seconds;
};

bool TakeDate(std::string_view& text, absl::CivilDay& day) {
  int year = 0;
  int month = 0;
  int day_of_month = 0;
  if (!TakeDigits(text, 4, year) || !TakeChar(text, '-') || !TakeDigits(text, 2, month) ||
      !TakeChar(text, '-') || !TakeDigits(text, 2, day_of_month)) {
    return false;
  }
  day = absl::CivilDay(year, month, day_of_month);
  // Abseil carries 31 February into March.
  return day.month() == month && day.day() == day_of_month;
}

bool TakeClock(std::string_view& text, bool seconds_required, Parts& parts) {
  if (!TakeChar(text, 'T') && !TakeChar(text, 't') && !TakeChar(text, ' ')) return false;
  if (!TakeDigits(text, 2, parts.hour) || !TakeChar(text, ':') ||
      !TakeDigits(text, 2, parts.minute)) {
    return false;
  }
  if (TakeChar(text, ':')) {
    if (!TakeDigits(text, 2, parts.second)) return false;
    if (TakeChar(text, '.')) {
      const std::optional<int64_t> nanos = formats::TakeNanos(text);
      if (!nanos.has_value()) return false;
      parts.nanos = *nanos;
    }
  } else if (seconds_required) {
    return false;
  }
  // RFC 3339 allows the leap second; it is the second after.
  if (parts.hour > 23 || parts.minute > 59 || parts.second > 60) return false;
  return TakeOffset(text, parts.offset_seconds) && text.empty();
}

ParsedTime Assemble(absl::CivilDay day, const Parts& parts, const absl::TimeZone& zone) {
  const absl::CivilSecond civil(day.year(), day.month(), day.day(), parts.hour, parts.minute,
                                parts.second);
  ParsedTime parsed;
  parsed.has_zone = parts.offset_seconds.has_value();
  if (parsed.has_zone) {
    parsed.time = absl::UnixEpoch() +
                  absl::Seconds(civil - absl::CivilSecond(1970, 1, 1) - *parts.offset_seconds);
  } else {
    parsed.time = absl::FromCivil(civil, zone);
  }
  parsed.time += absl::Nanoseconds(parts.nanos);
  return parsed;
}

}  // namespace

std::optional<ParsedTime> ParseTimestamp(std::string_view text, const absl::TimeZone& zone) {
  absl::CivilDay day;
  Parts parts;
  if (!TakeDate(text, day) || !TakeClock(text, /*seconds_required=*/true, parts)) {
    return std::nullopt;
  }
  return Assemble(day, parts, zone);
}

absl::StatusOr<absl::Time> ParseTimeOption(std::string_view option, std::string_view text,
                                           const absl::TimeZone& zone) {
  std::string_view rest = text;
  absl::CivilDay day;
  Parts parts;
  if (TakeDate(rest, day) && (rest.empty() || TakeClock(rest, /*seconds_required=*/false, parts))) {
    return Assemble(day, parts, zone).time;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      client::ToAbsl(option), ": a date (2025-03-01) or a time (2025-03-01T14:05:00Z), not \"",
      client::ToAbsl(text), "\""));
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(
      static_cast<int32_t>((time - absl::FromUnixSeconds(seconds)) / absl::Nanoseconds(1)));
  return timestamp;
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

std::string FormatUtc(absl::Time time) {
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

std::string FormatMinute(absl::Time time, const absl::TimeZone& zone) {
  return absl::FormatTime("%E4Y-%m-%d %H:%M", time, zone);
}

std::string FormatSecond(absl::Time time, const absl::TimeZone& zone) {
  return absl::FormatTime("%E4Y-%m-%d %H:%M:%S", time, zone);
}

}  // namespace voc::cli
