#include "server/views/block_compactor.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <utility>

#include "server/views/snapshot.h"
#include "storage/rocksdb/database.h"
#include "storage/testing/temp_dir.h"
#include "tests/support/forwarding_view_store.h"
#include "tests/support/scratch_database.h"

namespace voc::views {
namespace {

using List = BlockCompactor::List;

constexpr int kRunRows = 100;
constexpr base::TimeNs kSpan = 1'000'000;

// Passes everything on, but for installs that are to fail.
class FailingStore final : public store::ForwardingViewStore {
 public:
  using ForwardingViewStore::ForwardingViewStore;

  absl::Status Install(store::RunSet runs) override {
    if (fails) return absl::UnavailableError("no room");
    return ForwardingViewStore::Install(std::move(runs));
  }

  bool fails = false;
};

class BlockCompactorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = rocks::ScratchDatabase(dir_.path());
    store_ = std::make_unique<FailingStore>(&database_->views());
    Restart();
  }

  // What a start finds on disk.
  void Restart() {
    list_.reset();
    kept_ = std::make_unique<BlockStore>(store_.get());
    compactor_ = std::make_unique<BlockCompactor>(store_.get(), kept_.get());
    auto blocks = std::make_shared<std::vector<Block>>();
    std::vector<Block> retired;
    const auto reader = store_->Scan(store::Table::kBlocks, "");
    while (reader->Next()) {
      bool is_retired = false;
      const absl::StatusOr<Block> block = DecodeBlock(reader->key(), reader->value(), is_retired);
      ASSERT_TRUE(block.ok()) << block.status();
      (is_retired ? retired : *blocks).push_back(*block);
    }
    compactor_->AddRetired(std::move(retired));
    list_ = std::move(blocks);
  }

  // Installs a run of one block; its times are `start` and so many after it.
  void AddRun(base::TimeNs start, base::TimeNs span) {
    FactBuffer rows(kRunRows);
    const store::Sequence first = next_event_;
    for (int i = 0; i < kRunRows; ++i) {
      Fact fact;
      fact.event_sequence = next_event_++;
      fact.collected_at = start + span * i / kRunRows;
      fact.score = static_cast<uint8_t>(random_() % 11);
      rows.Append(fact);
    }
    const Block block{.run = next_event_ - 1,
                      .rows = kRunRows,
                      .first_time = rows.collected_at[0],
                      .last_time = rows.collected_at[kRunRows - 1],
                      .first_event = first,
                      .last_event = next_event_ - 1};
    store::RunSet runs;
    AddBlock(block, rows, runs);
    ASSERT_TRUE(store_->Install(std::move(runs)).ok());
    auto next = std::make_shared<std::vector<Block>>(*list_);
    next->push_back(block);
    compactor_->Replaced(list_);
    list_ = std::move(next);
  }

  absl::Status Step() {
    absl::StatusOr<List> next = compactor_->Step(list_, deaths_.Take());
    if (next.ok() && *next != nullptr) list_ = *std::move(next);
    return next.status();
  }

  void Finish() {
    while (compactor_->HasWork(*list_)) ASSERT_TRUE(Step().ok());
  }

