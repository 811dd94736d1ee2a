#include "server/views/block_store.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace voc::views {
namespace {

// Facts in a map; counts what is read of it.
class CountingStore final : public store::ViewStore {
 public:
  absl::Status Install(store::RunSet) override { return absl::OkStatus(); }
  absl::StatusOr<std::optional<std::string>> Get(store::Table table,
                                                 std::string_view key) const override {
    ++reads;
    const auto found = facts.find(std::string(key));
    if (table != store::Table::kFacts || found == facts.end()) return std::nullopt;
    return found->second;
  }
  std::unique_ptr<store::TableReader> Scan(store::Table, std::string_view) const override {
    return nullptr;
  }
  std::unique_ptr<store::TableReader> ScanFrom(store::Table, std::string_view) const override {
    return nullptr;
  }
  absl::Status Clear() override { return absl::OkStatus(); }

  std::map<std::string, std::string> facts;
  mutable int reads = 0;
};

class BlockStoreTest : public ::testing::Test {
 protected:
  static constexpr size_t kColumnBytes = 100;

  BlockStoreTest() {
    for (uint32_t number = 0; number < 10; ++number) {
      for (const Column column : {Column::kind, Column::score}) {
        store_.facts[ColumnKey(At(number), column)] =
            std::string(kColumnBytes, static_cast<char>('0' + number));
      }
    }
  }

  static Block At(uint32_t number) { return {.run = 7, .number = number, .rows = 1}; }

  // Reads a column; returns how often the store was asked.
  int Read(BlockStore& blocks, uint32_t number, BlockStore::ScanId scan) {
    const int before = store_.reads;
    const absl::StatusOr<BlockStore::Bytes> bytes = blocks.Column(At(number), Column::kind, scan);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    EXPECT_EQ((*bytes)->front(), static_cast<char>('0' + number));
    return store_.reads - before;
  }

  CountingStore store_;
};

TEST_F(BlockStoreTest, ReadsAColumnOnce) {
  BlockStore blocks(&store_, 10 * kColumnBytes);
  const BlockStore::ScanId scan = blocks.BeginScan();
  EXPECT_EQ(Read(blocks, 1, scan), 1);
  EXPECT_EQ(Read(blocks, 1, scan), 0);
  blocks.Forget(At(1));
  EXPECT_EQ(Read(blocks, 1, scan), 1);
}

TEST_F(BlockStoreTest, WhatIsMissingIsDamage) {
  BlockStore blocks(&store_);
  EXPECT_TRUE(absl::IsDataLoss(blocks.Column(At(99), Column::kind, 1).status()));
  EXPECT_TRUE(absl::IsDataLoss(blocks.Column(At(1), Column::rating, 1).status()));
}

TEST_F(BlockStoreTest, RoundsOverMoreThanThereIsRoomForFindWhatTheLastOneKept) {
  BlockStore blocks(&store_, 6 * kColumnBytes);
  for (int round = 0; round < 5; ++round) {
    const BlockStore::ScanId scan = blocks.BeginScan();
    int reads = 0;
    for (uint32_t number = 0; number < 8; ++number) reads += Read(blocks, number, scan);
    EXPECT_EQ(reads, round == 0 ? 8 : 2) << round;
  }
}

TEST_F(BlockStoreTest, WhatNoScanUsesAnyMoreMakesRoom) {
  BlockStore blocks(&store_, 2 * kColumnBytes);
  const BlockStore::ScanId first = blocks.BeginScan();
  Read(blocks, 0, first);
  Read(blocks, 1, first);
  for (uint64_t i = 0; i < kProtectedScans; ++i) blocks.BeginScan();
  const BlockStore::ScanId later = blocks.BeginScan();
  Read(blocks, 1, later);
  EXPECT_EQ(Read(blocks, 2, later), 1);
  EXPECT_EQ(Read(blocks, 2, later), 0);
  EXPECT_EQ(Read(blocks, 1, later), 0);
  EXPECT_EQ(Read(blocks, 0, later), 1);
}

TEST_F(BlockStoreTest, DeadRowsAreKnownUntilAnotherDies) {
  BlockStore blocks(&store_);
  EXPECT_EQ(blocks.FindDeadRows(At(1), 3), nullptr);
  blocks.KeepDeadRows(At(1), 3, std::make_shared<const std::vector<uint32_t>>(2, 5));
  ASSERT_NE(blocks.FindDeadRows(At(1), 3), nullptr);
  EXPECT_EQ(blocks.FindDeadRows(At(1), 3)->size(), 2u);
  EXPECT_EQ(blocks.FindDeadRows(At(1), 4), nullptr);
  EXPECT_EQ(blocks.FindDeadRows(At(2), 3), nullptr);
  blocks.Forget(At(1));
  EXPECT_EQ(blocks.FindDeadRows(At(1), 3), nullptr);
}

}  // namespace
}  // namespace voc::views
