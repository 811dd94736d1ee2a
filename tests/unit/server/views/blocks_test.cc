#include "server/views/blocks.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "storage/rocksdb/database.h"
#include "storage/testing/temp_dir.h"

namespace voc::views {
namespace {

class BlocksTest : public ::testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<std::unique_ptr<rocks::Database>> database =
        rocks::Database::Open({.path = dir_.path()});
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
    FactBuffer rows(3);
    for (uint64_t i = 1; i <= 3; ++i) {
      Fact fact;
      fact.event_sequence = i << 40;
      fact.collected_at = -1000 * static_cast<int64_t>(i);
      fact.account = static_cast<Ordinal>(i * 300);
      fact.score = static_cast<uint8_t>(i);
      fact.kind = 1;
      rows.Append(fact);
    }
    block_.rows = 3;
    store::RunSet runs;
    AddBlock(block_, rows, runs);
    ASSERT_TRUE(database_->views().Install(std::move(runs)).ok());
  }

  base::TempDir dir_;
  std::unique_ptr<rocks::Database> database_;
  Block block_{.run = 12, .number = 1, .first_time = -3000, .last_time = -1000};
};

TEST_F(BlocksTest, LoadsEveryColumn) {
  FactBuffer rows(kBlockRows);
  ASSERT_TRUE(LoadBlock(database_->views(), block_, kAllColumns, rows).ok());
  ASSERT_EQ(rows.size(), 3u);
  const Fact third = rows.Row(2);
  EXPECT_EQ(third.event_sequence, uint64_t{3} << 40);
  EXPECT_EQ(third.collected_at, -3000);
  EXPECT_EQ(third.account, 900u);
  EXPECT_EQ(third.score, 3);
  EXPECT_EQ(third.kind, 1);
}

TEST_F(BlocksTest, ComesBackFromItsEntry) {
  const std::unique_ptr<store::TableReader> reader =
      database_->views().Scan(store::Table::kBlocks, "");
  ASSERT_TRUE(reader->Next());
  const absl::StatusOr<Block> block = DecodeBlock(reader->key(), reader->value());
  ASSERT_TRUE(block.ok()) << block.status();
  EXPECT_EQ(block->run, 12u);
  EXPECT_EQ(block->number, 1u);
  EXPECT_EQ(block->rows, 3u);
  EXPECT_EQ(block->first_time, -3000);
  EXPECT_EQ(block->last_time, -1000);
}

TEST_F(BlocksTest, AMissingOrCutColumnIsDamage) {
  FactBuffer rows(kBlockRows);
  Block other = block_;
  other.number = 2;
  EXPECT_TRUE(absl::IsDataLoss(LoadBlock(database_->views(), other, kAllColumns, rows)));
  other = block_;
  other.rows = 2;
  EXPECT_TRUE(
      absl::IsDataLoss(LoadBlock(database_->views(), other, Bit(Column::event_sequence), rows)));
  other.rows = kBlockRows + 1;
  EXPECT_TRUE(absl::IsDataLoss(LoadBlock(database_->views(), other, 0, rows)));
}

}  // namespace
}  // namespace voc::views
