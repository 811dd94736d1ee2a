#include "server/metrics/nps.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/metrics/proportion.h"

namespace voc::metrics {
namespace {

TEST(NpsCountsOf, Groups) {
  ScoreHistogram histogram;
  for (int score = 0; score <= 10; ++score) histogram.count[score] = 1;
  const NpsCounts counts = NpsCountsOf(histogram);
  EXPECT_EQ(counts.detractors, 7);
  EXPECT_EQ(counts.passives, 2);
  EXPECT_EQ(counts.promoters, 2);
  EXPECT_EQ(counts.n(), 11);
}

// Interval ends before they are held to the range.
struct Golden {
  NpsCounts counts;
  double nps;
  double margin;
  double low;
  double high;
};

TEST(Nps, GoldenValues) {
  for (const Golden& golden : {Golden{{32, 13, 6}, 50.9804, 18.8533, 29.2949, 67.0014},
                               Golden{{50, 30, 20}, 30, 15.0751, 14.0511, 44.2013},
                               Golden{{500, 300, 200}, 30, 4.8333, 25.0770, 34.7435},
                               Golden{{5, 3, 2}, 30, 42.1275, -19.0506, 65.2045}}) {
    SCOPED_TRACE(absl::StrCat("n ", golden.counts.n()));
    EXPECT_NEAR(*Nps(golden.counts), golden.nps, 5e-5);
    const std::optional<Interval> interval = NpsInterval(golden.counts, 0.95);
    ASSERT_TRUE(interval.has_value());
    EXPECT_NEAR(interval->low, golden.low, 5e-5);
    EXPECT_NEAR(interval->high, golden.high, 5e-5);
    EXPECT_NEAR((interval->high - interval->low) / 2, golden.margin, 5e-5);
  }
}

TEST(NpsInterval, MarginsOfTheSampleSizeGuide) {
  for (const auto& [n, margin] :
       {std::pair{30, 26.6}, {50, 21.0}, {100, 15.1}, {200, 10.7}, {400, 7.6}, {1'000, 4.8}}) {
    const Interval interval = *NpsInterval({n / 2, n * 3 / 10, n / 5}, 0.95);
    EXPECT_NEAR((interval.high - interval.low) / 2, margin, 0.051) << n;
  }
}

TEST(NpsInterval, IsHeldToTheRange) {
  EXPECT_EQ(Nps({5, 0, 0}), 100.0);
  const std::optional<Interval> best = NpsInterval({5, 0, 0}, 0.95);
  EXPECT_NEAR(best->low, 17.4915, 5e-5);
  EXPECT_EQ(best->high, 100);
  EXPECT_EQ(Nps({0, 0, 5}), -100.0);
  const std::optional<Interval> worst = NpsInterval({0, 0, 5}, 0.95);
  EXPECT_EQ(worst->low, -100);
  EXPECT_NEAR(worst->high, -17.4915, 5e-5);
}

TEST(NpsInterval, HoldsTheScoreOfASingleAnswer) {
  EXPECT_EQ(NpsInterval({0, 0, 1}, 0.95)->low, -100);
  EXPECT_EQ(NpsInterval({1, 0, 0}, 0.95)->high, 100);
}

TEST(NpsInterval, GrowsWithConfidence) {
  const Interval narrow = *NpsInterval({50, 30, 20}, 0.8);
  const Interval wide = *NpsInterval({50, 30, 20}, 0.99);
  EXPECT_GT(narrow.low, wide.low);
  EXPECT_LT(narrow.high, wide.high);
}

TEST(NpsTest, GoldenComparisons) {
  const std::optional<Comparison> few = NpsTest({50, 27, 10}, {50, 31, 13});
  ASSERT_TRUE(few.has_value());
  EXPECT_NEAR(*few->statistic, -0.6076, 5e-5);
  EXPECT_NEAR(few->p_value, 0.5435, 5e-5);
  EXPECT_NEAR(*Nps({50, 27, 10}), 45.98, 5e-3);
  EXPECT_NEAR(*Nps({50, 31, 13}), 39.36, 5e-3);

  const std::optional<Comparison> many = NpsTest({500, 300, 200}, {450, 300, 250});
  ASSERT_TRUE(many.has_value());
  EXPECT_NEAR(*many->statistic, -2.8023, 5e-5);
  EXPECT_NEAR(many->p_value, 0.00507, 5e-6);
}

TEST(NpsTest, OfFewIsMantels) {
  // By hand: r between 0, 1 of the sample and -1, 0, 1; z = sqrt(N - 1) r. Values 1 1 1 0
  // -1 and 1 0 -1 -1: mean 1/9, squares 7, so spread 7 - 1/9; difference -13/20.
  const double spread = 7 - 1.0 / 9;
  const double r = (-0.25 - 0.4) * std::sqrt(5 * 4 / 9.0) / std::sqrt(spread);
  const std::optional<Comparison> test = NpsTest({3, 1, 1}, {1, 1, 2});
  EXPECT_NEAR(*test->statistic, std::sqrt(8) * r, 1e-12);
  // Without passives: the test of two proportions.
  EXPECT_NEAR(*NpsTest({6, 0, 4}, {3, 0, 9})->statistic,
              *ProportionTest({6, 10}, {3, 12})->statistic, 1e-12);
  EXPECT_NEAR(NpsTest({6, 0, 4}, {3, 0, 9})->p_value, ProportionTest({6, 10}, {3, 12})->p_value,
              1e-12);
}

TEST(NpsTest, OfFewWhereItsSamplesHardlySayAnything) {
  EXPECT_EQ(NpsTest({3, 0, 0}, {4, 0, 0})->p_value, 1);
  EXPECT_NEAR(NpsTest({1, 0, 0}, {0, 0, 1})->p_value, 0.3173, 5e-5);  // z = 1
  // Everybody else: no certainty, however alike the answers of each sample.
  EXPECT_GT(NpsTest({2, 0, 0}, {0, 0, 2})->p_value, 0.05);
  // Together no more than one independent answer.
  const Dependence one_voice{.design_effect = 10, .effective_clusters = 1.1};
  EXPECT_EQ(NpsTest({3, 0, 1}, {1, 0, 3}, {.earlier = one_voice, .later = one_voice})->p_value, 1);
}

// Mantel's begins where the adjusted test ends, and both say nearly the same there.
TEST(NpsTest, OfFewMeetsThatOfMany) {
  const double few = NpsTest({15, 8, 6}, {9, 10, 10})->p_value;
  const double many = NpsTest({15, 9, 6}, {9, 10, 11})->p_value;
  EXPECT_NE(few, many);
  EXPECT_NEAR(few, many, 0.03);
}

TEST(NpsTest, EqualSamplesDoNotDiffer) {
  const std::optional<Comparison> test = NpsTest({5, 3, 2}, {5, 3, 2});
  EXPECT_EQ(test->statistic, 0.0);
  EXPECT_DOUBLE_EQ(test->p_value, 1);
}

TEST(Nps, NoAnswersNoValue) {
  EXPECT_EQ(Nps({}), std::nullopt);
  EXPECT_FALSE(NpsInterval({}, 0.95).has_value());
  EXPECT_FALSE(NpsTest({}, {5, 3, 2}).has_value());
  EXPECT_FALSE(NpsTest({5, 3, 2}, {}).has_value());
}

TEST(NpsDifferenceInterval, AgainstAnIndependentComputation) {
  const std::optional<Interval> interval =
      NpsDifferenceInterval({490, 270, 140}, {10, 30, 60}, 0.95);
  ASSERT_TRUE(interval.has_value());
  EXPECT_NEAR(interval->low, -101.24504188, 1e-7);
  EXPECT_NEAR(interval->high, -73.36171661, 1e-7);
}

TEST(NpsDifferenceInterval, HoldsTheObservedDifference) {
  // One detractor among promoters: adjusted, the difference is at most 196.
  const std::optional<Interval> interval = NpsDifferenceInterval({100'000, 0, 0}, {0, 0, 1}, 0.95);
  EXPECT_EQ(interval->low, -200);
  EXPECT_LT(interval->high, 0);
  EXPECT_FALSE(NpsDifferenceInterval({}, {0, 0, 1}, 0.95).has_value());
  EXPECT_FALSE(NpsDifferenceInterval({0, 0, 1}, {}, 0.95).has_value());
}

}  // namespace
}  // namespace voc::metrics
