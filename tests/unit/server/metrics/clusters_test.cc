#include "server/metrics/clusters.h"

#include <gtest/gtest.h>

namespace voc::metrics {
namespace {

TEST(DesignEffect, AgainstAnIndependentComputation) {
  ClusteredCount count;
  count.AddCluster(1, 1);
  count.AddCluster(1, 0);
  count.AddCluster(3, 2);
  count.AddCluster(5, 0);
  count.AddCluster(2, 2);
  count.AddCluster(1, 0);
  count.AddCluster(4, 1);
  EXPECT_EQ(count.n, 17);
  EXPECT_EQ(count.hits, 6);
  EXPECT_NEAR(DesignEffect(count), 1.9569221628, 1e-9);
}

TEST(DesignEffect, OneTextEachIsNearlyNone) {
  ClusteredCount count;
  for (int i = 0; i < 1000; ++i) count.AddCluster(1, i % 10 == 0 ? 1 : 0);
  EXPECT_NEAR(DesignEffect(count), 1, 0.002);  // n / (n - 1)
}

TEST(DesignEffect, OneAuthorOfEveryHitCountsAboutOnce) {
  ClusteredCount count;
  for (int i = 0; i < 950; ++i) count.AddCluster(1, 0);
  count.AddCluster(50, 50);
  EXPECT_NEAR(static_cast<double>(count.hits) / DesignEffect(count), 1, 0.15);
}

TEST(DesignEffect, OneWhereNothingIsKnown) {
  ClusteredCount one;
  one.AddCluster(50, 20);
  EXPECT_EQ(DesignEffect(one), 1);
  ClusteredCount no_hits;
  no_hits.AddCluster(3, 0);
  no_hits.AddCluster(4, 0);
  EXPECT_EQ(DesignEffect(no_hits), 1);
  EXPECT_EQ(DesignEffect({}), 1);
}

}  // namespace
}  // namespace voc::metrics
