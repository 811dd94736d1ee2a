#include "server/views/query/metric_answers.h"

#include <gtest/gtest.h>

#include "server/views/facts/fact.h"

namespace voc::views {
namespace {

constexpr ScaleCode kFive = 5 << 1;

// `count` answers of a score.
void Add(Cell& cell, int score, int64_t count, int32_t value = 0) {
  cell.Add({static_cast<uint8_t>(score), value}, count);
}

TEST(MetricAnswers, EachMetricHasItsValueTestAndInterval) {
  Cell few;
  Cell many;
  Add(few, 1, 30);
  Add(few, 5, 10);
  Add(many, 1, 10);
  Add(many, 5, 30);
  struct Expected {
    v1::TrendMetric metric;
    double before;
    double after;
  };
  for (const Expected& expected :
       {Expected{v1::TREND_METRIC_CSAT, 25, 75}, Expected{v1::TREND_METRIC_CES, 2, 4}}) {
    const MetricAnswers before(expected.metric, kFive, few);
    const MetricAnswers after(expected.metric, kFive, many);
    EXPECT_DOUBLE_EQ(*before.Value(), expected.before);
    EXPECT_DOUBLE_EQ(*after.Value(), expected.after);
    EXPECT_LT(after.Compare(before)->p_value, 0.001);
    const auto interval = after.DifferenceInterval(before, 0.95);
    EXPECT_GT(interval->low, 0);
    EXPECT_LT(interval->low, expected.after - expected.before);
    EXPECT_GT(interval->high, expected.after - expected.before);
  }
}

TEST(MetricAnswers, SentimentCountsLabelledTexts) {
  Cell cell;
  Add(cell, static_cast<int>(Label::kPositive), 3, 5'000);
  Add(cell, static_cast<int>(Label::kNegative), 1, -5'000);
  Add(cell, static_cast<int>(Label::kUnlabelled), 7);
  const MetricAnswers answers(v1::TREND_METRIC_SENTIMENT, 0, cell);
  EXPECT_EQ(answers.n(), 4);
  EXPECT_EQ(CountedAnswers(v1::TREND_METRIC_SENTIMENT, cell), 4);
  EXPECT_EQ(CountedAnswers(v1::TREND_METRIC_NPS, cell), 11);
  EXPECT_DOUBLE_EQ(*answers.Value(), 50);
  EXPECT_DOUBLE_EQ(answers.moments().mean, 0.25);
}

TEST(MetricAnswers, NothingWithoutAnswers) {
  for (const v1::TrendMetric metric :
       {v1::TREND_METRIC_NPS, v1::TREND_METRIC_CSAT, v1::TREND_METRIC_CES, v1::TREND_METRIC_RATING,
        v1::TREND_METRIC_SENTIMENT}) {
    const MetricAnswers none(metric, kFive, Cell());
    EXPECT_EQ(none.n(), 0);
    EXPECT_FALSE(none.Value().has_value());
    EXPECT_FALSE(none.Interval(0.95).has_value());
    EXPECT_FALSE(none.Compare(none).has_value());
    EXPECT_FALSE(none.DifferenceInterval(none, 0.95).has_value());
  }
}

TEST(ScaleName, SaysPointsAndDirection) {
  EXPECT_EQ(ScaleName(kFive), "5");
  EXPECT_EQ(ScaleName(7 << 1 | 1), "7-low");
}

}  // namespace
}  // namespace voc::views
