#include "client/formats/vendor_time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/cpp/strings.h"
#include "client/formats/fraction.h"
#include "client/formats/mapping.h"
#include "client/formats/steps.h"

namespace voc::formats {
namespace {

constexpr int kMinute = 60;
constexpr int kHour = 60 * kMinute;
// 1990 and 2200: no survey was answered outside, so that what counts to there counts
// in another unit.
constexpr int64_t kMinSeconds = 631'152'000;
constexpr int64_t kMaxSeconds = 7'258'118'400;

struct NamedZone {
  std::string_view name;
  int offset_hours;
};

// RFC 5322 defines these names, and no others.
constexpr std::array<NamedZone, 11> kNamedZones = {{{"UTC", 0},
                                                    {"GMT", 0},
                                                    {"Z", 0},
                                                    {"EST", -5},
                                                    {"EDT", -4},
                                                    {"CST", -6},
                                                    {"CDT", -5},
                                                    {"MST", -7},
                                                    {"MDT", -6},
                                                    {"PST", -8},
                                                    {"PDT", -7}}};

// Takes from `least` to `most` digits off the front of `text`.
bool TakeNumber(std::string_view& text, size_t least, size_t most, int& value) {
  size_t digits = 0;
  value = 0;
  while (digits < most && digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    value = value * 10 + (text[digits++] - '0');
  }
  text.remove_prefix(digits);
  return digits >= least;
}

bool Take(std::string_view& text, std::string_view prefix) {
  if (!absl::StartsWithIgnoreCase(client::ToAbsl(text), client::ToAbsl(prefix))) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool TakeYearFirst(std::string_view& text, int& year, int& month, int& day) {
  if (!TakeNumber(text, 4, 4, year) || text.empty()) return false;
  const std::string_view separator = text.substr(0, 1);
  return (separator == "-" || separator == "/") && Take(text, separator) &&
         TakeNumber(text, 1, 2, month) && Take(text, separator) && TakeNumber(text, 1, 2, day);
}

bool TakeYearLast(std::string_view& text, int& first, int& second, int& year) {
  if (!TakeNumber(text, 1, 2, first) || text.empty()) return false;
  const std::string_view separator = text.substr(0, 1);
  return (separator == "/" || separator == "." || separator == "-") && Take(text, separator) &&
         TakeNumber(text, 1, 2, second) && Take(text, separator) && TakeNumber(text, 4, 4, year);
}

bool TakeDate(std::string_view& text, TimeShape shape, absl::CivilDay& date) {
  int year = 0;
  int month = 0;
  int day = 0;
  std::string_view rest = text;
  if (!TakeYearFirst(rest, year, month, day)) {
    rest = text;
    if (shape == TimeShape::kMonthFirst) {
      if (!TakeYearLast(rest, month, day, year)) return false;
    } else if (shape != TimeShape::kDayFirst || !TakeYearLast(rest, day, month, year)) {
      return false;
    }
  }
  text = rest;
  date = absl::CivilDay(year, month, day);
  // Abseil carries 31 February into March.
  return date.month() == month && date.day() == day;
}

struct Clock {
  int hour = 0;
  int minute = 0;
  int second = 0;
  int64_t nanos = 0;
};

// "10:40 PM" and "22:40:12.5"
bool TakeClock(std::string_view& text, Clock& clock) {
  if (!TakeNumber(text, 1, 2, clock.hour) || !Take(text, ":") ||
      !TakeNumber(text, 2, 2, clock.minute)) {
    return false;
  }
  if (Take(text, ":")) {
    if (!TakeNumber(text, 2, 2, clock.second)) return false;
    if (Take(text, ".") || Take(text, ",")) {
      const std::optional<int64_t> nanos = TakeNanos(text);
      if (!nanos.has_value()) return false;
      clock.nanos = *nanos;
    }
  }
  std::string_view rest = client::ToStd(absl::StripLeadingAsciiWhitespace(client::ToAbsl(text)));
  const bool am = Take(rest, "AM");
  if (am || Take(rest, "PM")) {
    text = rest;
    if (clock.hour < 1 || clock.hour > 12) return false;
    clock.hour = clock.hour % 12 + (am ? 0 : 12);
  }
  // The leap second is the second after.
  return clock.hour <= 23 && clock.minute <= 59 && clock.second <= 60;
}

// What follows the clock, trimmed; absent where it is no zone.
std::optional<int> ZoneOffset(std::string_view text) {
  for (const NamedZone& zone : kNamedZones) {
    if (absl::EqualsIgnoreCase(client::ToAbsl(text), client::ToAbsl(zone.name))) {
      return zone.offset_hours * kHour;
    }
  }
  if (!Take(text, "GMT")) Take(text, "UTC");
  const bool negative = text.starts_with('-') || text.starts_with("\xE2\x88\x92");
  if (!Take(text, "-") && !Take(text, "+") && !Take(text, "\xE2\x88\x92")) return std::nullopt;
  int hours = 0;
  int minutes = 0;
  if (!TakeNumber(text, 1, 2, hours)) return std::nullopt;
  const bool colon = Take(text, ":");
  if ((colon || !text.empty()) && !TakeNumber(text, 2, 2, minutes)) return std::nullopt;
  if (!text.empty() || hours > 23 || minutes > 59) return std::nullopt;
  return (hours * kHour + minutes * kMinute) * (negative ? -1 : 1);
}

std::optional<VendorTime> ParseEpoch(std::string_view text, bool millis) {
  double count = 0;
  int64_t whole = 0;
  const int64_t unit = millis ? 1000 : 1;
  if (absl::SimpleAtoi(client::ToAbsl(text), &whole)) {
    if (whole < kMinSeconds * unit || whole >= kMaxSeconds * unit) return std::nullopt;
    return VendorTime{millis ? absl::FromUnixMillis(whole) : absl::FromUnixSeconds(whole), true};
  }
  if (!absl::SimpleAtod(client::ToAbsl(text), &count) ||
      !(count >= kMinSeconds * unit && count < kMaxSeconds * unit)) {
    return std::nullopt;
  }
  return VendorTime{absl::UnixEpoch() + (millis ? absl::Milliseconds(count) : absl::Seconds(count)),
                    true};
}

// What ParseVendorTime() takes.
std::string_view DescribeShape(TimeShape shape) {
  switch (shape) {
    case TimeShape::kSeconds:
      return "a number of seconds since 1970, from 1990 to 2199";
    case TimeShape::kMillis:
      return "a number of milliseconds since 1970, from 1990 to 2199";
    case TimeShape::kEpoch:
      return "a number of seconds or milliseconds since 1970, from 1990 to 2199";
    case TimeShape::kMonthFirst:
      return "a time such as 03/31/2025 02:05:00 PM";
    case TimeShape::kDayFirst:
      return "a time such as 31/03/2025 14:05:00";
    default:
      return "a time such as 2025-03-31 14:05:00";
  }
}

}  // namespace

std::optional<VendorTime> ParseVendorTime(std::string_view text, TimeShape shape,
                                          const absl::TimeZone& zone) {
  text = client::ToStd(absl::StripAsciiWhitespace(client::ToAbsl(text)));
  if (shape == TimeShape::kSeconds || shape == TimeShape::kMillis) {
    return ParseEpoch(text, shape == TimeShape::kMillis);
  }
  if (shape == TimeShape::kEpoch) {
    // No number is both.
    const auto seconds = ParseEpoch(text, /*millis=*/false);
    return seconds.has_value() ? seconds : ParseEpoch(text, /*millis=*/true);
  }
  absl::CivilDay day;
  if (!TakeDate(text, shape, day)) return std::nullopt;
  Clock clock;
  if (!text.empty()) {
    if (!Take(text, "T") && !Take(text, " ")) return std::nullopt;
    if (!TakeClock(text, clock)) return std::nullopt;
  }
  text = client::ToStd(absl::StripAsciiWhitespace(client::ToAbsl(text)));
  const absl::CivilSecond civil(day.year(), day.month(), day.day(), clock.hour, clock.minute,
                                clock.second);
  VendorTime read{absl::FromCivil(civil, zone), false};
  if (!text.empty()) {
    const std::optional<int> offset = ZoneOffset(text);
    if (!offset.has_value()) return std::nullopt;
    read = {absl::FromCivil(civil, absl::UTCTimeZone()) - absl::Seconds(*offset), true};
  }
  read.time += absl::Nanoseconds(clock.nanos);
  return read;
}

std::string WhyNoTime(std::string_view text, TimeShape shape) {
  const bool millis = shape == TimeShape::kMillis;
  const bool counts = millis || shape == TimeShape::kSeconds;
  const TimeShape other = millis ? TimeShape::kSeconds : TimeShape::kMillis;
  const auto reads = [&](TimeShape order) {
    return ParseVendorTime(text, order, absl::UTCTimeZone()).has_value();
  };
  if (shape == TimeShape::kAny && (reads(TimeShape::kMonthFirst) || reads(TimeShape::kDayFirst))) {
    return absl::StrCat(Excerpt(text),
                        " does not tell its month from its day, which a mapping (--map) with "
                        "`time month-first` or `time day-first` does");
  }
  const bool is_other = counts && reads(other);
  return absl::StrCat(Excerpt(text), " is not ", client::ToAbsl(DescribeShape(shape)),
                      is_other
                          ? absl::StrCat("; it looks like ", millis ? "seconds" : "milliseconds",
                                         ", which a mapping (--map) with `time ",
                                         millis ? "seconds" : "millis", "` reads")
                          : "");
}

}  // namespace voc::formats
