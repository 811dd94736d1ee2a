#include "server/metrics/histogram.h"

#include <gtest/gtest.h>

namespace voc::metrics {
namespace {

TEST(ScoreHistogram, CountsBothEnds) {
  ScoreHistogram histogram;
  EXPECT_EQ(histogram.n(), 0);
  histogram.count[0] = 1;
  histogram.count[6] = 2;
  histogram.count[7] = 4;
  histogram.count[11] = 8;
  EXPECT_EQ(histogram.n(), 15);
  EXPECT_EQ(histogram.Between(0, 6), 3);
  EXPECT_EQ(histogram.Between(7, 7), 4);
  EXPECT_EQ(histogram.Between(1, 5), 0);
}

}  // namespace
}  // namespace voc::metrics
