#include "server/views/alert_runs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "storage/rocksdb/database.h"
#include "storage/testing/temp_dir.h"
#include "tests/support/scratch_database.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

AlertRow Row(store::Sequence sequence) {
  AlertRow row{.bits = kMadeAlert | kCorrection};
  row.fact.event_sequence = sequence;
  row.fact.collected_at = -static_cast<int64_t>(sequence) * 1'000'000'007;
  row.fact.account = static_cast<Ordinal>(sequence % 5000);
  row.fact.score = static_cast<uint8_t>(sequence % 11);
  return row;
}

class AlertRunsTest : public ::testing::Test {
 protected:
  AlertRunsTest() { database_ = rocks::ScratchDatabase(dir_.path()); }
  ~AlertRunsTest() override { EXPECT_TRUE(database_->Close().ok()); }

  void Install(const std::vector<AlertRow>& rows, store::Sequence run) {
    store::RunSet runs;
    AddAlerts(rows, run, runs[store::Table::kAlerts]);
    ASSERT_TRUE(database_->views().Install(std::move(runs)).ok());
  }

  AlertRows Read(store::Sequence after, store::Sequence covered) const {
    const absl::StatusOr<AlertRows> found = ReadAlerts(database_->views(), after, covered);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.value_or(AlertRows());
  }

  static std::vector<store::Sequence> Sequences(const AlertRows& found) {
    std::vector<store::Sequence> sequences;
    for (const AlertRow& row : found.rows) sequences.push_back(row.fact.event_sequence);
    return sequences;
  }

  base::TempDir dir_;
  std::unique_ptr<rocks::Database> database_;
};

TEST_F(AlertRunsTest, RowsComeBackWhole) {
  const AlertRow row = Row(7);
  Install({row}, 10);
  const AlertRows found = Read(0, 10);
  ASSERT_THAT(found.rows, SizeIs(1));
  EXPECT_EQ(found.rows[0].bits, row.bits);
#define VOC_COLUMN(type, name) EXPECT_EQ(found.rows[0].fact.name, row.fact.name);
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
}

TEST_F(AlertRunsTest, ReadsOnFromAnyEventOverRunsWithAndWithoutAlerts) {
  Install({Row(2), Row(9)}, 10);
  Install({}, 20);
  Install({Row(21), Row(30)}, 30);
  EXPECT_THAT(Sequences(Read(0, 30)), ElementsAre(2, 9));
  EXPECT_EQ(Read(0, 30).reached, 10u);
  EXPECT_THAT(Sequences(Read(2, 30)), ElementsAre(9));
  EXPECT_THAT(Sequences(Read(9, 30)), ElementsAre(21, 30));
  EXPECT_THAT(Sequences(Read(10, 30)), ElementsAre(21, 30));
  EXPECT_THAT(Sequences(Read(21, 30)), ElementsAre(30));
  EXPECT_EQ(Read(21, 30).reached, 30u);
}

TEST_F(AlertRunsTest, WhatWasInstalledMeanwhileIsLeftToTheNextCall) {
  Install({Row(2)}, 10);
  Install({Row(15)}, 20);
  const AlertRows found = Read(2, 10);
  EXPECT_THAT(found.rows, IsEmpty());
  EXPECT_EQ(found.reached, 10u);
}

TEST_F(AlertRunsTest, GivesABlockAtATimeAndEveryRowOnce) {
  std::vector<AlertRow> rows;
  std::vector<store::Sequence> expected;
  for (store::Sequence sequence = 1; sequence <= 3 * kAlertBlockRows; sequence += 1) {
    if (sequence % 7 == 0) continue;
    rows.push_back(Row(sequence));
    expected.push_back(sequence);
  }
  const store::Sequence run = 4 * kAlertBlockRows;
  Install(rows, run);
  std::vector<store::Sequence> all;
  store::Sequence after = 0;
  while (after < run) {
    const AlertRows found = Read(after, run);
    EXPECT_LE(found.rows.size(), kAlertBlockRows);
    const std::vector<store::Sequence> sequences = Sequences(found);
    all.insert(all.end(), sequences.begin(), sequences.end());
    ASSERT_GT(found.reached, after);
    after = found.reached;
  }
  EXPECT_EQ(all, expected);
}

TEST_F(AlertRunsTest, DamageIsFound) {
  Install({Row(1), Row(2)}, 10);
  store::Run whole;
  AddAlerts({Row(1), Row(2)}, 10, whole);
  store::RunSet runs;
  const std::string_view value = whole.value(0);
  runs[store::Table::kAlerts].Add(whole.key(0), value.substr(0, value.size() - 1));
  ASSERT_TRUE(database_->views().Install(std::move(runs)).ok());
  EXPECT_EQ(ReadAlerts(database_->views(), 0, 10).status().code(), absl::StatusCode::kDataLoss);
}

TEST(AlertBitsTest, SayWhatTheEventItselfMade) {
  storage::v1::FeedbackEvent event;
  EXPECT_EQ(AlertBits(event, 5), 0);
  event.add_alerts()->set_sequence(3);  // of an earlier event
  EXPECT_EQ(AlertBits(event, 5), 0);
  event.add_alerts()->set_sequence(5);
  EXPECT_EQ(AlertBits(event, 5), kMadeAlert);
  event.set_backfill(true);
  event.set_previous_sequence(3);
  EXPECT_EQ(AlertBits(event, 5), kMadeAlert | kBackfill | kCorrection);
}

TEST(AlertBitsTest, AnEventIsBackfillIfAllItMadeIs) {
  storage::v1::FeedbackEvent event;
  event.add_alerts()->set_sequence(3);  // of an earlier event
  event.add_alerts()->set_sequence(5);
  event.mutable_alerts(1)->set_backfill(true);
  EXPECT_EQ(AlertBits(event, 5), kMadeAlert | kBackfill);
  event.add_alerts()->set_sequence(5);
  EXPECT_EQ(AlertBits(event, 5), kMadeAlert);
}

}  // namespace
}  // namespace voc::views
