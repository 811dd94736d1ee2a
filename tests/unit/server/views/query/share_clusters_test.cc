#include "server/views/query/share_clusters.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <vector>

#include "server/metrics/proportion.h"

namespace voc::views {
namespace {

ClusterSaid Of(Ordinal account, int64_t answers) {
  return {.cluster = ClusterId::OfAccount(account), .answers = answers};
}

ClusterSaid OfNobody(int64_t answers) { return {.cluster = ClusterId(), .answers = answers}; }

TEST(ShareClustersTest, WhereNothingIsKnownAllIsIndependent) {
  const metrics::Coupling nothing = ShareClusters({}, {}).Of({}, {});
  EXPECT_EQ(nothing.earlier.design_effect, 1);
  EXPECT_EQ(nothing.correlation, 0);
  const ShareClusters singles({OfNobody(50)}, {OfNobody(50)});
  const metrics::Coupling independent = singles.Of({OfNobody(10)}, {OfNobody(20)});
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
  const metrics::Coupling coupling = ShareClusters(all, all).Of(part, {});
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
  EXPECT_GT(ShareClusters(all, all).Of(part, part).correlation, 0.8);
}

// Against the same cluster by cluster.
TEST(ShareClustersTest, EqualsThePlainSums) {
  const auto seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  struct Said {
    int64_t answers = 0;
    int64_t hits = 0;
  };
  for (int turn = 0; turn < 50; ++turn) {
    std::map<Ordinal, Said> samples[2];  // by account; 0 is nobody
    std::vector<ClusterSaid> all[2];
    std::vector<ClusterSaid> parts[2];
    metrics::ClusterSums sums[2];
    double variances[2];
    for (int i = 0; i < 2; ++i) {
      for (int answer = 0; answer < 200; ++answer) {
        const Ordinal account = random() % 30;
        const bool hit = (random() % 30 + account) % 3 == 0;
        const auto one = account == 0 ? OfNobody(1) : Of(account, 1);
        all[i].push_back(one);
        if (hit) parts[i].push_back(one);
        ++samples[i][account].answers;
        samples[i][account].hits += hit ? 1 : 0;
      }
      for (const auto& [account, said] : samples[i]) {
        if (account != 0) {
          sums[i].AddCluster(said.answers, said.hits);
          continue;
        }
        for (int64_t k = 0; k < said.answers; ++k) sums[i].AddCluster(1, k < said.hits ? 1 : 0);
      }
      variances[i] = metrics::ProportionVariance({static_cast<int64_t>(sums[i].sum), sums[i].n});
    }
    metrics::SharedClusterSums shared;
    for (const auto& [account, said] : samples[0]) {
      const auto other = samples[1].find(account);
      if (account == 0 || other == samples[1].end()) continue;
      shared.AddCluster(said.answers, said.hits, other->second.answers, other->second.hits);
    }
    const metrics::Coupling coupling = ShareClusters(all[0], all[1]).Of(parts[0], parts[1]);
    EXPECT_DOUBLE_EQ(coupling.earlier.design_effect,
                     metrics::DependenceOf(sums[0], variances[0]).design_effect);
    EXPECT_DOUBLE_EQ(coupling.later.design_effect,
                     metrics::DependenceOf(sums[1], variances[1]).design_effect);
    EXPECT_DOUBLE_EQ(coupling.correlation,
                     metrics::CorrelationOf(sums[0], variances[0], sums[1], variances[1], shared));
  }
}

}  // namespace
}  // namespace voc::views
