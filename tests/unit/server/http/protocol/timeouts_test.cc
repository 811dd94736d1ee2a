#include "server/http/protocol/timeouts.h"

#include <gtest/gtest.h>

namespace voc::http {
namespace {

TEST(TimeoutsTest, ConnectCountsMilliseconds) {
  EXPECT_EQ(ParseConnectTimeout("0"), 0);
  EXPECT_EQ(ParseConnectTimeout("1500"), 1'500'000'000);
  EXPECT_EQ(ParseConnectTimeout("0000000001"), 1'000'000);
  EXPECT_EQ(ParseConnectTimeout("9999999999"), 9'999'999'999 * 1'000'000);
  for (const char* text : {"", "-1", "+1", "1.5", " 1", "1 ", "12345678901", "1s"}) {
    EXPECT_EQ(ParseConnectTimeout(text), std::nullopt) << text;
  }
}

TEST(TimeoutsTest, GrpcNamesItsUnit) {
  EXPECT_EQ(ParseGrpcTimeout("2H"), 2 * 3600 * base::kNsPerSecond);
  EXPECT_EQ(ParseGrpcTimeout("2M"), 120 * base::kNsPerSecond);
  EXPECT_EQ(ParseGrpcTimeout("2S"), 2 * base::kNsPerSecond);
  EXPECT_EQ(ParseGrpcTimeout("2m"), 2'000'000);
  EXPECT_EQ(ParseGrpcTimeout("2u"), 2'000);
  EXPECT_EQ(ParseGrpcTimeout("2n"), 2);
  for (const char* text : {"", "S", "1", "1s", "123456789S", "-1S", "1.0S", "1S "}) {
    EXPECT_EQ(ParseGrpcTimeout(text), std::nullopt) << text;
  }
}

TEST(TimeoutsTest, WhatIsLongerThanAYearIsAYear) {
  EXPECT_EQ(ParseGrpcTimeout("99999999H"), kMaxTimeoutNs);
  EXPECT_EQ(ParseGrpcTimeout("99999999M"), kMaxTimeoutNs);
}

}  // namespace
}  // namespace voc::http
