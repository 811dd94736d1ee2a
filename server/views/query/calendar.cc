#include "server/views/query/calendar.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "server/views/query/timestamps.h"
#include "storage/base/strings.h"
#include "storage/base/time.h"

namespace voc::views {
namespace {

// [A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*
bool IsZoneName(std::string_view name) {
  if (name.empty() || name.size() > kMaxZoneNameBytes) return false;
  bool part_is_empty = true;
  for (const char c : name) {
    if (c == '/') {
      if (part_is_empty) return false;
      part_is_empty = true;
      continue;
    }
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '_' && c != '+' && c != '-') {
      return false;
    }
    part_is_empty = false;
  }
  return !part_is_empty;
}

// Names of tzdata that are settings of the machine, or zones with another count
// of seconds.
bool IsNoZone(std::string_view name) {
  const absl::string_view text = base::ToAbsl(name);
  return text == "localtime" || text == "posixrules" || absl::StartsWith(text, "right/") ||
         absl::StartsWith(text, "posix/");
}

// Abseil remembers every name it was ever asked for, for good or bad, so it is
// asked for those alone that have a file.
bool HasFile(std::string_view name) {
  const char* folder = std::getenv("TZDIR");
  std::error_code error;
  return std::filesystem::is_regular_file(
      std::filesystem::path(folder != nullptr ? folder : "/usr/share/zoneinfo") / name, error);
}

base::TimeNs StartOf(absl::CivilDay day, absl::TimeZone zone) {
  const absl::TimeZone::TimeInfo info = zone.At(absl::CivilSecond(day));
  return base::FromAbslTime(info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre);
}

// The first day of the bucket that holds `day`.
absl::CivilDay Floor(absl::CivilDay day, v1::Granularity granularity) {
  switch (granularity) {
    case v1::GRANULARITY_DAY:
      return day;
    case v1::GRANULARITY_ISO_WEEK:
      return absl::PrevWeekday(day + 1, absl::Weekday::monday);
    case v1::GRANULARITY_QUARTER:
      return absl::CivilDay(day.year(), (day.month() - 1) / 3 * 3 + 1);
    case v1::GRANULARITY_YEAR:
      return absl::CivilDay(absl::CivilYear(day));
    default:
      return absl::CivilDay(absl::CivilMonth(day));
  }
}

// The first day of the bucket `buckets` after that which begins with `day`.
absl::CivilDay Step(absl::CivilDay day, v1::Granularity granularity, int buckets) {
  switch (granularity) {
    case v1::GRANULARITY_DAY:
      return day + buckets;
    case v1::GRANULARITY_ISO_WEEK:
      return day + 7 * buckets;
    case v1::GRANULARITY_QUARTER:
      return absl::CivilDay(absl::CivilMonth(day) + 3 * buckets);
    case v1::GRANULARITY_YEAR:
      return absl::CivilDay(absl::CivilYear(day) + buckets);
    default:
      return absl::CivilDay(absl::CivilMonth(day) + buckets);
  }
}

absl::Status TooManyBuckets() {
  return absl::OutOfRangeError(
      absl::StrCat("the interval holds more than ", kMaxBuckets, " buckets"));
}

absl::StatusOr<std::vector<base::TimeNs>> DayEdges(TimeRange range, v1::Granularity granularity,
                                                   absl::TimeZone zone) {
  absl::CivilDay first =
      Floor(absl::CivilDay(zone.At(base::ToAbslTime(range.start)).cs), granularity);
  // Where clocks were set back over midnight the label of a moment can be that of
  // the bucket before.
  while (StartOf(Step(first, granularity, 1), zone) <= range.start) {
    first = Step(first, granularity, 1);
  }
  absl::CivilDay before = Step(first, granularity, -1);
  if (StartOf(before, zone) == StartOf(first, zone)) before = Step(before, granularity, -1);
  std::vector<base::TimeNs> edges = {StartOf(before, zone), StartOf(first, zone)};
  for (absl::CivilDay day = Step(first, granularity, 1); edges.back() < range.end;
       day = Step(day, granularity, 1)) {
    const base::TimeNs edge = StartOf(day, zone);
    if (edge == edges.back()) continue;  // skipped as a whole
    if (edges.size() == kMaxBuckets + 2) return TooManyBuckets();
    edges.push_back(edge);
  }
  return edges;
}

// Hours of the local clock. Between two changes of the clock edges are a full
// hour apart; a change is an edge where it leads into another hour.
class Hours {
 public:
  explicit Hours(absl::TimeZone zone) : zone_(zone) {}

