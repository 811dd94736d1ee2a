#include "client/cli/time_zone.h"

#include "gtest/gtest.h"

namespace voc::cli {
namespace {

TEST(TimeZoneTest, LoadsNamesAlone) {
  EXPECT_TRUE(LoadZone("Europe/Stockholm").ok());
  EXPECT_TRUE(LoadZone("Asia/Kathmandu").ok());
  EXPECT_TRUE(LoadZone("UTC").ok());
  EXPECT_FALSE(LoadZone("").ok());
  EXPECT_FALSE(LoadZone("Mars/Olympus").ok());
  EXPECT_FALSE(LoadZone("/usr/share/zoneinfo/Europe/Stockholm").ok());
}

TEST(TimeZoneTest, ChoosesTheFirstThatIsKnown) {
  EXPECT_EQ(ChooseZoneName("Asia/Kathmandu", "/usr/share/zoneinfo/Europe/Stockholm", "UTC"),
            "Asia/Kathmandu");
  EXPECT_EQ(ChooseZoneName(":Asia/Kathmandu", "", ""), "Asia/Kathmandu");
  EXPECT_EQ(ChooseZoneName("", "../usr/share/zoneinfo/Europe/Stockholm", "Asia/Kathmandu"),
            "Europe/Stockholm");
  EXPECT_EQ(ChooseZoneName("", "/etc/elsewhere", "Asia/Kathmandu"), "Asia/Kathmandu");
  EXPECT_EQ(ChooseZoneName("Mars/Olympus", "", ""), "UTC");
  EXPECT_EQ(ChooseZoneName("", "/usr/share/zoneinfo/Etc/UTC", "Etc/UTC"), "UTC");
}

}  // namespace
}  // namespace voc::cli
