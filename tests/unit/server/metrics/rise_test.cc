#include "server/metrics/rise.h"

#include <gtest/gtest.h>

#include <vector>

#include "server/metrics/distributions.h"
#include "server/metrics/proportion.h"

namespace voc::metrics {
namespace {

using Strata = std::vector<RiseStratum>;

TEST(RiseTest, CochranMantelHaenszelAgainstAnIndependentComputation) {
  // statsmodels 0.13.5, StratifiedTable.test_null_odds(correction=False): 10.0295.
  EXPECT_NEAR(RiseTest(Strata{{10, 200, 25, 220}, {8, 150, 12, 140}, {3, 90, 11, 100}}),
              0.0007702610456619659, 1e-12);
}

TEST(RiseTest, OneStratumIsTheTestOfTwoProportions) {
  const double p = RiseTest(Strata{{10, 200, 25, 220}});
  EXPECT_NEAR(p, 0.009290658467235539, 1e-12);
  EXPECT_NEAR(2 * p, ProportionTest({10, 200}, {25, 220})->p_value, 1e-12);
}

TEST(RiseTest, FewHitsAreTestedExactly) {
  // scipy 1.10.1, fisher_exact(alternative="greater").
  EXPECT_NEAR(RiseTest(Strata{{0, 400, 5, 600}}), 0.07724125498048953, 1e-12);
  EXPECT_NEAR(RiseTest(Strata{{1, 100, 4, 60}}), 0.06609710804317556, 1e-12);
  // Two strata: scipy's hypergeometric distributions, convolved.
  EXPECT_NEAR(RiseTest(Strata{{0, 40, 3, 50}, {1, 30, 4, 45}}), 0.08454277268161031, 1e-12);
}

TEST(RiseTest, AChangedMixtureOfStrataIsNoRise) {
  // A fifth of the first say it and none of the second, before as now; but now the
  // first are most.
  EXPECT_GT(RiseTest(Strata{{20, 100, 180, 900}, {0, 900, 0, 100}}), 0.4);
  EXPECT_LT(RiseTest(Strata{{20, 1000, 180, 1000}}), 1e-20);
}

TEST(RiseTest, AFallIsNoRise) {
  EXPECT_GT(RiseTest(Strata{{180, 1000, 20, 1000}}), 0.999);
  EXPECT_GT(RiseTest(Strata{{4, 60, 1, 100}}), 0.9);
}

TEST(RiseTest, FractionsAreRoundedAgainstARise) {
  EXPECT_DOUBLE_EQ(RiseTest(Strata{{0.3, 400, 5.7, 600}}), RiseTest(Strata{{1, 400, 5, 600}}));
  EXPECT_EQ(RiseTest(Strata{{0, 0.3, 0.9, 12}}), 1);
}

TEST(RiseTest, NothingSaidNothingFound) {
  EXPECT_EQ(RiseTest({}), 1);
  EXPECT_EQ(RiseTest(Strata{{0, 100, 0, 100}}), 1);
  EXPECT_EQ(RiseTest(Strata{{0, 0, 5, 100}}), 1);
  EXPECT_EQ(RiseTest(Strata{{100, 100, 100, 100}}), 1);
}

TEST(RiseTest, LargeCountsTakeNoLonger) {
  // Few expected, but a hundred thousand tables.
  const double p = RiseTest(Strata{{9'999'990, 10'000'000, 99'999, 100'000}});
  EXPECT_GE(p, 0);
  EXPECT_LE(p, 1);
}

}  // namespace
}  // namespace voc::metrics
