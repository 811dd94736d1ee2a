#include "server/views/query/cluster_value.h"

#include <gtest/gtest.h>

#include "server/views/facts/fact.h"

namespace voc::views {
namespace {

constexpr ScaleCode kFive = 5 << 1;
constexpr ScaleCode kSeven = 7 << 1;

TEST(ClusterValue, IsWhatTheMetricIsTheMeanOf) {
  const ClusterValue nps(v1::TREND_METRIC_NPS, 0);
  EXPECT_EQ(nps.Of({10, 0}), 1);
  EXPECT_EQ(nps.Of({9, 0}), 1);
  EXPECT_EQ(nps.Of({8, 0}), 0);
  EXPECT_EQ(nps.Of({6, 0}), -1);
  EXPECT_EQ(nps.Of({0, 0}), -1);
  EXPECT_EQ(ClusterValue(v1::TREND_METRIC_CSAT, kFive).Of({4, 0}), 1);
  EXPECT_EQ(ClusterValue(v1::TREND_METRIC_CSAT, kFive).Of({3, 0}), 0);
  EXPECT_EQ(ClusterValue(v1::TREND_METRIC_CSAT, kSeven).Of({5, 0}), 0);
  EXPECT_EQ(ClusterValue(v1::TREND_METRIC_CES, kSeven).Of({5, 0}), 5);
  EXPECT_EQ(ClusterValue(v1::TREND_METRIC_RATING, 0).Of({4, 350'000'000}), 350'000'000);
}

TEST(ClusterValue, TextsWithoutLabelDoNotCount) {
  const ClusterValue texts(v1::TREND_METRIC_SENTIMENT, 0);
  const auto sample = [](Label label) { return Sample{static_cast<uint8_t>(label), 123}; };
  EXPECT_EQ(texts.Of(sample(Label::kPositive)), 1);
  EXPECT_EQ(texts.Of(sample(Label::kNeutral)), 0);
  EXPECT_EQ(texts.Of(sample(Label::kNegative)), -1);
  EXPECT_TRUE(texts.Counts(sample(Label::kNeutral)));
  EXPECT_FALSE(texts.Counts(sample(Label::kUnlabelled)));
  EXPECT_TRUE(ClusterValue(v1::TREND_METRIC_NPS, 0).Counts({4, 0}));
}

}  // namespace
}  // namespace voc::views