  // The last edge that is not after `time`.
  absl::Time Floor(absl::Time time) const {
    const absl::Time full = time - IntoHour(time);
    absl::TimeZone::CivilTransition change;
    // Changes are at whole seconds. One at `time` itself counts as before it.
    if (!zone_.PrevTransition(time + absl::Seconds(1), &change)) return full;
    const absl::Time at = TimeOf(change);
    if (full >= at) return full;
    return IsEdge(change) ? at : Floor(at - absl::Nanoseconds(1));
  }

  // The first edge after `time`.
  absl::Time Next(absl::Time time) const {
    const absl::Time full = time - IntoHour(time) + absl::Hours(1);
    absl::TimeZone::CivilTransition change;
    if (!zone_.NextTransition(time, &change)) return full;
    const absl::Time at = TimeOf(change);
    if (full < at) return full;
    return IsEdge(change) ? at : Next(at);
  }

 private:
  absl::Duration IntoHour(absl::Time time) const {
    const absl::TimeZone::CivilInfo info = zone_.At(time);
    return absl::Minutes(info.cs.minute()) + absl::Seconds(info.cs.second()) + info.subsecond;
  }

  absl::Time TimeOf(const absl::TimeZone::CivilTransition& change) const {
    const absl::TimeZone::TimeInfo info = zone_.At(change.to);
    return info.kind == absl::TimeZone::TimeInfo::REPEATED ? info.trans : info.pre;
  }

  static bool IsEdge(const absl::TimeZone::CivilTransition& change) {
    return change.to == absl::CivilSecond(absl::CivilHour(change.to)) ||
           absl::CivilHour(change.from - 1) != absl::CivilHour(change.to);
  }

  absl::TimeZone zone_;
};

absl::StatusOr<std::vector<base::TimeNs>> HourEdges(TimeRange range, absl::TimeZone zone) {
  const Hours hours(zone);
  absl::Time edge = hours.Floor(base::ToAbslTime(range.start));
  std::vector<base::TimeNs> edges = {base::FromAbslTime(hours.Floor(edge - absl::Nanoseconds(1))),
                                     base::FromAbslTime(edge)};
  while (edges.back() < range.end) {
    if (edges.size() == kMaxBuckets + 2) return TooManyBuckets();
    edge = hours.Next(edge);
    edges.push_back(base::FromAbslTime(edge));
  }
  return edges;
}

// The moment of a local clock time; the earlier one if it comes twice, the end of the
// skip if it is skipped.
base::TimeNs TimeOf(absl::CivilSecond local, absl::Duration subsecond, absl::TimeZone zone) {
  const absl::TimeZone::TimeInfo info = zone.At(local);
  if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) return base::FromAbslTime(info.trans);
  return base::FromAbslTime(info.pre + subsecond);
}

}  // namespace

absl::StatusOr<absl::TimeZone> LoadZone(std::string_view name) {
  if (name.empty() || name == "UTC") return absl::UTCTimeZone();
  absl::TimeZone zone;
  if (!IsZoneName(name) || IsNoZone(name) || !HasFile(name) ||
      !absl::LoadTimeZone(base::ToAbsl(name), &zone)) {
    return absl::InvalidArgumentError(
        "must be the name of a zone in the IANA time zone database, such as Europe/Stockholm");
  }
  return zone;
}

absl::StatusOr<std::vector<base::TimeNs>> Edges(TimeRange range, v1::Granularity granularity,
                                                absl::TimeZone zone) {
  if (granularity == v1::GRANULARITY_TOTAL) {
    const base::TimeNs length = SaturatingSubtract(range.end, range.start);
    return std::vector<base::TimeNs>{SaturatingSubtract(range.start, length), range.start,
                                     range.end};
  }
  if (granularity == v1::GRANULARITY_HOUR) return HourEdges(range, zone);
  return DayEdges(range, granularity, zone);
}

base::TimeNs AddDays(base::TimeNs time, int days, absl::TimeZone zone) {
  const absl::TimeZone::CivilInfo now = zone.At(base::ToAbslTime(time));
  return TimeOf(absl::CivilSecond(now.cs.year(), now.cs.month(), now.cs.day() + days, now.cs.hour(),
                                  now.cs.minute(), now.cs.second()),
                now.subsecond, zone);
}

base::TimeNs AddMonths(base::TimeNs time, int months, absl::TimeZone zone) {
  const absl::TimeZone::CivilInfo now = zone.At(base::ToAbslTime(time));
  return TimeOf(absl::CivilSecond(now.cs.year(), now.cs.month() + months, now.cs.day(),
                                  now.cs.hour(), now.cs.minute(), now.cs.second()),
                now.subsecond, zone);
}

}  // namespace voc::views
