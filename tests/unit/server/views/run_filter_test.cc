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

std::vector<store::Sequence> Find(const RunFilter& filter, uint32_t mark) {
  std::vector<store::Sequence> runs = {99};
  filter.Find(mark, runs);
  return runs;
}

TEST(RunFilterTest, OfNoRunsNoneHoldsAnything) {
  RunFilter filter;
  filter.AddRun(5, {});
  EXPECT_THAT(Find(filter, 0), IsEmpty());
}

TEST(RunFilterTest, NamesTheRunsNewestFirst) {
  RunFilter filter;
  const std::vector<uint32_t> both = {7, 1u << 31};
  const std::vector<uint32_t> one = {7};
  filter.AddRun(10, both);
  filter.AddRun(20, one);
  filter.AddRun(30, both);
  EXPECT_THAT(Find(filter, 7), ElementsAre(30, 20, 10));
  EXPECT_THAT(Find(filter, 1u << 31), ElementsAre(30, 10));
  EXPECT_THAT(Find(filter, 1u << 30), IsEmpty());
  filter.Clear();
  EXPECT_THAT(Find(filter, 7), IsEmpty());
}

// Every key lies in one bucket, which runs over into the next and round the end.
TEST(RunFilterTest, FindsWhatFoundItsBucketFull) {
  RunFilter filter;
  std::vector<uint32_t> marks(500);
  for (uint32_t i = 0; i < marks.size(); ++i) marks[i] = UINT32_MAX - i;
  filter.AddRun(1, marks);
  for (const uint32_t mark : marks) EXPECT_THAT(Find(filter, mark), ElementsAre(1));
}

TEST(RunFilterTest, FindsEveryKeyOfManyRunsAndHardlyOneMore) {
  constexpr int kRuns = 3 * static_cast<int>(RunFilter::kLayerRuns) + 5;
  constexpr size_t kKeys = 2'000;
  const auto seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  RunFilter filter;
  std::vector<std::vector<uint32_t>> runs(kRuns, std::vector<uint32_t>(kKeys));
  for (int run = 0; run < kRuns; ++run) {
    for (uint32_t& mark : runs[run]) mark = static_cast<uint32_t>(random());
    std::sort(runs[run].begin(), runs[run].end());
    filter.AddRun(static_cast<store::Sequence>(run + 1), runs[run]);
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
  EXPECT_LT(filter.bytes(), 4 * RunFilter::kLayerRuns * kKeys * 2.7);
}

TEST(RunFilterTest, WhoAsksMeanwhileSeesRunsWholeOrNotAtAll) {
  constexpr int kRuns = 150;
  std::vector<uint32_t> marks(300);
  std::mt19937 random(7);
  for (uint32_t& mark : marks) mark = static_cast<uint32_t>(random());
  RunFilter filter;
  std::atomic<store::Sequence> added{0};
  std::thread adding([&] {
    for (int run = 1; run <= kRuns; ++run) {
      filter.AddRun(static_cast<store::Sequence>(run), marks);
      added = static_cast<store::Sequence>(run);
    }
  });
  std::vector<store::Sequence> found;
  for (store::Sequence known = 0; known < kRuns;) {
    known = added;
    for (const uint32_t mark : {marks.front(), marks.back()}) {
      filter.Find(mark, found);
      EXPECT_GE(found.size(), known);
      EXPECT_TRUE(std::is_sorted(found.rbegin(), found.rend()));
    }
  }
  adding.join();
}

}  // namespace
}  // namespace voc::views
