#include "server/metrics/proportion.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"

namespace voc::metrics {
namespace {

TEST(Percent, OfAll) {
  EXPECT_EQ(Percent({0, 0}), std::nullopt);
  EXPECT_EQ(Percent({0, 4}), 0.0);
  EXPECT_EQ(Percent({1, 4}), 25.0);
  EXPECT_EQ(Percent({4, 4}), 100.0);
}

TEST(WilsonInterval, GoldenValues) {
  struct Golden {
    Proportion proportion;
    double low;
    double high;
  };
  for (const Golden& golden : {Golden{{17, 20}, 63.958, 94.763}, Golden{{45, 50}, 78.640, 95.652},
                               Golden{{10, 10}, 72.247, 100}, Golden{{0, 10}, 0, 27.753}}) {
    SCOPED_TRACE(absl::StrCat(golden.proportion.hits, "/", golden.proportion.n));
    const std::optional<Interval> interval = WilsonInterval(golden.proportion, 0.95);
    ASSERT_TRUE(interval.has_value());
    EXPECT_NEAR(interval->low, golden.low, 5e-4);
    EXPECT_NEAR(interval->high, golden.high, 5e-4);
  }
  EXPECT_FALSE(WilsonInterval({0, 0}, 0.95).has_value());
}

TEST(WilsonInterval, EndsAreExactAtNoneAndAll) {
  for (const int64_t n : {1, 7, 10, 1'000'003}) {
    EXPECT_EQ(WilsonInterval({0, n}, 0.95)->low, 0) << n;
    EXPECT_EQ(WilsonInterval({n, n}, 0.95)->high, 100) << n;
  }
}

TEST(ProportionTest, GoldenComparison) {
  const std::optional<Comparison> test = ProportionTest({170, 200}, {150, 200});
  ASSERT_TRUE(test.has_value());
  EXPECT_NEAR(*test->statistic, -2.49687, 5e-6);
  EXPECT_NEAR(test->p_value, 0.01253, 5e-6);
}

TEST(ProportionTest, FisherWhereAnExpectedCellIsBelowOne) {
  struct Golden {
    Proportion earlier;
    Proportion later;
    double p_value;
  };
  // Against sums of binomial coefficients in whole numbers.
  for (const Golden& golden :
       {Golden{{1, 3}, {0, 200}, 0.0147783251232}, Golden{{0, 100}, {1, 1}, 0.00990099009901},
        Golden{{0, 10}, {0, 10}, 1}, Golden{{10, 10}, {10, 10}, 1}, Golden{{1, 1}, {0, 1}, 1},
        Golden{{2, 1000}, {0, 5}, 1}, Golden{{0, 4}, {1, 100'001}, 1}}) {
    SCOPED_TRACE(absl::StrCat(golden.earlier.hits, "/", golden.earlier.n));
    const std::optional<Comparison> test = ProportionTest(golden.earlier, golden.later);
    ASSERT_TRUE(test.has_value());
    EXPECT_EQ(test->statistic, std::nullopt);
    EXPECT_NEAR(test->p_value, golden.p_value, 1e-10);
    const std::optional<Comparison> mirrored = ProportionTest(golden.later, golden.earlier);
    EXPECT_NEAR(mirrored->p_value, golden.p_value, 1e-10);
  }
}

TEST(ProportionTest, ZWhereEveryExpectedCellIsAtLeastOne) {
  // 2 hits of 4: the least expected cell is 1.
  EXPECT_TRUE(ProportionTest({2, 2}, {0, 2})->statistic.has_value());
  EXPECT_FALSE(ProportionTest({1, 2}, {0, 2})->statistic.has_value());
}

TEST(ProportionTest, AnExpectedCellOfExactlyOneNeedsNoFisher) {
  // 20 hits of 25, and 5 of one sample: 5 * 5 / 25.
  EXPECT_TRUE(ProportionTest({17, 20}, {3, 5})->statistic.has_value());
}

TEST(ProportionTest, FisherEndsForLargeSamples) {
  // Least expected cell 0.9: about a thousand tables at most.
  const std::optional<Comparison> test = ProportionTest({900, 1'000'000}, {500, 1'000});
  ASSERT_TRUE(test.has_value());
  EXPECT_LT(test->p_value, 1e-9);
  EXPECT_GE(test->p_value, 0);
}

TEST(ProportionTest, AbsentWhereASampleIsEmpty) {
  EXPECT_FALSE(ProportionTest({0, 0}, {1, 2}).has_value());
  EXPECT_FALSE(ProportionTest({1, 2}, {0, 0}).has_value());
}

TEST(ProportionDifferenceInterval, AgainstAnIndependentComputation) {
  // statsmodels 0.13.5, confint_proportions_2indep(method="agresti-caffo").
  const std::optional<Interval> interval =
      ProportionDifferenceInterval({150, 200}, {170, 200}, 0.95);
  ASSERT_TRUE(interval.has_value());
  EXPECT_NEAR(interval->low, 2.1165726457, 1e-8);
  EXPECT_NEAR(interval->high, 17.685407552, 1e-8);
}

TEST(ProportionDifferenceInterval, HoldsTheObservedDifference) {
  EXPECT_EQ(ProportionDifferenceInterval({0, 1'000'000}, {1, 1}, 0.95)->high, 100);
  EXPECT_FALSE(ProportionDifferenceInterval({0, 0}, {1, 2}, 0.95).has_value());
  EXPECT_FALSE(ProportionDifferenceInterval({1, 2}, {0, 0}, 0.95).has_value());
}

}  // namespace
}  // namespace voc::metrics
