#include "server/views/stored_views.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/views/run_builder.h"
#include "server/views/run_marks.h"
#include "storage/testing/temp_dir.h"
#include "tests/support/scratch_database.h"

namespace voc::views {
namespace {

class StoredViewsTest : public ::testing::Test {
 protected:
  void Install(store::Table table, std::string_view key, std::string_view value) {
    store::RunSet runs;
    runs[table].Add(key, value);
    ASSERT_TRUE(database_->views().Install(std::move(runs)).ok());
  }

  absl::Status ReadAllMarks() {
    return ReadMarks(database_->views(), seen_ids_, id_runs_, answer_runs_);
  }

  base::TempDir dir_;
  std::unique_ptr<rocks::Database> database_ = rocks::ScratchDatabase(dir_.path());
  Dictionaries dictionaries_;
  SeenIds seen_ids_;
  RunFilter<uint16_t> id_runs_;
  AnswerRuns answer_runs_{&database_->views()};
};

TEST_F(StoredViewsTest, AnEmptyStoreHoldsNothing) {
  EXPECT_TRUE(ReadDictionary(database_->views(), dictionaries_).ok());
  EXPECT_TRUE(ReadAllMarks().ok());
  EXPECT_TRUE(ReadDeaths(database_->views(), 0).ok());
  const absl::StatusOr<StoredBlocks> blocks = ReadBlocks(database_->views());
  ASSERT_TRUE(blocks.ok());
  EXPECT_TRUE(blocks->read.empty());
}

TEST_F(StoredViewsTest, StringsComeBackUnderTheirOrdinals) {
  Install(store::Table::kDictionary, DictionaryKey(Dimension::kSource, 1), "app");
  Install(store::Table::kDictionary, DictionaryKey(Dimension::kSource, 2), "web");
  ASSERT_TRUE(ReadDictionary(database_->views(), dictionaries_).ok());
  EXPECT_EQ(dictionaries_.Find(Dimension::kSource, "web"), 2u);
}

TEST_F(StoredViewsTest, ADictionaryWithAGapIsDamaged) {
  Install(store::Table::kDictionary, DictionaryKey(Dimension::kSource, 2), "web");
  EXPECT_TRUE(absl::IsDataLoss(ReadDictionary(database_->views(), dictionaries_)));
}

TEST_F(StoredViewsTest, ADictionaryOfUnknownDimensionsIsDamaged) {
  Install(store::Table::kDictionary, std::string("\x7f\0\0\0\1", 5), "web");
  EXPECT_TRUE(absl::IsDataLoss(ReadDictionary(database_->views(), dictionaries_)));
}

TEST_F(StoredViewsTest, FiltersHearOfTheRunsKeys) {
  constexpr uint64_t kMark = 0x123456789abcdef0;
  Install(store::Table::kSeen, IdMarksKey(7), EncodeIdMarks(std::vector<uint64_t>{kMark}));
  ASSERT_TRUE(ReadAllMarks().ok());
  EXPECT_TRUE(seen_ids_.MayContain(kMark));
  std::vector<RunFilter<uint16_t>::Found> found;
  id_runs_.Find(KeyOfIdMark(kMark).mark, found);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.front().run, 7u);
}

TEST_F(StoredViewsTest, MarksOfNothingKnownAreDamaged) {
  Install(store::Table::kSeen, IdMarksKey(7) + "b", "");
  EXPECT_TRUE(absl::IsDataLoss(ReadAllMarks()));
}

TEST_F(StoredViewsTest, MarksThatAreCutShortAreDamaged) {
  Install(store::Table::kSeen, AnswerMarksKey(7), "\x01");
  EXPECT_TRUE(absl::IsDataLoss(ReadAllMarks()));
}

TEST_F(StoredViewsTest, BlocksAndDeathsWithBadKeysAreDamaged) {
  Install(store::Table::kBlocks, "short", "");
  EXPECT_TRUE(absl::IsDataLoss(ReadBlocks(database_->views()).status()));
  Install(store::Table::kDeaths, "longer", "");
  EXPECT_TRUE(absl::IsDataLoss(ReadDeaths(database_->views(), 9).status()));
}

// It would take memory for all events up to there.
TEST_F(StoredViewsTest, DeathsBeyondTheNewestEventAreDamage) {
  Install(store::Table::kDeaths, std::string_view("\0\0\0\1", 4),
          std::string(DeathSet::kChunkEvents / 8, '\0'));
  EXPECT_TRUE(ReadDeaths(database_->views(), DeathSet::kChunkEvents).ok());
  EXPECT_TRUE(
      absl::IsDataLoss(ReadDeaths(database_->views(), DeathSet::kChunkEvents - 1).status()));
}

}  // namespace
}  // namespace voc::views
