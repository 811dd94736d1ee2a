#include "server/metrics/ces.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace voc::metrics {
namespace {

// Each score of the scale as often as 2 to its power, so that a sum tells which
// were counted.
ScoreHistogram Powers(int points) {
  ScoreHistogram histogram;
  for (int score = 1; score <= points; ++score) histogram.count[score] = 1 << score;
  return histogram;
}

constexpr int Sum(std::initializer_list<int> scores) {
  int sum = 0;
  for (const int score : scores) sum += 1 << score;
  return sum;
}

TEST(Ces, GoldenShares) {
  constexpr ScoreHistogram kSample{{0, 1, 0, 2, 4, 8, 15, 20}};
  EXPECT_EQ(Percent(CesAgree(kSample, {})), 86.0);
  EXPECT_EQ(Percent(CesStrictlyAgree(kSample, {})), 70.0);
}

TEST(Ces, SevenPoints) {
  const ScoreHistogram histogram = Powers(7);
  EXPECT_EQ(CesAgree(histogram, {7, false}).hits, Sum({5, 6, 7}));
  EXPECT_EQ(CesStrictlyAgree(histogram, {7, false}).hits, Sum({6, 7}));
  EXPECT_EQ(CesAgree(histogram, {7, true}).hits, Sum({1, 2, 3}));
  EXPECT_EQ(CesStrictlyAgree(histogram, {7, true}).hits, Sum({1, 2}));
  EXPECT_EQ(CesAgree(histogram, {7, true}).n, histogram.n());
}

TEST(Ces, FivePoints) {
  const ScoreHistogram histogram = Powers(5);
  EXPECT_EQ(CesAgree(histogram, {5, false}).hits, Sum({4, 5}));
  EXPECT_EQ(CesStrictlyAgree(histogram, {5, false}).hits, Sum({5}));
  EXPECT_EQ(CesAgree(histogram, {5, true}).hits, Sum({1, 2}));
  EXPECT_EQ(CesStrictlyAgree(histogram, {5, true}).hits, Sum({1}));
}

TEST(Ces, OtherScalesHaveNoShare) {
  for (const int points : {-1, 0, 6, 100}) {
    EXPECT_EQ(CesAgree(Powers(7), {points, false}).hits, 0) << points;
    EXPECT_EQ(CesStrictlyAgree(Powers(7), {points, true}).hits, 0) << points;
  }
}

}  // namespace
}  // namespace voc::metrics
