#include "server/views/query/share_clusters.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "server/metrics/proportion.h"

namespace voc::views {
namespace {

ClusterSaid Of(Ordinal account, int64_t answers) {
  return {.cluster = ClusterId::OfAccount(account), .answers = answers};
}

ClusterSaid OfNobody(int64_t answers) { return {.cluster = ClusterId(), .answers = answers}; }

TEST(ShareClustersTest, HoldsAPartAgainstAll) {
  const ShareClusters all({Of(3, 2), Of(1, 4), OfNobody(5), Of(3, 1)});
  const std::vector<ClusterShare> shares = all.Of({Of(3, 1), OfNobody(2), Of(3, 1)});
  ASSERT_EQ(shares.size(), 3u);
  int64_t answers = 0;
  int64_t hits = 0;
  for (const ClusterShare& share : shares) {
    answers += share.answers;
    hits += share.hits;
    if (share.cluster == ClusterId::OfAccount(1)) {
      EXPECT_EQ(share.hits, 0);
    }
    if (share.cluster == ClusterId::OfAccount(3)) {
      EXPECT_EQ(share.hits, 2);
    }
  }
  EXPECT_EQ(answers, 12);
  EXPECT_EQ(hits, 4);
}

TEST(ShareClustersTest, WhereNothingIsKnownAllIsIndependent) {
  const metrics::Coupling nothing = CouplingOfShares({}, {});
  EXPECT_EQ(nothing.earlier.design_effect, 1);
  EXPECT_EQ(nothing.correlation, 0);
  const ShareClusters singles({OfNobody(50)});
  const metrics::Coupling independent =
      CouplingOfShares(singles.Of({OfNobody(10)}), singles.Of({OfNobody(20)}));
  EXPECT_NEAR(independent.later.design_effect, 1, 1e-9);
  EXPECT_EQ(independent.correlation, 0);
}

// Accounts that are of one mind count as one answer each.
TEST(ShareClustersTest, AnAccountOfOneMindCountsOnce) {
  std::vector<ClusterSaid> all;
  std::vector<ClusterSaid> part;
  for (Ordinal account = 1; account <= 40; ++account) {
    all.push_back(Of(account, 5));
    if (account % 4 == 0) part.push_back(Of(account, 5));
  }
  const ShareClusters clusters(all);
  const metrics::Coupling coupling = CouplingOfShares(clusters.Of(part), clusters.Of({}));
  EXPECT_NEAR(coupling.earlier.design_effect, 5, 0.2);
  EXPECT_EQ(coupling.later.design_effect, 1);  // none of them does not vary
}

TEST(ShareClustersTest, WhoSaysTheSameAgainIsNoNews) {
  std::vector<ClusterSaid> all;
  std::vector<ClusterSaid> part;
  for (Ordinal account = 1; account <= 40; ++account) {
    all.push_back(Of(account, 1));
    if (account % 2 == 0) part.push_back(Of(account, 1));
  }
  const ShareClusters clusters(all);
  EXPECT_GT(CouplingOfShares(clusters.Of(part), clusters.Of(part)).correlation, 0.8);
}

}  // namespace
}  // namespace voc::views
