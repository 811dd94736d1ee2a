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

TEST_F(BlocksTest, ComesBackFromItsEntry) {
  const std::unique_ptr<store::TableReader> reader =
      database_->views().Scan(store::Table::kBlocks, "");
  ASSERT_TRUE(reader->Next());
  bool retired = true;
  const absl::StatusOr<Block> block = DecodeBlock(reader->key(), reader->value(), retired);
  ASSERT_TRUE(block.ok()) << block.status();
  EXPECT_FALSE(retired);
  EXPECT_EQ(block->run, 12u);
  EXPECT_EQ(block->number, 1u);
  EXPECT_EQ(block->rows, 3u);
  EXPECT_EQ(block->first_time, -3000);
  EXPECT_EQ(block->last_time, -1000);
}

TEST_F(BlocksTest, EveryColumnHasAnEntry) {
  size_t columns = 0;
  const std::unique_ptr<store::TableReader> reader =
      database_->views().Scan(store::Table::kFacts, "");
  for (; reader->Next(); ++columns) {
    EXPECT_EQ(reader->key(), ColumnKey(block_, static_cast<Column>(columns)));
  }
  EXPECT_EQ(columns, kColumnCount);
}

TEST_F(BlocksTest, OtherBytesAreDamage) {
  bool retired = false;
  const auto decode = [&](std::string_view key, std::string_view value) {
    return DecodeBlock(key, value, retired).status();
  };
  EXPECT_TRUE(absl::IsDataLoss(decode("short", EncodeBlock(block_))));
  EXPECT_TRUE(absl::IsDataLoss(decode(BlockKey(block_), "short")));
  Block other = block_;
  other.rows = kBlockRows + 1;
  EXPECT_TRUE(absl::IsDataLoss(decode(BlockKey(other), EncodeBlock(other))));
}

TEST_F(BlocksTest, LoadsEveryColumn) {
  FactBuffer rows(kBlockRows);
  ASSERT_TRUE(LoadBlock(database_->views(), block_, rows).ok());
  ASSERT_EQ(rows.size(), 3u);
  const Fact third = rows.Row(2);
  EXPECT_EQ(third.event_sequence, uint64_t{3} << 40);
  EXPECT_EQ(third.collected_at, -3000);
  EXPECT_EQ(third.account, 900u);
  EXPECT_EQ(third.score, 3);
  EXPECT_EQ(third.kind, 1);
  Block other = block_;
  other.number = 2;
  EXPECT_TRUE(absl::IsDataLoss(LoadBlock(database_->views(), other, rows)));
  other = block_;
  other.rows = 2;
  EXPECT_TRUE(absl::IsDataLoss(LoadBlock(database_->views(), other, rows)));
}

TEST_F(BlocksTest, IsRetiredThenRemoved) {
  store::RunSet retire;
  RetireBlock(block_, retire);
  ASSERT_TRUE(database_->views().Install(std::move(retire)).ok());
  {
    const auto reader = database_->views().Scan(store::Table::kBlocks, "");
    ASSERT_TRUE(reader->Next());
    bool retired = false;
    ASSERT_TRUE(DecodeBlock(reader->key(), reader->value(), retired).ok());
    EXPECT_TRUE(retired);
    EXPECT_FALSE(reader->Next());
  }
  store::RunSet remove;
  RemoveBlock(block_, remove);
  ASSERT_TRUE(database_->views().Install(std::move(remove)).ok());
  EXPECT_FALSE(database_->views().Scan(store::Table::kBlocks, "")->Next());
  EXPECT_FALSE(database_->views().Scan(store::Table::kFacts, "")->Next());
}

}  // namespace
}  // namespace voc::views
