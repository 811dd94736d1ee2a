#include "server/sentiment/softmax.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>

#include "absl/strings/str_cat.h"

namespace voc::sentiment {
namespace {

TEST(ExpOfNegative, IsExpToNineDigits) {
  for (int i = 0; i <= 800'000; ++i) {
    const double x = -i / 10'000.0;
    const double exact = std::exp(x);
    ASSERT_NEAR(ExpOfNegative(x), exact, 1e-9 * exact) << x;
  }
  EXPECT_EQ(ExpOfNegative(0), 1);
}

TEST(ExpOfNegative, BelowMinusEightyStays) {
  const double least = ExpOfNegative(-80);
  EXPECT_GT(least, 0);
  EXPECT_EQ(ExpOfNegative(-80.5), least);
  EXPECT_EQ(ExpOfNegative(-1e9), least);
  EXPECT_EQ(ExpOfNegative(-std::numeric_limits<double>::infinity()), least);
}

TEST(ExpOfNegative, GrowsAcrossTheHalvings) {
  // Where one more halving begins, the series meets itself to its nine digits.
  for (int halvings = 1; halvings < 115; ++halvings) {
    const double x = -halvings * std::log(2.0);
    EXPECT_LT(ExpOfNegative(x - 1e-8), ExpOfNegative(x + 1e-8)) << halvings;
  }
}

TEST(Softmax, SharesAreThoseOfExp) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> logit(-30, 30);
  for (int i = 0; i < 10'000; ++i) {
    const std::array<double, 3> logits = {logit(random), logit(random), logit(random)};
    const std::array<double, 3> shares = Softmax(logits);
    double total = 0;
    for (const double other : logits) total += std::exp(other);
    for (size_t k = 0; k < 3; ++k) {
      ASSERT_NEAR(shares[k], std::exp(logits[k]) / total, 1e-8);
      ASSERT_GE(shares[k], 0);
      ASSERT_LE(shares[k], 1);
    }
    ASSERT_NEAR(shares[0] + shares[1] + shares[2], 1, 1e-12);
  }
}

TEST(Softmax, OnlyDifferencesCount) {
  const std::array<double, 3> equal = Softmax<3>({7, 7, 7});
  for (const double share : equal) EXPECT_DOUBLE_EQ(share, 1.0 / 3);
  const std::array<double, 2> near_zero = Softmax<2>({0, 1});
  const std::array<double, 2> far = Softmax<2>({1'000'000, 1'000'001});
  EXPECT_EQ(near_zero, far);
}

TEST(Softmax, AnImpossibleClassGetsNothing) {
  const std::array<double, 3> shares = Softmax<3>({0, 0, -1e9});
  EXPECT_NEAR(shares[2], 0, 1e-30);
  EXPECT_NEAR(shares[0], 0.5, 1e-12);
}

}  // namespace
}  // namespace voc::sentiment
