#include "server/metrics/distributions.h"

#include <gtest/gtest.h>

#include <cmath>

namespace voc::metrics {
namespace {

// Values computed with 30 digits.

TEST(NormalReach, KnownValues) {
  EXPECT_NEAR(NormalReach(0.5), 0.674489750196, 1e-11);
  EXPECT_NEAR(NormalReach(0.9), 1.64485362695, 1e-11);
  EXPECT_NEAR(NormalReach(0.95), 1.95996398454, 1e-11);
  EXPECT_NEAR(NormalReach(0.99), 2.57582930355, 1e-11);
  EXPECT_NEAR(NormalReach(0.999), 3.29052673149, 1e-11);
}

TEST(StudentReach, KnownValues) {
  EXPECT_NEAR(StudentReach(0.95, 1), 12.7062047362, 1e-9);
  EXPECT_NEAR(StudentReach(0.95, 9), 2.2621571628, 1e-9);
  EXPECT_NEAR(StudentReach(0.95, 49), 2.00957523713, 1e-9);
  EXPECT_NEAR(StudentReach(0.9, 4), 2.13184678633, 1e-9);
  EXPECT_NEAR(StudentReach(0.99, 1000), 2.58075469807, 1e-9);
  EXPECT_NEAR(StudentReach(0.95, 7.5), 2.33303962686, 1e-9);
}

TEST(StudentReach, NearsNormalWithManyDegrees) {
  EXPECT_NEAR(StudentReach(0.95, 1e12), NormalReach(0.95), 1e-6);
}

TEST(NormalTwoSided, KnownValues) {
  EXPECT_NEAR(NormalTwoSided(0), 1, 1e-12);
  EXPECT_NEAR(NormalTwoSided(1), 0.317310507863, 1e-11);
  EXPECT_NEAR(NormalTwoSided(-1), 0.317310507863, 1e-11);
  EXPECT_NEAR(NormalTwoSided(1.959963984540054), 0.05, 1e-12);
  EXPECT_NEAR(NormalTwoSided(5) / 5.73303143758e-7, 1, 1e-9);
  EXPECT_EQ(NormalTwoSided(1e6), 0);
}

TEST(StudentTwoSided, KnownValues) {
  EXPECT_NEAR(StudentTwoSided(0, 5), 1, 1e-12);
  EXPECT_NEAR(StudentTwoSided(2, 10), 0.0733880347707, 1e-11);
  EXPECT_NEAR(StudentTwoSided(-1.5, 3.7), 0.213598169202, 1e-11);
  EXPECT_NEAR(StudentTwoSided(6, 2), 0.0266714732154, 1e-11);
}

TEST(Distributions, ReachAndTwoSidedAreInverse) {
  for (const double confidence : {0.01, 0.5, 0.8, 0.95, 0.999}) {
    EXPECT_NEAR(NormalTwoSided(NormalReach(confidence)), 1 - confidence, 1e-12);
    for (const double degrees : {1.0, 2.5, 30.0, 1e5}) {
      EXPECT_NEAR(StudentTwoSided(StudentReach(confidence, degrees), degrees), 1 - confidence,
                  1e-11);
    }
  }
}

TEST(Distributions, BadArgumentsDoNotThrow) {
  EXPECT_TRUE(std::isnan(StudentReach(0.95, -1)));
  EXPECT_TRUE(std::isnan(NormalReach(2)));
}

TEST(NormalUpper, IsOneSided) {
  EXPECT_DOUBLE_EQ(NormalUpper(0), 0.5);
  EXPECT_NEAR(NormalUpper(1.959963984540054), 0.025, 1e-12);
  EXPECT_NEAR(NormalUpper(-1.959963984540054), 0.975, 1e-12);
}

}  // namespace
}  // namespace voc::metrics
