#include "server/metrics/dependence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "server/metrics/distributions.h"
#include "server/metrics/mean.h"
#include "server/metrics/nps.h"
#include "server/metrics/proportion.h"

namespace voc::metrics {
namespace {

ClusterSums SumsOf(const std::vector<std::vector<int>>& clusters) {
  ClusterSums sums;
  for (const std::vector<int>& values : clusters) {
    int64_t sum = 0;
    for (const int value : values) sum += value;
    sums.AddCluster(static_cast<int64_t>(values.size()), sum);
  }
  return sums;
}

TEST(DependenceOf, OneAnswerEachIsExactlyIndependent) {
  const Dependence dependence = DependenceOf(SumsOf({{1}, {-1}, {1}, {0}}), 0.9);
  EXPECT_EQ(dependence.design_effect, 1.0);
  EXPECT_FALSE(dependence.effective_clusters.has_value());
}

TEST(DependenceOf, ByHand) {
  // Values 1 1 1 | -1 -1 | 0: mean 1/6, residual sums 2.5, -7/3, -1/6; squares of
  // sizes 14, so G = 36 / 14.
  const ClusterSums sums = SumsOf({{1, 1, 1}, {-1, -1}, {0}});
  const double variance = (3 * std::pow(5.0 / 6, 2) + 2 * std::pow(7.0 / 6, 2) + 1.0 / 36) / 5;
  const Dependence dependence = DependenceOf(sums, variance);
  const double squares = 2.5 * 2.5 + 49.0 / 9 + 1.0 / 36;
  const double robust = squares / 36 * (36.0 / 14) / (36.0 / 14 - 1);
  EXPECT_NEAR(dependence.design_effect, robust / (variance / 6), 1e-12);
  EXPECT_NEAR(*dependence.effective_clusters, 36.0 / 14, 1e-12);
}

TEST(DependenceOf, NeverBelowOneAndOneWhereNothingIsKnown) {
  // Each account says both: less alike than strangers.
  EXPECT_EQ(DependenceOf(SumsOf({{1, -1}, {1, -1}, {1, -1}}), 1.2).design_effect, 1.0);
  EXPECT_EQ(DependenceOf(SumsOf({{1, -1, 0, 1}}), 0.9).design_effect, 1.0);  // one account
  EXPECT_EQ(DependenceOf(SumsOf({{1, 1}, {1, 1}}), 0).design_effect, 1.0);   // no variance
  EXPECT_EQ(DependenceOf({}, 0).design_effect, 1.0);
}

TEST(DependenceOf, OneVoiceRepeatedCountsAboutOnce) {
  std::vector<std::vector<int>> clusters = {std::vector<int>(50, 1)};
  for (int i = 0; i < 50; ++i) clusters.push_back({0});
  const Dependence dependence = DependenceOf(SumsOf(clusters), 0.2525);
  EXPECT_GT(dependence.design_effect, 20);
  EXPECT_LT(*dependence.effective_clusters, 4);
}

TEST(ClusterSums, WhatWasAddedCanBeTakenAway) {
  ClusterSums sums = SumsOf({{1, 1}, {0}});
  sums.AddCluster(3, -2);
  sums.AddCluster(3, -2, -1);
  const ClusterSums other = SumsOf({{4, 5, 6}});
  sums.AddAll(other);
  sums.AddAll(other, -1);
  EXPECT_EQ(sums.clusters, 2);
  EXPECT_EQ(sums.n, 3);
  EXPECT_EQ(sums.sum, 2);
  EXPECT_EQ(sums.sizes_sq, 5);
  EXPECT_EQ(sums.size_sum, 4);
  EXPECT_EQ(sums.sums_sq, 4);
}

struct Pairs {
  ClusterSums earlier, later;
  SharedClusterSums shared;
  double earlier_variance, later_variance;
};

// One answer each, before and now.
Pairs PairsOf(const std::vector<int>& before, const std::vector<int>& now) {
  Pairs pairs;
  const auto variance = [](const std::vector<int>& values) {
    double mean = 0, squares = 0;
    for (const int value : values) mean += value / static_cast<double>(values.size());
    for (const int value : values) squares += (value - mean) * (value - mean);
    return squares / static_cast<double>(values.size() - 1);
  };
  for (size_t i = 0; i < before.size(); ++i) {
    pairs.earlier.AddCluster(1, before[i]);
    pairs.later.AddCluster(1, now[i]);
    pairs.shared.AddCluster(1, before[i], 1, now[i]);
  }
  pairs.earlier_variance = variance(before);
  pairs.later_variance = variance(now);
  return pairs;
}

double CorrelationOf(const Pairs& pairs) {
  return CorrelationOf(pairs.earlier, pairs.earlier_variance, pairs.later, pairs.later_variance,
                       pairs.shared);
}

TEST(CorrelationOf, IsPearsonsOfPairsHeldBack) {
  const Pairs pairs = PairsOf({1, 4, 2, 5, 3, 6}, {2, 5, 1, 6, 4, 5});
  const double pearson = 0.8538;  // scipy.stats.pearsonr
  EXPECT_NEAR(CorrelationOf(pairs), pearson * 6 / 9, 1e-4);
}

TEST(CorrelationOf, NoneWithoutSharedClustersOrVariance) {
  Pairs pairs = PairsOf({1, 4, 2}, {2, 5, 1});
  pairs.shared = {};
  EXPECT_EQ(CorrelationOf(pairs), 0);
  EXPECT_EQ(CorrelationOf(PairsOf({1, 1, 1}, {2, 5, 1})), 0);
}

TEST(CorrelationOf, PairsThatMoveTogetherMakeTheTestSharper) {
  // Everybody one point up: plain Welch sees little, the paired test much.
  const std::vector<int> before = {1, 2, 3, 4, 5, 6, 2, 5, 3, 4, 1, 6, 2, 4, 5, 3, 1, 6, 2, 5};
  std::vector<int> now;
  for (const int value : before) now.push_back(value + 1);
  const Pairs pairs = PairsOf(before, now);
  const Moments a{.n = 20, .mean = 3.5, .variance = pairs.earlier_variance};
  const Moments b{.n = 20, .mean = 4.5, .variance = pairs.later_variance};
  EXPECT_GT(WelchTest(a, b)->p_value, 0.05);
  EXPECT_LT(WelchTest(a, b, {.correlation = CorrelationOf(pairs)})->p_value, 0.001);
}

TEST(CorrelationOf, IdenticalPairsAreNotTakenForCertainty) {
  const Pairs pairs = PairsOf({1, 0, 1, 1, 0}, {1, 0, 1, 1, 0});
  EXPECT_NEAR(CorrelationOf(pairs), 5.0 / 8, 1e-12);
}

TEST(ReachOf, IsTheNormalOneUnlessClustersAreFew) {
  EXPECT_EQ(ReachOf({}, 100, 0.95), NormalReach(0.95));
  const double many = ReachOf({.design_effect = 1.5, .effective_clusters = 400}, 1000, 0.95);
  const double few = ReachOf({.design_effect = 1.5, .effective_clusters = 6}, 1000, 0.95);
  EXPECT_NEAR(many, 1.963, 0.003);
  EXPECT_NEAR(few, 2.57, 0.02);  // t with 5 degrees of freedom, nearly
  // However few: a number.
  EXPECT_TRUE(std::isfinite(ReachOf({.design_effect = 9, .effective_clusters = 1.01}, 9, 0.999)));
}

TEST(TwoSidedOf, IsTheNormalOneUnlessClustersAreFew) {
  const ComparedSample sample{.n = 100, .error = 1};
  EXPECT_EQ(TwoSidedOf(1.7, {}, sample, sample), NormalTwoSided(1.7));
  const Coupling many{.earlier = {.design_effect = 2, .effective_clusters = 90},
                      .later = {.design_effect = 2, .effective_clusters = 90}};
  EXPECT_NEAR(TwoSidedOf(1.7, many, sample, sample), NormalTwoSided(1.7), 1e-3);
  const Coupling few{.earlier = {.design_effect = 1e9, .effective_clusters = 6},
                     .later = {.design_effect = 1e9, .effective_clusters = 6}};
  // Nothing but clusters: t of 2 * 5 degrees of freedom, as far out as t of 2 * 99 is.
  const double t = StudentReach(1 - NormalTwoSided(1.7), 198);
  EXPECT_NEAR(TwoSidedOf(1.7, few, sample, sample), StudentTwoSided(t, 10), 1e-6);
  // Half clusters: 1 / (1/2 / 99 + 1/2 / 5) of each.
  const Coupling half{.earlier = {.design_effect = 2, .effective_clusters = 6},
                      .later = {.design_effect = 2, .effective_clusters = 6}};
  EXPECT_NEAR(TwoSidedOf(1.7, half, sample, sample), StudentTwoSided(t, 2 / (0.5 / 99 + 0.5 / 5)),
              1e-12);
}

TEST(TwoSidedOf, IsAProbabilityWhateverIsAsked) {
  const Coupling few{.earlier = {.design_effect = 3, .effective_clusters = 1.01}};
  for (const double z : {0.0, 1e-9, 1.0, 8.0, 300.0}) {
    for (const double error : {0.0, 1e-3, 1.0}) {
      const double p = TwoSidedOf(z, few, {.n = 1, .error = error}, {.n = 40, .error = 1});
      EXPECT_GE(p, 0) << z << ' ' << error;
      EXPECT_LE(p, 1) << z << ' ' << error;
      EXPECT_GE(p, NormalTwoSided(z) - 1e-12) << z << ' ' << error;
    }
  }
}

TEST(Dependence, WidensEveryInterval) {
  const Dependence alike{.design_effect = 2, .effective_clusters = 40};
  const auto width = [](const std::optional<Interval>& one) { return one->high - one->low; };
  EXPECT_GT(width(NpsInterval({50, 30, 20}, 0.95, alike)),
            1.35 * width(NpsInterval({50, 30, 20}, 0.95)));
  EXPECT_GT(width(WilsonInterval({60, 100}, 0.95, alike)),
            1.35 * width(WilsonInterval({60, 100}, 0.95)));
  const Moments sample{.n = 100, .mean = 5, .variance = 2};
  EXPECT_NEAR(width(MeanInterval(sample, 0.95, alike)),
              2 * StudentReach(0.95, 39) * std::sqrt(2 * 2.0 / 100), 1e-12);
}

TEST(Dependence, WeakensEveryTest) {
  const Coupling alike{.earlier = {.design_effect = 2, .effective_clusters = 40},
                       .later = {.design_effect = 2, .effective_clusters = 40}};
  EXPECT_GT(NpsTest({50, 30, 20}, {35, 30, 35}, alike)->p_value,
            NpsTest({50, 30, 20}, {35, 30, 35})->p_value);
  // As if there were half as many of each.
  EXPECT_NEAR(*ProportionTest({170, 200}, {150, 200}, alike)->statistic,
              *ProportionTest({85, 100}, {75, 100})->statistic, 1e-12);
  const Moments a{.n = 100, .mean = 5, .variance = 2};
  const Moments b{.n = 100, .mean = 5.5, .variance = 2};
  EXPECT_GT(WelchTest(a, b, alike)->p_value, WelchTest(a, b)->p_value);
}

TEST(Dependence, FishersTestTakesFewerAnswers) {
  const Coupling alike{.earlier = {.design_effect = 2, .effective_clusters = 5},
                       .later = {.design_effect = 2, .effective_clusters = 5}};
  EXPECT_EQ(ProportionTest({0, 10}, {1, 10}, alike)->p_value,
            ProportionTest({0, 5}, {0, 4})->p_value);
  // So few that nothing is left of one.
  EXPECT_EQ(ProportionTest({1, 1}, {0, 2}, {.earlier = {.design_effect = 3}})->p_value, 1.0);
}

}  // namespace
}  // namespace voc::metrics
