#include "server/metrics/mean.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <optional>

namespace voc::metrics {
namespace {

// 20 x 7, 15 x 6, 8 x 5, 4 x 4, 2 x 3, 1 x 1: the golden sample of CES.
constexpr ScoreHistogram kSample{{0, 1, 0, 2, 4, 8, 15, 20}};
constexpr ScoreHistogram kOther{{0, 2, 2, 4, 6, 9, 12, 10}};

ScoreHistogram Only(int score, int64_t n) {
  ScoreHistogram histogram;
  histogram.count[score] = n;
  return histogram;
}

TEST(MomentsOf, GoldenSample) {
  const Moments moments = MomentsOf(kSample);
  EXPECT_EQ(moments.n, 50);
  EXPECT_DOUBLE_EQ(moments.mean, 5.86);
  EXPECT_NEAR(*StandardDeviation(moments), 1.324957, 5e-7);
  EXPECT_DOUBLE_EQ(*Mean(moments), 5.86);
}

TEST(MomentsOf, FewAnswers) {
  EXPECT_EQ(Mean(MomentsOf({})), std::nullopt);
  EXPECT_EQ(StandardDeviation(MomentsOf({})), std::nullopt);
  const Moments one = MomentsOf(Only(4, 1));
  EXPECT_EQ(Mean(one), 4.0);
  EXPECT_EQ(StandardDeviation(one), std::nullopt);
  EXPECT_EQ(StandardDeviation(MomentsOf(Only(4, 2))), 0.0);
}

TEST(MomentsOf, StaysExactForManyAnswers) {
  ScoreHistogram histogram;
  histogram.count[9] = 300'000'000'000'000;
  histogram.count[10] = 300'000'000'000'000;
  const Moments moments = MomentsOf(histogram);
  EXPECT_DOUBLE_EQ(moments.mean, 9.5);
  EXPECT_NEAR(moments.variance, 0.25, 1e-14);
}

TEST(MeanInterval, GoldenSample) {
  const std::optional<Interval> interval = MeanInterval(MomentsOf(kSample), 0.95);
  ASSERT_TRUE(interval.has_value());
  EXPECT_NEAR(interval->low, 5.483451478, 1e-8);
  EXPECT_NEAR(interval->high, 6.236548522, 1e-8);
}

TEST(MeanInterval, NeedsTwoAnswers) {
  EXPECT_FALSE(MeanInterval(MomentsOf(Only(4, 1)), 0.95).has_value());
  const std::optional<Interval> same = MeanInterval(MomentsOf(Only(4, 5)), 0.95);
  ASSERT_TRUE(same.has_value());
  EXPECT_EQ(same->low, 4);
  EXPECT_EQ(same->high, 4);
}

TEST(WelchTest, AgainstAnIndependentComputation) {
  const std::optional<Comparison> test = WelchTest(MomentsOf(kSample), MomentsOf(kOther));
  ASSERT_TRUE(test.has_value());
  EXPECT_NEAR(*test->statistic, -2.468811777, 1e-8);
  EXPECT_NEAR(test->p_value, 0.01559178726, 1e-9);
}

TEST(WelchTest, TurnsItsSignWithTheOrder) {
  const std::optional<Comparison> test = WelchTest(MomentsOf(kOther), MomentsOf(kSample));
  EXPECT_NEAR(*test->statistic, 2.468811777, 1e-8);
  EXPECT_NEAR(test->p_value, 0.01559178726, 1e-9);
}

TEST(WelchTest, OneSampleMayNotVary) {
  const std::optional<Comparison> test = WelchTest(MomentsOf(kSample), MomentsOf(Only(6, 10)));
  ASSERT_TRUE(test.has_value());
  // Then it is the t test of one sample with n - 1 = 49 degrees.
  EXPECT_NEAR(*test->statistic, (6 - 5.86) / (std::sqrt(MomentsOf(kSample).variance / 50)), 1e-9);
}

TEST(WelchTest, AbsentWhereUndefined) {
  EXPECT_FALSE(WelchTest(MomentsOf({}), MomentsOf(kSample)).has_value());
  EXPECT_FALSE(WelchTest(MomentsOf(kSample), MomentsOf(Only(3, 1))).has_value());
  EXPECT_FALSE(WelchTest(MomentsOf(Only(3, 5)), MomentsOf(Only(4, 5))).has_value());
}

TEST(WelchInterval, AgainstAnIndependentComputation) {
  // statsmodels 0.13.5, CompareMeans.tconfint_diff(usevar="unequal").
  const ScoreHistogram later{{0, 0, 3, 0, 6, 10, 6, 5}};
  const std::optional<Interval> interval =
      WelchInterval(MomentsOf(kSample), MomentsOf(later), 0.95);
  ASSERT_TRUE(interval.has_value());
  EXPECT_NEAR(interval->low, -1.4688193074, 1e-8);
  EXPECT_NEAR(interval->high, -0.1845140259, 1e-8);
  EXPECT_FALSE(WelchInterval(MomentsOf({}), MomentsOf(kSample), 0.95).has_value());
}

}  // namespace
}  // namespace voc::metrics
