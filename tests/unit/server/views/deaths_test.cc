#include "server/views/deaths.h"

#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace voc::views {
namespace {

TEST(DeathSetTest, ASnapshotDoesNotSeeLaterDeaths) {
  DeathSet deaths;
  deaths.Add(5);
  const DeathSet::Snapshot before = deaths.Take();
  deaths.Add(6);
  deaths.Add(DeathSet::kChunkEvents * 3);
  const DeathSet::Snapshot after = deaths.Take();
  EXPECT_TRUE(before.Contains(5));
  EXPECT_FALSE(before.Contains(6));
  EXPECT_FALSE(before.Contains(DeathSet::kChunkEvents * 3));
  EXPECT_TRUE(after.Contains(5));
  EXPECT_TRUE(after.Contains(6));
  EXPECT_TRUE(after.Contains(DeathSet::kChunkEvents * 3));
}

TEST(DeathSetTest, AnUntouchedChunkIsSharedBetweenSnapshots) {
  DeathSet deaths;
  deaths.Add(1);
  const DeathSet::Snapshot first = deaths.Take();
  deaths.Add(DeathSet::kChunkEvents);
  const DeathSet::Snapshot second = deaths.Take();
  EXPECT_EQ(first.chunks()[0], second.chunks()[0]);
}

TEST(DeathSetTest, CountsThoseUpToAnEvent) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  DeathSet deaths;
  EXPECT_EQ(deaths.Take().CountUpTo(100), 0u);
  std::set<store::Sequence> dead;
  for (int i = 0; i < 200; ++i) {
    // None in the second chunk.
    dead.insert(random() % 1'000 + (random() % 2 == 0 ? 0 : 2 * DeathSet::kChunkEvents - 500));
  }
  std::erase_if(dead, [](store::Sequence event) { return event / DeathSet::kChunkEvents == 1; });
  for (const store::Sequence event : dead) deaths.Add(event);
  const DeathSet::Snapshot snapshot = deaths.Take();
  const auto expect = [&](store::Sequence last) {
    const auto upto = std::distance(dead.begin(), dead.upper_bound(last));
    EXPECT_EQ(snapshot.CountUpTo(last), static_cast<uint64_t>(upto)) << last;
  };
  for (store::Sequence last = 0; last < 1'001; ++last) expect(last);
  for (store::Sequence i = 0; i < 4; ++i) {
    for (const store::Sequence off : {0, 63, 64, 499, 500}) {
      expect(i * DeathSet::kChunkEvents + off);
      if (i > 0) expect(i * DeathSet::kChunkEvents - off);
    }
  }
}

TEST(DeathCountsTest, CountTheDeadOfTheChunksAroundAStretch) {
  DeathSet deaths;
  deaths.Add(DeathSet::kChunkEvents * 2 + 7);
  const DeathCounts counts(deaths.Take());
  EXPECT_EQ(counts.Around(0, DeathSet::kChunkEvents * 2 - 1), 0u);
  EXPECT_EQ(counts.Around(0, DeathSet::kChunkEvents * 2), 1u);
  EXPECT_EQ(counts.Around(DeathSet::kChunkEvents * 3, DeathSet::kChunkEvents * 9), 0u);
  EXPECT_EQ(DeathCounts(DeathSet::Snapshot()).Around(0, 100), 0u);
}

TEST(DeathCountsTest, GrowWithEveryDeathAndOnlyOnce) {
  DeathSet deaths;
  deaths.Add(5);
  deaths.Add(5);
  deaths.Add(DeathSet::kChunkEvents);
  EXPECT_EQ(DeathCounts(deaths.Take()).Around(1, DeathSet::kChunkEvents), 2u);
  const std::string stored = EncodeChunk(*deaths.Take().chunks()[0]);
  DeathSet loaded;
  ASSERT_TRUE(loaded.Load(0, stored).ok());
  EXPECT_EQ(DeathCounts(loaded.Take()).Around(1, 1), 1u);
  loaded.Add(6);
  EXPECT_EQ(DeathCounts(loaded.Take()).Around(1, 1), 2u);
}

TEST(DeathSetTest, ComesBackFromItsChunks) {
  DeathSet deaths;
  deaths.Add(3);
  deaths.Add(DeathSet::kChunkEvents + 9);
  const DeathSet::Snapshot before = deaths.Take();
  DeathSet loaded;
  for (size_t i = 0; i < before.chunks().size(); ++i) {
    ASSERT_TRUE(loaded.Load(i, EncodeChunk(*before.chunks()[i])).ok());
  }
  const DeathSet::Snapshot after = loaded.Take();
  EXPECT_TRUE(after.Contains(3));
  EXPECT_TRUE(after.Contains(DeathSet::kChunkEvents + 9));
  EXPECT_FALSE(after.Contains(4));
  EXPECT_TRUE(absl::IsDataLoss(loaded.Load(0, "short")));
}

TEST(DeathSetTest, EverySnapshotHoldsWhatDiedBeforeIt) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  DeathSet deaths;
  std::set<store::Sequence> model;
  std::vector<std::pair<DeathSet::Snapshot, std::set<store::Sequence>>> taken;
  for (int step = 0; step < 2000; ++step) {
    const store::Sequence event = random() % (DeathSet::kChunkEvents * 3);
    deaths.Add(event);
    model.insert(event);
    if (random() % 50 == 0) taken.emplace_back(deaths.Take(), model);
  }
  for (const auto& [snapshot, expected] : taken) {
    for (const store::Sequence event : model) {
      ASSERT_EQ(snapshot.Contains(event), expected.contains(event)) << event;
    }
  }
}

}  // namespace
}  // namespace voc::views
