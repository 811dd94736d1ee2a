#include "client/cli/time_text.h"

#include <string>

#include "absl/time/time.h"
#include "client/cli/time_zone.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

absl::TimeZone Stockholm() { return *LoadZone("Europe/Stockholm"); }

// As an instant in UTC; "-" where it cannot be read.
std::string Parsed(const std::string& text) {
  const auto parsed = ParseTimestamp(text, Stockholm());
  return parsed.has_value() ? FormatUtc(parsed->time) : "-";
}

TEST(TimeTextTest, ReadsRfc3339) {
  EXPECT_EQ(Parsed("2025-03-01T14:05:00Z"), "2025-03-01T14:05:00Z");
  EXPECT_EQ(Parsed("2025-03-01t14:05:00z"), "2025-03-01T14:05:00Z");
  EXPECT_EQ(Parsed("2025-03-01 14:05:00+05:45"), "2025-03-01T08:20:00Z");
  EXPECT_EQ(Parsed("2025-03-01T14:05:00-01:00"), "2025-03-01T15:05:00Z");
  EXPECT_EQ(Parsed("2025-03-01T14:05:00.123456789Z"), "2025-03-01T14:05:00.123456789Z");
  EXPECT_EQ(Parsed("2025-03-01T14:05:00.1234567891Z"), "2025-03-01T14:05:00.123456789Z");
  EXPECT_EQ(Parsed("2016-12-31T23:59:60Z"), "2017-01-01T00:00:00Z");
  EXPECT_EQ(Parsed("1900-01-01T00:00:00Z"), "1900-01-01T00:00:00Z");
}

TEST(TimeTextTest, WithoutZoneIsLocal) {
  EXPECT_EQ(Parsed("2025-01-15T12:00:00"), "2025-01-15T11:00:00Z");
  EXPECT_EQ(Parsed("2025-07-15T12:00:00"), "2025-07-15T10:00:00Z");
  // Twice on this day: the earlier. Never on this one: the moment of change.
  EXPECT_EQ(Parsed("2025-10-26T02:30:00"), "2025-10-26T00:30:00Z");
  EXPECT_EQ(Parsed("2025-03-30T02:30:00"), "2025-03-30T01:00:00Z");
  EXPECT_FALSE(ParseTimestamp("2025-01-15T12:00:00", Stockholm())->has_zone);
  EXPECT_TRUE(ParseTimestamp("2025-01-15T12:00:00Z", Stockholm())->has_zone);
}

TEST(TimeTextTest, RefusesEverythingElse) {
  for (const char* text :
       {"", "2025", "2025-03-01", "2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z",
        "2025-00-10T00:00:00Z", "2025-03-01T24:00:00Z", "2025-03-01T14:60:00Z", "2025-03-01T14:05Z",
        "2025-03-01T14:05:00X", "2025-03-01T14:05:00Zx", "2025-03-01T14:05:00+1:00",
        "2025-03-01T14:05:00.Z", "25-03-01T14:05:00Z", "yesterday", "2025-03-01T14:05:00+24:00"}) {
    EXPECT_EQ(Parsed(text), "-") << text;
  }
}

TEST(TimeTextTest, OptionsTakeDatesToo) {
  EXPECT_EQ(FormatUtc(*ParseTimeOption("--since", "2025-03-01", Stockholm())),
            "2025-02-28T23:00:00Z");
  EXPECT_EQ(FormatUtc(*ParseTimeOption("--since", "2025-03-01T08:30", Stockholm())),
            "2025-03-01T07:30:00Z");
  EXPECT_EQ(FormatUtc(*ParseTimeOption("--since", "2025-03-01T08:30:00Z", Stockholm())),
            "2025-03-01T08:30:00Z");
  const auto bad = ParseTimeOption("--since", "soon", Stockholm());
  EXPECT_EQ(bad.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(bad.status().message().substr(0, 8) == "--since:") << bad.status();
}

TEST(TimeTextTest, TimestampsRoundTrip) {
  for (const absl::Time time :
       {absl::FromUnixNanos(1), absl::FromUnixNanos(-1), absl::FromUnixSeconds(-5'000'000'000),
        absl::FromUnixNanos(1'700'000'000'999'999'999)}) {
    EXPECT_EQ(FromTimestamp(ToTimestamp(time)), time);
    EXPECT_GE(ToTimestamp(time).nanos(), 0);
  }
}

TEST(TimeTextTest, ForPeople) {
  const absl::Time time = absl::FromUnixSeconds(1'740'837'909);
  EXPECT_EQ(FormatMinute(time, Stockholm()), "2025-03-01 15:05");
  EXPECT_EQ(FormatSecond(time, Stockholm()), "2025-03-01 15:05:09");
}

}  // namespace
}  // namespace voc::cli
