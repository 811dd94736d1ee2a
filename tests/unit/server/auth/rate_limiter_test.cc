#include "server/auth/rate_limiter.h"

#include <gtest/gtest.h>

#include <string>

#include "storage/testing/fake_clock.h"

namespace voc::auth {
namespace {

using base::kNsPerSecond;

class RateLimiterTest : public ::testing::Test {
 protected:
  base::FakeClock clock_{1000 * kNsPerSecond};
};

TEST_F(RateLimiterTest, BurstThenRateThenTheWaitForTheNext) {
  RateLimiter limiter({.per_second = 10, .burst_seconds = 2}, &clock_);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(limiter.Take("a"), 0) << i;
  EXPECT_EQ(limiter.Take("a"), kNsPerSecond / 10);
  clock_.Advance(kNsPerSecond / 20);
  EXPECT_EQ(limiter.Take("a"), kNsPerSecond / 20);
  clock_.Advance(kNsPerSecond / 20);
  EXPECT_EQ(limiter.Take("a"), 0);
  EXPECT_GT(limiter.Take("a"), 0);
}

TEST_F(RateLimiterTest, WhoIsRefusedLosesNothing) {
  RateLimiter limiter({.per_second = 1, .burst_seconds = 1}, &clock_);
  EXPECT_EQ(limiter.Take("a"), 0);
  for (int i = 0; i < 1000; ++i) EXPECT_GT(limiter.Take("a"), 0);
  clock_.Advance(kNsPerSecond);
  EXPECT_EQ(limiter.Take("a"), 0);
}

TEST_F(RateLimiterTest, CallersDoNotShareABucket) {
  RateLimiter limiter({.per_second = 1, .burst_seconds = 1}, &clock_);
  EXPECT_EQ(limiter.Take("a"), 0);
  EXPECT_GT(limiter.Take("a"), 0);
  EXPECT_EQ(limiter.Take("b"), 0);
}

TEST_F(RateLimiterTest, ABucketHoldsNoMoreThanTheBurst) {
  RateLimiter limiter({.per_second = 1, .burst_seconds = 3}, &clock_);
  EXPECT_EQ(limiter.Take("a"), 0);
  clock_.Advance(3600 * kNsPerSecond);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.Take("a"), 0);
  EXPECT_GT(limiter.Take("a"), 0);
}

TEST_F(RateLimiterTest, LessThanOneASecondStillLetsOneIn) {
  RateLimiter limiter({.per_second = 0.1, .burst_seconds = 1}, &clock_);
  EXPECT_EQ(limiter.Take("a"), 0);
  EXPECT_EQ(limiter.Take("a"), 10 * kNsPerSecond);
}

TEST_F(RateLimiterTest, NoRateIsNoLimitAndKeepsNothing) {
  RateLimiter limiter({.per_second = 0}, &clock_);
  for (int i = 0; i < 10'000; ++i) ASSERT_EQ(limiter.Take(std::to_string(i % 3)), 0);
  EXPECT_EQ(limiter.callers(), 0u);
}

TEST_F(RateLimiterTest, TheTableIsBoundedAndForgetsWhoWasNotSeenForLongest) {
  RateLimiter limiter({.per_second = 1, .burst_seconds = 1}, &clock_, /*max_callers=*/2);
  EXPECT_EQ(limiter.Take("a"), 0);
  EXPECT_EQ(limiter.Take("b"), 0);
  EXPECT_GT(limiter.Take("a"), 0);
  EXPECT_EQ(limiter.Take("c"), 0);  // for which b goes
  EXPECT_EQ(limiter.callers(), 2u);
  EXPECT_GT(limiter.Take("a"), 0);
  EXPECT_EQ(limiter.Take("b"), 0);
}

}  // namespace
}  // namespace voc::auth
