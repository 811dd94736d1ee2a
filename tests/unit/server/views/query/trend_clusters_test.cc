#include "server/views/query/trend_clusters.h"

#include <gtest/gtest.h>

namespace voc::views {
namespace {

class TrendClustersTest : public ::testing::Test {
 protected:
  TrendClustersTest() {
    plan_.interval = {0, 20};
    plan_.points = {{0, 10}, {10, 20}};
    plan_.windows.Add(-10, 0);
    plan_.windows.Add(0, 10);
    plan_.windows.Add(10, 20);
    plan_.CutStretches();
    spec_.metric = v1::TREND_METRIC_NPS;
    account_ = dictionaries_.Intern(Dimension::kAccount, "acme");
  }

  TrendSpec spec_;
  TrendPlan plan_;
  Dictionaries dictionaries_;
  Ordinal account_;
};

TEST_F(TrendClustersTest, SeriesAndOverall) {
  spec_.group_by.push_back(*ParseDimension("theme"));
  TrendClusters clusters(
      spec_, plan_,
      CountLimits{.answers = 1'000, .clusters = dictionaries_.Size(Dimension::kAccount)});
  const ClusterId acme = ClusterId::OfAccount(account_);
  // One answer of two themes, and one before the interval.
  clusters.Count(0, 0, plan_.StretchAt(5), acme, {10, 0}, true);
  clusters.Count(1, 0, plan_.StretchAt(5), acme, {10, 0}, false);
  clusters.Count(1, 0, plan_.StretchAt(-5), acme, {2, 0}, true);
  clusters.Settle();
  ASSERT_TRUE(clusters.known());
  EXPECT_EQ(clusters.Of(0).windows[1].n, 1);
  EXPECT_EQ(clusters.Of(1).windows[0].sum, -1);
  EXPECT_EQ(clusters.Of(1).shared[0].clusters, 1);
  EXPECT_EQ(clusters.Overall(0).n, 1);
}

TEST_F(TrendClustersTest, LatestAnswersCountInTheirWindows) {
  TrendClusters clusters(
      spec_, plan_,
      CountLimits{.answers = 1'000, .clusters = dictionaries_.Size(Dimension::kAccount)});
  const ClusterId acme = ClusterId::OfAccount(account_);
  clusters.CountLatest(0, 0, {1, 1}, {}, false, acme, {10, 0});
  clusters.CountLatest(0, 0, {2, 2}, {}, true, ClusterId(), {0, 0});
  clusters.CountLatest(0, 0, {2, 2}, {}, true, acme, {9, 0});
  clusters.Settle();
  EXPECT_EQ(clusters.Of(0).windows[2].clusters, 2);
  EXPECT_EQ(clusters.Of(0).total.n, 2);
  EXPECT_EQ(clusters.Of(0).shared[1].clusters, 1);
  EXPECT_EQ(clusters.Of(1).total.n, 0);
}

TEST_F(TrendClustersTest, GivesUpBeyondItsLimit) {
  TrendClusters clusters(
      spec_, plan_,
      CountLimits{.answers = 1'000, .clusters = dictionaries_.Size(Dimension::kAccount)});
  for (size_t i = 0; i < kMaxLatestClusterEntries; ++i) {
    clusters.CountLatest(0, 0, {1, 1}, {}, true, ClusterId(), {10, 0});
  }
  EXPECT_TRUE(clusters.known());
  clusters.CountLatest(0, 0, {1, 1}, {}, true, ClusterId(), {10, 0});
  EXPECT_FALSE(clusters.known());
}

TEST_F(TrendClustersTest, NotKnownWhereNobodyAsks) {
  spec_.cluster_by = ClusterBy::kNobody;
  TrendClusters clusters(
      spec_, plan_,
      CountLimits{.answers = 1'000, .clusters = dictionaries_.Size(Dimension::kAccount)});
  clusters.Settle();
  EXPECT_FALSE(clusters.wanted());
  EXPECT_FALSE(clusters.known());
}

}  // namespace
}  // namespace voc::views
