#include "server/metrics/csat.h"

#include <gtest/gtest.h>

#include <optional>

namespace voc::metrics {
namespace {

TEST(CsatTopBoxFrom, EachScale) {
  EXPECT_EQ(CsatTopBoxFrom(2), 2);
  EXPECT_EQ(CsatTopBoxFrom(3), 3);
  EXPECT_EQ(CsatTopBoxFrom(5), 4);
  EXPECT_EQ(CsatTopBoxFrom(7), 6);
  EXPECT_EQ(CsatTopBoxFrom(10), 9);
  for (const int other : {-1, 0, 1, 4, 6, 8, 9, 11, 100}) {
    EXPECT_EQ(CsatTopBoxFrom(other), std::nullopt) << other;
  }
}

TEST(CsatTopBoxFrom, AnotherNumberOfTheBestPoints) {
  EXPECT_EQ(CsatTopBoxFrom(5, 1), 5);
  EXPECT_EQ(CsatTopBoxFrom(5, 4), 2);
  EXPECT_EQ(CsatTopBoxFrom(10, 3), 8);
  EXPECT_EQ(CsatTopBoxFrom(5, 0), 4);
  EXPECT_EQ(CsatTopBoxFrom(5, 5), 4);  // all of them is no rule
  EXPECT_EQ(CsatTopBoxFrom(4, 1), std::nullopt);
  ScoreHistogram histogram;
  for (int score = 1; score <= 5; ++score) histogram.count[score] = score;
  EXPECT_EQ(CsatSatisfied(histogram, 5, 1).hits, 5);
  EXPECT_EQ(CsatSatisfied(histogram, 5, 3).hits, 12);
}

TEST(CsatSatisfied, CountsTheTopBox) {
  ScoreHistogram histogram;
  for (int score = 1; score <= 5; ++score) histogram.count[score] = score;
  const Proportion satisfied = CsatSatisfied(histogram, 5);
  EXPECT_EQ(satisfied.hits, 9);
  EXPECT_EQ(satisfied.n, 15);
  EXPECT_EQ(Percent(satisfied), 60.0);
}

TEST(CsatSatisfied, BothOfATopBoxOfTwoAndTheOneOfATopBoxOfOne) {
  ScoreHistogram histogram;
  for (int score = 1; score <= 10; ++score) histogram.count[score] = 1;
  EXPECT_EQ(CsatSatisfied(histogram, 10).hits, 2);
  ScoreHistogram three;
  three.count[1] = 4;
  three.count[2] = 3;
  three.count[3] = 1;
  EXPECT_EQ(CsatSatisfied(three, 3).hits, 1);
}

TEST(CsatSatisfied, NoAnswersNoValue) { EXPECT_EQ(Percent(CsatSatisfied({}, 5)), std::nullopt); }

}  // namespace
}  // namespace voc::metrics
