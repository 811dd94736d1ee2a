#include "server/views/query/timestamps.h"

#include <gtest/gtest.h>

#include <limits>

namespace voc::views {
namespace {

constexpr base::TimeNs kFirst = std::numeric_limits<base::TimeNs>::min();
constexpr base::TimeNs kLast = std::numeric_limits<base::TimeNs>::max();

bool Valid(int64_t seconds, int32_t nanos) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(nanos);
  return IsValid(timestamp);
}

TEST(IsValid, YearsOneTo9999) {
  EXPECT_TRUE(Valid(0, 0));
  EXPECT_TRUE(Valid(-62'135'596'800, 0));
  EXPECT_FALSE(Valid(-62'135'596'801, 999'999'999));
  EXPECT_TRUE(Valid(253'402'300'799, 999'999'999));
  EXPECT_FALSE(Valid(253'402'300'800, 0));
  EXPECT_FALSE(Valid(0, -1));
  EXPECT_FALSE(Valid(0, 1'000'000'000));
}

TEST(Saturating, StopsAtTheEnds) {
  EXPECT_EQ(SaturatingAdd(3, -5), -2);
  EXPECT_EQ(SaturatingAdd(kLast, 1), kLast);
  EXPECT_EQ(SaturatingAdd(kFirst, -1), kFirst);
  EXPECT_EQ(SaturatingSubtract(3, 5), -2);
  EXPECT_EQ(SaturatingSubtract(kLast, -1), kLast);
  EXPECT_EQ(SaturatingSubtract(kFirst, 1), kFirst);
}

}  // namespace
}  // namespace voc::views
