#include "client/cli/numbers.h"

#include <cstdint>
#include <optional>

#include "gtest/gtest.h"

namespace voc::cli {
namespace {

TEST(NumbersTest, ParsesWholeTextsAlone) {
  EXPECT_EQ(ParseNumber<int32_t>("-7"), -7);
  EXPECT_EQ(ParseNumber<int32_t>("6.5"), std::nullopt);
  EXPECT_EQ(ParseNumber<int32_t>(" 6"), std::nullopt);
  EXPECT_EQ(ParseNumber<int32_t>(""), std::nullopt);
  EXPECT_EQ(ParseNumber<int32_t>("2147483648"), std::nullopt);
  EXPECT_EQ(ParseNumber<uint32_t>("-1"), std::nullopt);
  EXPECT_EQ(ParseNumber<double>("4.5"), 4.5);
}

TEST(NumbersTest, DoublesReadBackAsTheyWere) {
  for (const double value : {0.1, 4.5, 1e300, 3.3333333333333335, 100.0}) {
    EXPECT_EQ(ParseNumber<double>(FormatDouble(value)), value);
  }
  EXPECT_EQ(FormatDouble(5), "5");
}

TEST(NumbersTest, ForPeople) {
  EXPECT_EQ(FormatFixed(31.25, 1), "31.2");
  EXPECT_EQ(FormatFixed(-0.01, 1), "0.0");
  EXPECT_EQ(FormatFixed(-0.06, 1), "-0.1");
  EXPECT_EQ(FormatSigned(1.25, 1), "+1.2");
  EXPECT_EQ(FormatSigned(-1.25, 1), "-1.2");
  EXPECT_EQ(FormatSigned(0.01, 1), "0.0");
  EXPECT_EQ(FormatCount(0), "0");
  EXPECT_EQ(FormatCount(999), "999");
  EXPECT_EQ(FormatCount(1000), "1,000");
  EXPECT_EQ(FormatCount(1234567), "1,234,567");
  EXPECT_EQ(FormatCount(-123456), "-123,456");
}

}  // namespace
}  // namespace voc::cli
