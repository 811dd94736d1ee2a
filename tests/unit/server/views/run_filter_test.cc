#include "server/views/run_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <random>
#include <thread>
#include <vector>

namespace voc::views {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Filter = RunFilter<uint16_t>;
using NotedFilter = RunFilter<uint32_t>;

std::vector<RunKey> Keys(const std::vector<uint32_t>& marks) {
  std::vector<RunKey> keys;
  for (const uint32_t mark : marks) keys.push_back({.mark = mark});
  return keys;
}

template <typename Slot>
std::vector<store::Sequence> Find(const RunFilter<Slot>& filter, uint32_t mark) {
  std::vector<typename RunFilter<Slot>::Found> found = {{.run = 99}};
  filter.Find(mark, found);
  std::vector<store::Sequence> runs;
  for (const auto& [run, note] : found) {
    if (sizeof(Slot) == sizeof(uint16_t)) {
      EXPECT_EQ(note, 0);
    }
    runs.push_back(run);
  }
  return runs;
}

TEST(RunFilterTest, OfNoRunsNoneHoldsAnything) {
  Filter filter;
  filter.AddRun(5, {});
  EXPECT_THAT(Find(filter, 0), IsEmpty());
}

TEST(RunFilterTest, NamesTheRunsNewestFirst) {
  Filter filter;
  const std::vector<uint32_t> both = {7, 1u << 31};
  const std::vector<uint32_t> one = {7};
  filter.AddRun(10, Keys(both));
  filter.AddRun(20, Keys(one));
  filter.AddRun(30, Keys(both));
  EXPECT_THAT(Find(filter, 7), ElementsAre(30, 20, 10));
  EXPECT_THAT(Find(filter, 1u << 31), ElementsAre(30, 10));
  EXPECT_THAT(Find(filter, 1u << 30), IsEmpty());
  filter.Clear();
  EXPECT_THAT(Find(filter, 7), IsEmpty());
}

// Every key lies in one bucket, which runs over into the next and round the end.
TEST(RunFilterTest, FindsWhatFoundItsBucketFull) {
  Filter filter;
  std::vector<uint32_t> marks(500);
  for (uint32_t i = 0; i < marks.size(); ++i) marks[i] = UINT32_MAX - i;
  filter.AddRun(1, Keys(marks));
  for (const uint32_t mark : marks) EXPECT_THAT(Find(filter, mark), ElementsAre(1));
}

TEST(RunFilterTest, FindsEveryKeyOfManyRunsAndHardlyOneMore) {
  constexpr int kRuns = 3 * static_cast<int>(Filter::kLayerRuns) + 5;
  constexpr size_t kKeys = 2'000;
  const auto seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  Filter filter;
  std::vector<std::vector<uint32_t>> runs(kRuns, std::vector<uint32_t>(kKeys));
  for (int run = 0; run < kRuns; ++run) {
    for (uint32_t& mark : runs[run]) mark = static_cast<uint32_t>(random());
    std::sort(runs[run].begin(), runs[run].end());
    filter.AddRun(static_cast<store::Sequence>(run + 1), Keys(runs[run]));
  }
  size_t named = 0;
  for (int run = 0; run < kRuns; ++run) {
    for (const uint32_t mark : runs[run]) {
      const std::vector<store::Sequence> found = Find(filter, mark);
      ASSERT_THAT(found, Contains(run + 1));
      ASSERT_TRUE(std::is_sorted(found.rbegin(), found.rend()));
      named += found.size() - 1;
    }
  }
  // Four layers, each wrong once in forty.
  EXPECT_LT(static_cast<double>(named) / (kRuns * kKeys), 2 * 4.0 / 40);
  EXPECT_LT(filter.bytes(), 4 * Filter::kLayerRuns * kKeys * 2.7);
}

TEST(RunFilterTest, SaysWhatWasNotedOfEachKey) {
  using Found = NotedFilter::Found;
  NotedFilter filter;
  filter.AddRun(10, std::vector<RunKey>{{.mark = 7, .note = 65'535}, {.mark = 8, .note = 1}});
  // A key with two notes, one of them twice.
  filter.AddRun(20, std::vector<RunKey>{
                        {.mark = 7, .note = 0}, {.mark = 7, .note = 300}, {.mark = 7, .note = 0}});
  std::vector<Found> found;
  filter.Find(7, found);
  EXPECT_THAT(found, ElementsAre(Found{.run = 20, .note = 300}, Found{.run = 20, .note = 0},
                                 Found{.run = 10, .note = 65'535}));
  filter.Find(8, found);
  EXPECT_THAT(found, ElementsAre(Found{.run = 10, .note = 1}));
}

TEST(RunFilterTest, NotesTakeTwiceTheRoom) {
  constexpr size_t kKeys = 2'000;
  std::mt19937 random(3);
  NotedFilter filter;
  std::vector<RunKey> keys(kKeys);
  for (RunKey& key : keys) key = {.mark = static_cast<uint32_t>(random()), .note = 20'000};
  filter.AddRun(1, keys);
  for (const RunKey& key : keys) EXPECT_THAT(Find(filter, key.mark), ElementsAre(1));
  EXPECT_LT(filter.bytes(), NotedFilter::kLayerRuns * kKeys * 5.5);
}

TEST(RunFilterTest, WhoAsksMeanwhileSeesRunsWholeOrNotAtAll) {
  constexpr int kRuns = 150;
  std::vector<uint32_t> marks(300);
  std::mt19937 random(7);
  for (uint32_t& mark : marks) mark = static_cast<uint32_t>(random());
  Filter filter;
  std::atomic<store::Sequence> added{0};
  std::thread adding([&] {
    for (int run = 1; run <= kRuns; ++run) {
      filter.AddRun(static_cast<store::Sequence>(run), Keys(marks));
      added = static_cast<store::Sequence>(run);
    }
  });
  for (store::Sequence known = 0; known < kRuns;) {
    known = added;
    for (const uint32_t mark : {marks.front(), marks.back()}) {
      const std::vector<store::Sequence> found = Find(filter, mark);
      EXPECT_GE(found.size(), known);
      EXPECT_TRUE(std::is_sorted(found.rbegin(), found.rend()));
    }
  }
  adding.join();
}

}  // namespace
}  // namespace voc::views
