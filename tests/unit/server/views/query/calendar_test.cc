#include "server/views/query/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/unit/server/views/query/times.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;

absl::TimeZone Zone(std::string_view name) {
  const absl::StatusOr<absl::TimeZone> zone = LoadZone(name);
  EXPECT_TRUE(zone.ok()) << name << ": " << zone.status();
  return zone.value_or(absl::UTCTimeZone());
}

std::vector<std::string> ShownEdges(std::string_view start, std::string_view end,
                                    v1::Granularity granularity, std::string_view zone) {
  const auto edges = Edges({At(start), At(end)}, granularity, Zone(zone));
  EXPECT_TRUE(edges.ok()) << edges.status();
  std::vector<std::string> shown;
  for (const base::TimeNs edge : edges.value_or(std::vector<base::TimeNs>())) {
    shown.push_back(Shown(edge));
  }
  return shown;
}

TEST(LoadZone, TakesIanaNames) {
  for (const char* name : {"", "UTC", "Etc/GMT+5", "Europe/Stockholm", "Asia/Kathmandu",
                           "America/Argentina/Buenos_Aires", "America/Port-au-Prince"}) {
    EXPECT_TRUE(LoadZone(name).ok()) << name;
  }
}

TEST(LoadZone, RefusesEverythingElse) {
  for (const char* name :
       {"localtime", "posixrules", "right/UTC", "posix/Europe/Stockholm", "/etc/localtime",
        "../../etc/localtime", "file:/etc/localtime", "libc:localtime", "Europe", "Europe/",
        "Europe//Stockholm", "Europe/Nowhere", "europe/stockholm ", "UTC+2", "+02:00", "zone.tab",
        "tzdata.zi", "Europe/Stockholm\n", "leapseconds"}) {
    const auto zone = LoadZone(name);
    EXPECT_EQ(zone.status().code(), absl::StatusCode::kInvalidArgument) << name;
  }
  EXPECT_FALSE(LoadZone(std::string(10'000, 'a')).ok());
  EXPECT_FALSE(LoadZone(std::string_view("UTC\0x", 5)).ok());
}

TEST(Edges, DaysOfStockholmWhereClocksGoForward) {
  EXPECT_THAT(ShownEdges("2025-03-30T12:00:00+02:00", "2025-03-31T12:00:00+02:00",
                         v1::GRANULARITY_DAY, "Europe/Stockholm"),
              ElementsAre("2025-03-28T23:00:00Z", "2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z",
                          "2025-03-31T22:00:00Z"));
}

TEST(Edges, DaysOfStockholmWhereClocksGoBack) {
  EXPECT_THAT(ShownEdges("2025-10-26T12:00:00+01:00", "2025-10-27T12:00:00+01:00",
                         v1::GRANULARITY_DAY, "Europe/Stockholm"),
              ElementsAre("2025-10-24T22:00:00Z", "2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z",
                          "2025-10-27T23:00:00Z"));
}

TEST(Edges, HoursOfStockholmSkipOne) {
  EXPECT_THAT(ShownEdges("2025-03-30T01:30:00+01:00", "2025-03-30T04:00:00+02:00",
                         v1::GRANULARITY_HOUR, "Europe/Stockholm"),
              ElementsAre("2025-03-29T23:00:00Z",    // 00:00
                          "2025-03-30T00:00:00Z",    // 01:00
                          "2025-03-30T01:00:00Z",    // 03:00
                          "2025-03-30T02:00:00Z"));  // 04:00
}

TEST(Edges, HoursOfStockholmRepeatOne) {
  EXPECT_THAT(ShownEdges("2025-10-26T02:10:00+02:00", "2025-10-26T03:10:00+01:00",
                         v1::GRANULARITY_HOUR, "Europe/Stockholm"),
              ElementsAre("2025-10-25T23:00:00Z",  // 01:00 summer
                          "2025-10-26T00:00:00Z",  // 02:00 summer
                          "2025-10-26T01:00:00Z",  // 02:00 winter
                          "2025-10-26T02:00:00Z",  // 03:00
                          "2025-10-26T03:00:00Z"));
}

TEST(Edges, AllUnitsInKathmandu) {
  const auto shown = [](v1::Granularity granularity) {
    return ShownEdges("2025-05-15T10:20:00Z", "2025-05-15T10:20:01Z", granularity,
                      "Asia/Kathmandu");
  };
  EXPECT_THAT(shown(v1::GRANULARITY_HOUR),
              ElementsAre("2025-05-15T09:15:00Z", "2025-05-15T10:15:00Z", "2025-05-15T11:15:00Z"));
  EXPECT_THAT(shown(v1::GRANULARITY_DAY),
              ElementsAre("2025-05-13T18:15:00Z", "2025-05-14T18:15:00Z", "2025-05-15T18:15:00Z"));
  EXPECT_THAT(shown(v1::GRANULARITY_ISO_WEEK),
              ElementsAre("2025-05-04T18:15:00Z", "2025-05-11T18:15:00Z", "2025-05-18T18:15:00Z"));
  EXPECT_THAT(shown(v1::GRANULARITY_MONTH),
              ElementsAre("2025-03-31T18:15:00Z", "2025-04-30T18:15:00Z", "2025-05-31T18:15:00Z"));
  EXPECT_THAT(shown(v1::GRANULARITY_QUARTER),
              ElementsAre("2024-12-31T18:15:00Z", "2025-03-31T18:15:00Z", "2025-06-30T18:15:00Z"));
  EXPECT_THAT(shown(v1::GRANULARITY_YEAR),
              ElementsAre("2023-12-31T18:15:00Z", "2024-12-31T18:15:00Z", "2025-12-31T18:15:00Z"));
}

TEST(Edges, TheDayThatNepalMovedAQuarterOfAnHour) {
  // 1986-01-01T00:00 became 00:15.
  EXPECT_THAT(ShownEdges("1985-12-31T18:29:00Z", "1985-12-31T19:00:00Z", v1::GRANULARITY_HOUR,
                         "Asia/Kathmandu"),
              ElementsAre("1985-12-31T16:30:00Z", "1985-12-31T17:30:00Z", "1985-12-31T18:30:00Z",
                          "1985-12-31T19:15:00Z"));
}

TEST(Edges, HalfHourChangesOfLordHowe) {
  // 02:00+11 became 01:30+10:30: the hour from one o'clock lasts ninety minutes.
  EXPECT_THAT(ShownEdges("2025-04-05T14:00:00Z", "2025-04-05T15:31:00Z", v1::GRANULARITY_HOUR,
                         "Australia/Lord_Howe"),
              ElementsAre("2025-04-05T13:00:00Z", "2025-04-05T14:00:00Z", "2025-04-05T15:30:00Z",
                          "2025-04-05T16:30:00Z"));
  EXPECT_THAT(ShownEdges("2025-04-05T15:10:00Z", "2025-04-05T15:20:00Z", v1::GRANULARITY_HOUR,
                         "Australia/Lord_Howe"),
              ElementsAre("2025-04-05T13:00:00Z", "2025-04-05T14:00:00Z", "2025-04-05T15:30:00Z"));
  // 02:00+10:30 became 02:30+11: the hour from two o'clock lasts thirty.
  EXPECT_THAT(ShownEdges("2025-10-04T15:00:00Z", "2025-10-04T16:10:00Z", v1::GRANULARITY_HOUR,
                         "Australia/Lord_Howe"),
              ElementsAre("2025-10-04T13:30:00Z", "2025-10-04T14:30:00Z", "2025-10-04T15:30:00Z",
                          "2025-10-04T16:00:00Z", "2025-10-04T17:00:00Z"));
}

TEST(Edges, DaysThatBeginAtOne) {
  // Cairo, 2025-04-25: 00:00+02 became 01:00+03.
  EXPECT_THAT(ShownEdges("2025-04-25T12:00:00+03:00", "2025-04-25T13:00:00+03:00",
                         v1::GRANULARITY_DAY, "Africa/Cairo"),
              ElementsAre("2025-04-23T22:00:00Z", "2025-04-24T22:00:00Z", "2025-04-25T21:00:00Z"));
  // Sao Paulo, 2018-11-04: 00:00-03 became 01:00-02.
  EXPECT_THAT(ShownEdges("2018-11-04T12:00:00Z", "2018-11-04T13:00:00Z", v1::GRANULARITY_DAY,
                         "America/Sao_Paulo"),
              ElementsAre("2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"));
}

TEST(Edges, DaysWhoseLastHourOrFirstHourRepeats) {
  // Sao Paulo, 2018-02-18: 00:00-02 became 23:00-03 of the 17th.
  EXPECT_THAT(ShownEdges("2018-02-18T02:30:00Z", "2018-02-18T03:30:00Z", v1::GRANULARITY_DAY,
                         "America/Sao_Paulo"),
              ElementsAre("2018-02-16T02:00:00Z", "2018-02-17T02:00:00Z", "2018-02-18T03:00:00Z",
                          "2018-02-19T03:00:00Z"));
  // Havana, 2025-11-02: 01:00-04 became 00:00-05.
  EXPECT_THAT(ShownEdges("2025-11-02T04:30:00Z", "2025-11-02T05:30:00Z", v1::GRANULARITY_DAY,
                         "America/Havana"),
              ElementsAre("2025-11-01T04:00:00Z", "2025-11-02T04:00:00Z", "2025-11-03T05:00:00Z"));
}

TEST(Edges, ADayThatRepeatsAcrossMidnightBeginsOnce) {
  // St John's, 2010-11-07: 00:01-02:30 became 23:01-03:30 of the 6th.
  EXPECT_THAT(ShownEdges("2010-11-07T03:00:00Z", "2010-11-07T03:31:00Z", v1::GRANULARITY_DAY,
                         "America/St_Johns"),
              ElementsAre("2010-11-06T02:30:00Z", "2010-11-07T02:30:00Z", "2010-11-08T03:30:00Z"));
  EXPECT_THAT(ShownEdges("2010-11-07T02:30:00Z", "2010-11-07T03:31:00Z", v1::GRANULARITY_HOUR,
                         "America/St_Johns"),
              ElementsAre("2010-11-07T01:30:00Z",  // 23:00
                          "2010-11-07T02:30:00Z",  // 00:00
                          "2010-11-07T02:31:00Z",  // 23:01 again
                          "2010-11-07T03:30:00Z",  // 00:00 again
                          "2010-11-07T04:30:00Z"));
}

TEST(Edges, ADayThatIsSkippedHasNoBucket) {
  // Apia went from the 29th of December 2011 to the 31st.
  EXPECT_THAT(ShownEdges("2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00",
                         v1::GRANULARITY_DAY, "Pacific/Apia"),
              ElementsAre("2011-12-28T10:00:00Z", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z",
                          "2011-12-31T10:00:00Z"));
  EXPECT_THAT(ShownEdges("2011-12-31T12:00:00+14:00", "2011-12-31T13:00:00+14:00",
                         v1::GRANULARITY_DAY, "Pacific/Apia"),
              ElementsAre("2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"));
}

TEST(Edges, WeeksBeginOnMondayAcrossTheYear) {
  EXPECT_THAT(ShownEdges("2025-01-01T00:00:00Z", "2025-01-06T00:00:00.000000001Z",
                         v1::GRANULARITY_ISO_WEEK, "UTC"),
              ElementsAre("2024-12-23T00:00:00Z", "2024-12-30T00:00:00Z", "2025-01-06T00:00:00Z",
                          "2025-01-13T00:00:00Z"));
  EXPECT_THAT(
      ShownEdges("2025-01-06T00:00:00Z", "2025-01-13T00:00:00Z", v1::GRANULARITY_ISO_WEEK, "UTC"),
      ElementsAre("2024-12-30T00:00:00Z", "2025-01-06T00:00:00Z", "2025-01-13T00:00:00Z"));
}

TEST(Edges, TotalIsTheRangeAfterOneOfTheSameLength) {
  EXPECT_THAT(
      ShownEdges("2025-01-05T10:00:00Z", "2025-01-08T11:00:00Z", v1::GRANULARITY_TOTAL, "UTC"),
      ElementsAre("2025-01-02T09:00:00Z", "2025-01-05T10:00:00Z", "2025-01-08T11:00:00Z"));
}

TEST(Edges, BeforeTheEpochAndAtTheEndsOfTime) {
  EXPECT_THAT(
      ShownEdges("1960-02-29T10:00:00Z", "1960-03-01T00:00:00Z", v1::GRANULARITY_MONTH, "UTC"),
      ElementsAre("1960-01-01T00:00:00Z", "1960-02-01T00:00:00Z", "1960-03-01T00:00:00Z"));
  const auto all = Edges({At("1678-01-01T00:00:00Z"), At("2262-01-01T00:00:00Z")},
                         v1::GRANULARITY_YEAR, Zone("Pacific/Kiritimati"));
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all->size(), 588u);
  EXPECT_TRUE(std::is_sorted(all->begin(), all->end()));
}

TEST(Edges, RefusesMoreBucketsThanTheLimit) {
  const base::TimeNs start = At("2000-01-01T00:00:00Z");
  const base::TimeNs hour = 3'600 * base::kNsPerSecond;
  const auto limit = static_cast<int64_t>(kMaxBuckets);
  const auto most = Edges({start, start + limit * hour}, v1::GRANULARITY_HOUR, Zone("UTC"));
  ASSERT_TRUE(most.ok());
  EXPECT_EQ(most->size(), kMaxBuckets + 2);
  EXPECT_EQ(
      Edges({start, start + limit * hour + 1}, v1::GRANULARITY_HOUR, Zone("UTC")).status().code(),
      absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Edges({At("1700-01-01T00:00:00Z"), At("2000-01-01T00:00:00Z")}, v1::GRANULARITY_DAY,
                  Zone("UTC"))
                .status()
                .code(),
            absl::StatusCode::kOutOfRange);
}

// Whatever the zone and the range: ascending, covering, one bucket before, none
// too many.
TEST(Edges, CoverRandomRanges) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const std::vector<const char*> zones = {"UTC",
                                          "Europe/Stockholm",
                                          "Asia/Kathmandu",
                                          "Australia/Lord_Howe",
                                          "Pacific/Apia",
                                          "America/Sao_Paulo",
                                          "America/Havana",
                                          "America/St_Johns",
                                          "Africa/Cairo",
                                          "Antarctica/Troll",
                                          "Asia/Pyongyang",
                                          "America/Caracas",
                                          "Africa/Monrovia"};
  for (int round = 0; round < 2'000; ++round) {
    const absl::TimeZone zone = Zone(zones[random() % zones.size()]);
    const auto granularity = static_cast<v1::Granularity>(random() % 6 + 1);
    TimeRange range;
    range.start = At("1965-01-01T00:00:00Z") +
                  static_cast<int64_t>(random() % (60ULL * 366 * 86'400)) * base::kNsPerSecond;
    if (random() % 2) range.start -= range.start % (3'600 * base::kNsPerSecond);
    range.end =
        range.start + 1 + static_cast<int64_t>(random() % (100ULL * 86'400)) * base::kNsPerSecond;
    const auto edges = Edges(range, granularity, zone);
    ASSERT_TRUE(edges.ok());
    ASSERT_GE(edges->size(), 3u);
    EXPECT_LE((*edges)[1], range.start) << zone.name();
    EXPECT_GT((*edges)[2], range.start) << zone.name();
    EXPECT_GE(edges->back(), range.end) << zone.name();
    EXPECT_LT((*edges)[edges->size() - 2], range.end) << zone.name();
    for (size_t i = 1; i < edges->size(); ++i) ASSERT_LT((*edges)[i - 1], (*edges)[i]);
    // Seen from any other moment of the range the edges are the same.
    const auto some =
        static_cast<int64_t>(random() % static_cast<uint64_t>(range.end - range.start));
    const auto again = Edges({range.start + some, range.end}, granularity, zone);
    ASSERT_TRUE(again.ok());
    const auto begin = edges->end() - static_cast<std::ptrdiff_t>(again->size());
    EXPECT_TRUE(std::equal(again->begin(), again->end(), begin)) << zone.name();
  }
}

TEST(AddDays, KeepsTheLocalClockTime) {
  const absl::TimeZone stockholm = Zone("Europe/Stockholm");
  EXPECT_EQ(Shown(AddDays(At("2025-04-01T00:00:00+02:00"), -7, stockholm)), "2025-03-24T23:00:00Z");
  EXPECT_EQ(Shown(AddDays(At("2025-11-01T00:00:00+01:00"), -30, stockholm)),
            "2025-10-01T22:00:00Z");
  EXPECT_EQ(Shown(AddDays(At("2025-03-01T08:15:30.000000007+01:00"), -1, stockholm)),
            "2025-02-28T07:15:30.000000007Z");
  EXPECT_EQ(Shown(AddDays(At("2024-03-01T00:00:00Z"), -366, Zone("UTC"))), "2023-03-01T00:00:00Z");
}

TEST(AddDays, TakesTheEndOfASkipAndTheFirstOfTwo) {
  const absl::TimeZone stockholm = Zone("Europe/Stockholm");
  EXPECT_EQ(Shown(AddDays(At("2025-03-31T02:30:00+02:00"), -1, stockholm)), "2025-03-30T01:00:00Z");
  EXPECT_EQ(Shown(AddDays(At("2025-10-27T02:30:00+01:00"), -1, stockholm)), "2025-10-26T00:30:00Z");
  EXPECT_EQ(Shown(AddDays(At("2012-01-06T05:00:00+14:00"), -7, Zone("Pacific/Apia"))),
            "2011-12-30T10:00:00Z");
}

TEST(AddMonths, KeepsDayAndLocalClockTime) {
  const absl::TimeZone stockholm = Zone("Europe/Stockholm");
  EXPECT_EQ(Shown(AddMonths(At("2025-04-01T00:00:00+02:00"), -12, stockholm)),
            "2024-03-31T22:00:00Z");
  EXPECT_EQ(Shown(AddMonths(At("2025-01-15T12:00:00+01:00"), -6, stockholm)),
            "2024-07-15T10:00:00Z");
  EXPECT_EQ(Shown(AddMonths(At("2024-02-29T00:00:00Z"), -12, Zone("UTC"))), "2023-03-01T00:00:00Z");
}

}  // namespace
}  // namespace voc::views
