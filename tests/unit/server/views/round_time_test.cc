#include "server/views/round_time.h"

#include <gtest/gtest.h>

#include <limits>

namespace voc::views {
namespace {

constexpr base::TimeNs kMost = std::numeric_limits<base::TimeNs>::max();
constexpr base::TimeNs kLeast = std::numeric_limits<base::TimeNs>::min();

TEST(RoundTimeTest, CountsInTheLargestUnitThatDividesIt) {
  EXPECT_EQ(Round(7'000'000'000).units, 7);
  EXPECT_EQ(Round(7'000'000'000).power, 3);
  EXPECT_EQ(Round(-7'000'000).units, -7);
  EXPECT_EQ(Round(-7'000'000).power, 2);
  EXPECT_EQ(Round(1'234'000).power, 1);
  EXPECT_EQ(Round(1).power, 0);
}

TEST(RoundTimeTest, EveryTimeComesBack) {
  for (const base::TimeNs time :
       {base::TimeNs{0}, base::TimeNs{1'700'000'000'123'000'000}, kMost, kLeast}) {
    EXPECT_EQ(TimeOf(Round(time)), time);
  }
}

TEST(RoundTimeTest, WhatDoesNotFitWrapsRound) {
  EXPECT_EQ(TimeOf({.units = kMost, .power = kMaxTimePower}),
            static_cast<base::TimeNs>(static_cast<uint64_t>(kMost) * 1'000'000'000));
}

}  // namespace
}  // namespace voc::views
