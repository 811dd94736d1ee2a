#include "server/views/query/trend_point.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <limits>
#include <utility>

namespace voc::views {
namespace {

constexpr double kTolerance = 1e-4;  // the golden values' last digit
constexpr ScaleCode kFive = 5 << 1;
constexpr ScaleCode kSeven = 7 << 1;

Cell CellOf(std::initializer_list<std::pair<int, int64_t>> counts) {
  Cell cell;
  for (const auto& [score, count] : counts) cell.Add({static_cast<uint8_t>(score), 0}, count);
  return cell;
}

class TrendPointTest : public ::testing::Test {
 protected:
  v1::TrendPoint Point(v1::TrendMetric metric, ScaleCode scale, const Cell& cell,
                       const Cell* before = nullptr) {
    spec_.metric = metric;
    v1::TrendPoint point;
    FillPoint({&spec_, 7, 0}, {0, 10}, scale, {.cell = &cell}, {.cell = before}, nullptr, point);
    return point;
  }

  TrendSpec spec_;
};

TEST_F(TrendPointTest, NpsOfTheDelightedSample) {
  const v1::TrendPoint point =
      Point(v1::TREND_METRIC_NPS, 0, CellOf({{10, 20}, {9, 12}, {8, 13}, {3, 6}}));
  EXPECT_EQ(point.n(), 51);
  EXPECT_EQ(point.promoters(), 32);
  EXPECT_EQ(point.passives(), 13);
  EXPECT_EQ(point.detractors(), 6);
  EXPECT_NEAR(point.value(), 50.9804, kTolerance);
  EXPECT_NEAR(point.ci_low(), 29.2949, kTolerance);
  EXPECT_NEAR(point.ci_high(), 67.0014, kTolerance);
  EXPECT_THAT(point.histogram(),
              ::testing::UnorderedElementsAre(::testing::Pair(10, 20), ::testing::Pair(9, 12),
                                              ::testing::Pair(8, 13), ::testing::Pair(3, 6)));
  EXPECT_FALSE(point.has_delta());
  EXPECT_FALSE(point.has_agree_share());
}

TEST_F(TrendPointTest, NpsCompared) {
  const Cell before = CellOf({{9, 500}, {7, 300}, {0, 200}});
  const v1::TrendPoint point =
      Point(v1::TREND_METRIC_NPS, 0, CellOf({{9, 450}, {7, 300}, {0, 250}}), &before);
  EXPECT_NEAR(point.delta(), -10, 1e-9);
  EXPECT_NEAR(point.p_value(), 0.00507, 1e-5);
  EXPECT_TRUE(point.significant());
}

TEST_F(TrendPointTest, SignificantOnlyWithEnoughAnswersOnBothSides) {
  const Cell before = CellOf({{0, 20}});
  const Cell after = CellOf({{10, 40}});
  spec_.min_n = 21;
  EXPECT_FALSE(Point(v1::TREND_METRIC_NPS, 0, after, &before).significant());
  EXPECT_FALSE(Point(v1::TREND_METRIC_NPS, 0, before, &after).significant());
  EXPECT_TRUE(Point(v1::TREND_METRIC_NPS, 0, before, &after).below_min_n());
  spec_.min_n = 20;
  EXPECT_TRUE(Point(v1::TREND_METRIC_NPS, 0, after, &before).significant());
  EXPECT_FALSE(Point(v1::TREND_METRIC_NPS, 0, before, &after).below_min_n());
}

TEST_F(TrendPointTest, ConfidenceDecidesIntervalAndSignificance) {
  const Cell before = CellOf({{9, 500}, {7, 300}, {0, 200}});
  const Cell after = CellOf({{9, 450}, {7, 300}, {0, 250}});
  const v1::TrendPoint usual = Point(v1::TREND_METRIC_NPS, 0, after, &before);
  spec_.confidence = 0.999;
  const v1::TrendPoint strict = Point(v1::TREND_METRIC_NPS, 0, after, &before);
  EXPECT_LT(strict.ci_low(), usual.ci_low());
  EXPECT_GT(strict.ci_high(), usual.ci_high());
  EXPECT_FALSE(strict.significant());
}

TEST_F(TrendPointTest, CsatTopBoxOfEveryScale) {
  struct Case {
    int scale;
    int lowest_satisfied;
  };
  for (const Case& one : {Case{2, 2}, Case{3, 3}, Case{5, 4}, Case{7, 6}, Case{10, 9}}) {
    for (int score = 1; score <= one.scale; ++score) {
      const v1::TrendPoint point = Point(
          v1::TREND_METRIC_CSAT, static_cast<ScaleCode>(one.scale << 1), CellOf({{score, 3}}));
      EXPECT_EQ(point.value(), score >= one.lowest_satisfied ? 100 : 0)
          << score << " of " << one.scale;
      EXPECT_EQ(point.mean(), score);
    }
  }
}

TEST_F(TrendPointTest, CsatIntervalAndTest) {
  const v1::TrendPoint point =
      Point(v1::TREND_METRIC_CSAT, kFive, CellOf({{5, 10}, {4, 7}, {1, 3}}));
  EXPECT_NEAR(point.value(), 85, 1e-9);
  EXPECT_NEAR(point.ci_low(), 63.958, 1e-3);
  EXPECT_NEAR(point.ci_high(), 94.763, 1e-3);
  const Cell before = CellOf({{5, 170}, {1, 30}});
  const v1::TrendPoint compared =
      Point(v1::TREND_METRIC_CSAT, kFive, CellOf({{5, 150}, {1, 50}}), &before);
  EXPECT_NEAR(compared.delta(), -10, 1e-9);
  EXPECT_NEAR(compared.p_value(), 0.01253, 1e-5);
}

TEST_F(TrendPointTest, CesOfSevenPoints) {
  const v1::TrendPoint point = Point(v1::TREND_METRIC_CES, kSeven,
                                     CellOf({{7, 20}, {6, 15}, {5, 8}, {4, 4}, {3, 2}, {1, 1}}));
  EXPECT_NEAR(point.value(), 5.86, 1e-9);
  EXPECT_NEAR(point.mean(), 5.86, 1e-9);
  EXPECT_NEAR(point.std_dev(), 1.324957, 1e-6);
  EXPECT_NEAR(point.agree_share(), 86, 1e-9);
  EXPECT_NEAR(point.strict_agree_share(), 70, 1e-9);
  EXPECT_LT(point.ci_low(), 5.86);
  EXPECT_GT(point.ci_high(), 5.86);
}

TEST_F(TrendPointTest, CesSharesAreMirroredWhereLowIsGood) {
  const Cell cell = CellOf({{1, 6}, {2, 3}, {5, 1}});
  const v1::TrendPoint low = Point(v1::TREND_METRIC_CES, kFive | 1, cell);
  EXPECT_NEAR(low.agree_share(), 90, 1e-9);
  EXPECT_NEAR(low.strict_agree_share(), 60, 1e-9);
  const v1::TrendPoint high = Point(v1::TREND_METRIC_CES, kFive, cell);
  EXPECT_NEAR(high.agree_share(), 10, 1e-9);
  EXPECT_NEAR(high.strict_agree_share(), 10, 1e-9);
  EXPECT_EQ(low.value(), high.value());
}

TEST_F(TrendPointTest, RatingMomentsAreExactForManyAnswers) {
  Cell cell;
  cell.Add({5, 5 * kRatingUnit}, 50'000'000);
  cell.Add({4, 4 * kRatingUnit}, 50'000'000);
  const v1::TrendPoint point = Point(v1::TREND_METRIC_RATING, 0, cell);
  EXPECT_DOUBLE_EQ(point.value(), 4.5);
  EXPECT_NEAR(point.std_dev(), 0.5, 1e-8);
}

TEST_F(TrendPointTest, SentimentIsComparedLikeNps) {
  const auto cell_of = [](int64_t positive, int64_t neutral, int64_t negative) {
    Cell cell;
    cell.Add({static_cast<uint8_t>(Label::kPositive), 5'000}, positive);
    cell.Add({static_cast<uint8_t>(Label::kNeutral), 0}, neutral);
    cell.Add({static_cast<uint8_t>(Label::kNegative), -5'000}, negative);
    cell.Add({static_cast<uint8_t>(Label::kUnlabelled), 0}, 99);
    return cell;
  };
  const Cell before = cell_of(500, 300, 200);
  const v1::TrendPoint point =
      Point(v1::TREND_METRIC_SENTIMENT, 0, cell_of(450, 300, 250), &before);
  EXPECT_EQ(point.n(), 1'000);
  EXPECT_EQ(point.unlabelled(), 99);
  EXPECT_DOUBLE_EQ(point.value(), 20);
  EXPECT_DOUBLE_EQ(point.mean(), 0.1);
  EXPECT_NEAR(point.p_value(), 0.00507, 1e-5);
}

TEST_F(TrendPointTest, OneAnswerHasNoDeviationAndNoneHasNoValue) {
  EXPECT_FALSE(Point(v1::TREND_METRIC_CES, kSeven, CellOf({{4, 1}})).has_std_dev());
  const Cell before = CellOf({{4, 9}});
  const v1::TrendPoint empty = Point(v1::TREND_METRIC_CES, kSeven, Cell(), &before);
  EXPECT_FALSE(empty.has_value());
  EXPECT_FALSE(empty.has_delta());
  EXPECT_FALSE(empty.has_agree_share());
  EXPECT_EQ(empty.revision(), 7u);
  const Cell nothing;
  EXPECT_FALSE(Point(v1::TREND_METRIC_CES, kSeven, CellOf({{4, 9}}), &nothing).has_delta());
}

TEST_F(TrendPointTest, TheLastTimeThereIsIsNotFinal) {
  spec_.metric = v1::TREND_METRIC_NPS;
  v1::TrendPoint point;
  const base::TimeNs last = std::numeric_limits<base::TimeNs>::max();
  FillFrame({&spec_, 0, last - 1}, {0, last}, 0, point);
  EXPECT_FALSE(point.final());
}

}  // namespace
}  // namespace voc::views