  // Every fact of a list that lives, with its score.
  std::map<uint64_t, int> Facts(const List& list) {
    std::map<uint64_t, int> facts;
    BlockStore fresh(store_.get());
    const FactSnapshot snapshot(&fresh, list, {}, deaths_.Take(), next_event_ - 1);
    const absl::Status status = snapshot.Scan(
        Bit(Column::event_sequence) | Bit(Column::score), {}, [&](const FactSpan& span) {
          for (size_t i = 0; i < span.size; ++i) {
            if (span.live != nullptr && span.live[i] == 0) continue;
            EXPECT_TRUE(facts.emplace(span.event_sequence[i], span.score[i]).second);
          }
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
    return facts;
  }

  size_t EntriesOf(store::Table table) {
    size_t entries = 0;
    for (const auto reader = store_->Scan(table, ""); reader->Next();) ++entries;
    return entries;
  }

  base::TempDir dir_;
  std::unique_ptr<rocks::Database> database_;
  std::unique_ptr<FailingStore> store_;
  std::unique_ptr<BlockStore> kept_;
  std::unique_ptr<BlockCompactor> compactor_;
  DeathSet deaths_;
  List list_;
  store::Sequence next_event_ = 1;
  std::mt19937 random_{7};
};

TEST_F(BlockCompactorTest, MergesOverlappingRunsIntoOneThatSaysTheSame) {
  for (size_t i = 0; i + 1 < kRunsToMerge; ++i) AddRun(0, kSpan);
  EXPECT_FALSE(compactor_->HasWork(*list_));
  AddRun(0, kSpan);
  const std::map<uint64_t, int> before = Facts(list_);
  Finish();
  ASSERT_EQ(list_->size(), 1u);
  EXPECT_TRUE(IsMerged(list_->front()));
  EXPECT_EQ(list_->front().rows, kRunsToMerge * kRunRows);
  EXPECT_EQ(Facts(list_), before);
  // What was merged is gone from the disk.
  EXPECT_EQ(EntriesOf(store::Table::kBlocks), 1u);
  EXPECT_EQ(EntriesOf(store::Table::kFacts), kColumnCount);
}

TEST_F(BlockCompactorTest, RunsThatFollowEachOtherAreLeftAlone) {
  for (size_t i = 0; i < 2 * kRunsToMerge; ++i) {
    AddRun(static_cast<base::TimeNs>(i) * kSpan, kSpan);
  }
  EXPECT_FALSE(compactor_->HasWork(*list_));
}

TEST_F(BlockCompactorTest, LeavesOutTheDeadAndLaterDeathsStillCount) {
  for (size_t i = 0; i < kRunsToMerge; ++i) AddRun(0, kSpan);
  for (store::Sequence event = 1; event < next_event_; event += 3) deaths_.Add(event);
  const size_t living = Facts(list_).size();
  Finish();
  EXPECT_EQ(list_->front().rows, living);
  deaths_.Add(2);
  EXPECT_EQ(Facts(list_).size(), living - 1);
}

TEST_F(BlockCompactorTest, AListThatIsHeldCanBeReadUntilItIsLetGo) {
  for (size_t i = 0; i < kRunsToMerge; ++i) AddRun(0, kSpan);
  List held = list_;
  const std::map<uint64_t, int> before = Facts(held);
  AddRun(0, kSpan);  // readers may hold lists of before that, too
  Finish();
  EXPECT_EQ(Facts(held), before);
  EXPECT_EQ(EntriesOf(store::Table::kBlocks), kRunsToMerge + 2);
  held.reset();
  EXPECT_TRUE(compactor_->HasWork(*list_));
  Finish();
  EXPECT_EQ(EntriesOf(store::Table::kBlocks), 2u);
}

TEST_F(BlockCompactorTest, ACrashAtAnyStepLosesNothing) {
  for (size_t i = 0; i < kRunsToMerge; ++i) AddRun(0, kSpan);
  const std::map<uint64_t, int> before = Facts(list_);
  int crashes = 0;
  while (compactor_->HasWork(*list_)) {
    ASSERT_TRUE(Step().ok());
    const bool merged = IsMerged(list_->front());
    Restart();
    EXPECT_EQ(Facts(list_), before);
    EXPECT_EQ(IsMerged(list_->front()), merged);
    ++crashes;
  }
  EXPECT_GE(crashes, 2);  // after the merge, and after the old blocks went
  EXPECT_EQ(EntriesOf(store::Table::kBlocks), 1u);
}

TEST_F(BlockCompactorTest, AFailedInstallIsTriedAgain) {
  for (size_t i = 0; i < kRunsToMerge; ++i) AddRun(0, kSpan);
  const std::map<uint64_t, int> before = Facts(list_);
  store_->fails = true;
  EXPECT_FALSE(Step().ok());
  EXPECT_EQ(Facts(list_), before);
  store_->fails = false;
  EXPECT_TRUE(compactor_->HasWork(*list_));
  ASSERT_TRUE(Step().ok());  // merged; the old blocks are still there
  store_->fails = true;
  EXPECT_FALSE(Step().ok());
  EXPECT_EQ(Facts(list_), before);
  store_->fails = false;
  Finish();
  EXPECT_EQ(Facts(list_), before);
  EXPECT_EQ(EntriesOf(store::Table::kBlocks), 1u);
}

}  // namespace
}  // namespace voc::views
