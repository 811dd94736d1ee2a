#include "server/views/seen_ids.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace voc::views {
namespace {

// Marks of ids as good as random: splitmix64 of a counter.
uint64_t Mark(uint64_t i) {
  uint64_t z = i * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

constexpr uint64_t kIds = 3 * SeenIds::kLeastIds;  // fills two layers

TEST(SeenIdsTest, KnowsEveryIdItWasGivenOverSeveralLayers) {
  SeenIds seen;
  for (uint64_t i = 0; i < kIds; ++i) seen.Add(Mark(i));
  for (uint64_t i = 0; i < kIds; ++i) ASSERT_TRUE(seen.MayContain(Mark(i))) << i;
}

TEST(SeenIdsTest, TakesFewNewIdsForKnownOnes) {
  SeenIds seen;
  for (uint64_t i = 0; i < kIds; ++i) seen.Add(Mark(i));
  int mistakes = 0;
  for (uint64_t i = kIds; i < kIds + 100'000; ++i) mistakes += seen.MayContain(Mark(i)) ? 1 : 0;
  // Two layers, both full: about 0.1 to 0.2 % each.
  EXPECT_LT(mistakes, 600);
}

TEST(SeenIdsTest, NothingIsKnownAtFirst) {
  const SeenIds seen;
  for (uint64_t i = 0; i < 1000; ++i) EXPECT_FALSE(seen.MayContain(Mark(i)));
}

TEST(SeenIdsTest, TakesTwoBytesAnId) {
  const SeenIds seen(10 * SeenIds::kLeastIds);
  EXPECT_NEAR(static_cast<double>(seen.bytes()), 2.0 * 10 * SeenIds::kLeastIds, 64);
}

}  // namespace
}  // namespace voc::views
