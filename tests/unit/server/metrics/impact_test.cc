#include "server/metrics/impact.h"

#include <gtest/gtest.h>

#include <optional>

#include "server/metrics/nps.h"

namespace voc::metrics {
namespace {

constexpr NpsCounts kAll{500, 300, 200};
constexpr NpsCounts kWith{10, 30, 60};
constexpr NpsCounts kWithout{490, 270, 140};

TEST(ImpactOf, GoldenValueByAllThreeFormulas) {
  const double difference = *Nps(kWith) - *Nps(kWithout);
  EXPECT_NEAR(ImpactOf(100, 900, difference, std::nullopt).value, -8.8889, 5e-5);
  EXPECT_NEAR(*Nps(kAll) - *Nps(kWithout), -8.8889, 5e-5);
  EXPECT_NEAR(100 * (*Nps(kWith) - *Nps(kAll)) / 900, -8.8889, 5e-5);
}

TEST(ImpactOf, ItsIntervalIsThatOfTheDifferenceTimesTheShare) {
  const std::optional<Interval> difference = NpsDifferenceInterval(kWithout, kWith, 0.95);
  const Impact impact = ImpactOf(100, 900, *Nps(kWith) - *Nps(kWithout), difference);
  ASSERT_TRUE(impact.interval.has_value());
  EXPECT_NEAR(impact.interval->low, -10.124504, 1e-6);
  EXPECT_NEAR(impact.interval->high, -7.336172, 1e-6);
}

TEST(ImpactOf, ATopicOfEverybodyElsesOpinionHasNone) {
  EXPECT_EQ(ImpactOf(5, 95, 0, Interval{-10, 10}).value, 0);
}

}  // namespace
}  // namespace voc::metrics
