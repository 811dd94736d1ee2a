#include "client/formats/vendor_time.h"

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace voc::formats {
namespace {

// In UTC, "local" after it where the text had no zone; "-" for none.
std::string Read(std::string_view text, TimeShape shape = TimeShape::kAny,
                 const char* zone_name = "UTC") {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(zone_name, &zone));
  const auto time = ParseVendorTime(text, shape, zone);
  if (!time.has_value()) return "-";
  return absl::StrCat(absl::FormatTime("%Y-%m-%d %H:%M:%E*S", time->time, absl::UTCTimeZone()),
                      time->has_zone ? "" : " local");
}

TEST(VendorTimeTest, TheShapesOfVendors) {
  EXPECT_EQ(Read("2025-10-31 22:40:12 UTC"), "2025-10-31 22:40:12");
  EXPECT_EQ(Read("2026-08-10 15:55:19 GMT+5:30"), "2026-08-10 10:25:19");
  EXPECT_EQ(Read("2026-08-10 15:55:19 GMT+8"), "2026-08-10 07:55:19");
  EXPECT_EQ(Read("2016-12-16 09:05:00 -0800"), "2016-12-16 17:05:00");
  EXPECT_EQ(Read("2025-10-31T22:40:12.000+0000"), "2025-10-31 22:40:12");
  EXPECT_EQ(Read("2025-10-31T22:40:12.25Z"), "2025-10-31 22:40:12.25");
  EXPECT_EQ(Read("2025-10-31T22:40:12-07:00"), "2025-11-01 05:40:12");
  EXPECT_EQ(Read("2025-01-02 10:40 PM EST"), "2025-01-03 03:40:00");
  EXPECT_EQ(Read(" 2025-10-31 "), "2025-10-31 00:00:00 local");
  EXPECT_EQ(Read("2025/3/1 9:05"), "2025-03-01 09:05:00 local");
}

TEST(VendorTimeTest, DatesThatCouldBeReadTwoWaysAskWhich) {
  EXPECT_EQ(Read("03/04/2025 12:30:00 AM"), "-");
  EXPECT_EQ(Read("03/04/2025 12:30:00 AM", TimeShape::kMonthFirst), "2025-03-04 00:30:00 local");
  EXPECT_EQ(Read("03/04/2025 12:30:00 PM", TimeShape::kMonthFirst), "2025-03-04 12:30:00 local");
  EXPECT_EQ(Read("03.04.2025 12:30", TimeShape::kDayFirst), "2025-04-03 12:30:00 local");
  EXPECT_EQ(Read("31/04/2025", TimeShape::kDayFirst), "-");
  EXPECT_EQ(Read("2025-04-03", TimeShape::kDayFirst), "2025-04-03 00:00:00 local");
}

TEST(VendorTimeTest, AnOrderThatHasToBeSaidIsAskedFor) {
  EXPECT_EQ(WhyNoTime("10/05/2025 14:30", TimeShape::kAny),
            "\"10/05/2025 14:30\" does not tell its month from its day, which a mapping (--map) "
            "with `time month-first` or `time day-first` does");
  EXPECT_EQ(WhyNoTime("31/31/2025", TimeShape::kAny),
            "\"31/31/2025\" is not a time such as 2025-03-31 14:05:00");
  EXPECT_EQ(WhyNoTime("26/10/2025", TimeShape::kMonthFirst),
            "\"26/10/2025\" is not a time such as 03/31/2025 02:05:00 PM");
}

TEST(VendorTimeTest, SecondsAndMillis) {
  EXPECT_EQ(Read("1760000000", TimeShape::kSeconds), "2025-10-09 08:53:20");
  EXPECT_EQ(Read("1760000000123", TimeShape::kMillis), "2025-10-09 08:53:20.123");
  EXPECT_EQ(Read("1760000000.5", TimeShape::kSeconds), "2025-10-09 08:53:20.5");
  // Milliseconds taken for seconds would be the year 57742.
  EXPECT_EQ(Read("1760000000123", TimeShape::kSeconds), "-");
  EXPECT_EQ(Read("1760000000", TimeShape::kEpoch), "2025-10-09 08:53:20");
  EXPECT_EQ(Read("1760000000.5", TimeShape::kEpoch), "2025-10-09 08:53:20.5");
  EXPECT_EQ(Read("1760000000123", TimeShape::kEpoch), "2025-10-09 08:53:20.123");
  EXPECT_EQ(Read("17600000", TimeShape::kEpoch), "-");
  EXPECT_EQ(Read("1760000000123456", TimeShape::kEpoch), "-");
  EXPECT_EQ(Read("nan", TimeShape::kSeconds), "-");
  EXPECT_EQ(Read("2025-10-31", TimeShape::kSeconds), "-");
  EXPECT_EQ(Read("1760000000"), "-");
}

TEST(VendorTimeTest, SecondsAreNotTakenForMillis) {
  EXPECT_EQ(Read("1761984000", TimeShape::kMillis), "-");
  EXPECT_EQ(Read("1761984000.5", TimeShape::kMillis), "-");
  EXPECT_EQ(
      WhyNoTime("1761984000", TimeShape::kMillis),
      "\"1761984000\" is not a number of milliseconds since 1970, from 1990 to 2199; it looks "
      "like seconds, which a mapping (--map) with `time seconds` reads");
  EXPECT_EQ(WhyNoTime("1761984000000", TimeShape::kSeconds),
            "\"1761984000000\" is not a number of seconds since 1970, from 1990 to 2199; it looks "
            "like milliseconds, which a mapping (--map) with `time millis` reads");
  EXPECT_EQ(WhyNoTime("x", TimeShape::kSeconds),
            "\"x\" is not a number of seconds since 1970, from 1990 to 2199");
}

TEST(VendorTimeTest, EpochsReachFrom1990To2199) {
  EXPECT_EQ(Read("631151999", TimeShape::kSeconds), "-");
  EXPECT_EQ(Read("631152000", TimeShape::kSeconds), "1990-01-01 00:00:00");
  EXPECT_EQ(Read("7258118399.5", TimeShape::kSeconds), "2199-12-31 23:59:59.5");
  EXPECT_EQ(Read("7258118400", TimeShape::kSeconds), "-");
  EXPECT_EQ(Read("631151999999", TimeShape::kMillis), "-");
  EXPECT_EQ(Read("7258118399999", TimeShape::kMillis), "2199-12-31 23:59:59.999");
  EXPECT_EQ(Read("-5", TimeShape::kSeconds), "-");
}

TEST(VendorTimeTest, LocalTimesAreOfTheZone) {
  EXPECT_EQ(Read("2025-07-01 12:00:00", TimeShape::kAny, "America/Denver"),
            "2025-07-01 18:00:00 local");
  EXPECT_EQ(Read("2025-07-01 12:00:00 UTC", TimeShape::kAny, "America/Denver"),
            "2025-07-01 12:00:00");
}

TEST(VendorTimeTest, ImpossibleTimesAreRefused) {
  for (const char* text :
       {"", "soon", "2025-02-31 10:00:00", "2025-02-01 24:00:00", "2025-02-01 10:60",
        "2025-02-01 13:00 PM", "2025-02-01 0:30 AM", "2025-02-01 10:00:00 CET",
        "2025-02-01 10:00:00 +25:00", "2025-02-01 10:00:00.", "2025-02-01 10:00:00 Z x",
        "2025-02-01,10:00", "2025-02", "20250201"}) {
    EXPECT_EQ(Read(text), "-") << text;
  }
}

}  // namespace
}  // namespace voc::formats
