#include "server/views/reader/feedback_scan.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/base/time.h"
#include "tests/unit/server/subscribe/event_feed.h"

namespace voc::views {
namespace {

class FeedbackScanTest : public ::testing::Test {
 protected:
  // `count` responses; every `every`-th speaks of the login.
  void Commit(int count, int every = 10, size_t comment_bytes = 0) {
    std::vector<v1::Feedback> many;
    for (int i = 0; i < count; ++i) {
      v1::Feedback feedback = subscribe::Nps(absl::StrCat(i), i % 11);
      feedback.mutable_response()->set_comment(
          absl::StrCat(i % every == 0 ? "LOGIN" : "other", std::string(comment_bytes, 'x')));
      base::SetTimestamp(subscribe::kFeedStart + i * 7919 % 1000, *feedback.mutable_collected_at());
      many.push_back(std::move(feedback));
    }
    feed_.CommitGroup(many);
  }

  FeedbackScan Scan(const v1::Filter& filter, size_t first_rows,
                    std::optional<Position> after = std::nullopt) {
    return FeedbackScan(feed_.Snapshot(), filter, feed_.dictionaries, feed_.log, after, first_rows);
  }

  static std::vector<FeedbackScan::Row> ReadAll(FeedbackScan& scan, size_t max_rows,
                                                size_t max_bytes = 1 << 20) {
    std::vector<FeedbackScan::Row> all;
    while (!scan.done()) {
      absl::StatusOr<std::vector<FeedbackScan::Row>> rows = scan.Next(max_rows, max_bytes);
      EXPECT_TRUE(rows.ok()) << rows.status();
      if (!rows.ok()) break;
      EXPECT_LE(rows->size(), max_rows);
      for (FeedbackScan::Row& row : *rows) all.push_back(std::move(row));
    }
    return all;
  }

  subscribe::EventFeed feed_;
};

TEST_F(FeedbackScanTest, GivesEveryRowOnceInListOrder) {
  Commit(2500);
  for (const size_t first_rows : {1u, 10u, 2500u, 100'000u}) {
    FeedbackScan scan = Scan({}, first_rows);
    const std::vector<FeedbackScan::Row> all = ReadAll(scan, 333);
    ASSERT_EQ(all.size(), 2500u);
    for (size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(all[i].feedback.sequence(), all[i].position.sequence);
      if (i == 0) continue;
      EXPECT_GT(std::tie(all[i - 1].position.collected_at, all[i - 1].position.sequence),
                std::tie(all[i].position.collected_at, all[i].position.sequence));
    }
  }
}

TEST_F(FeedbackScanTest, GoesOnAfterAPosition) {
  Commit(100);
  FeedbackScan whole = Scan({}, 100);
  const std::vector<FeedbackScan::Row> all = ReadAll(whole, 1000);
  FeedbackScan rest = Scan({}, 100, all[59].position);
  const std::vector<FeedbackScan::Row> after = ReadAll(rest, 1000);
  ASSERT_EQ(after.size(), 40u);
  EXPECT_EQ(after[0].position, all[60].position);
}

TEST_F(FeedbackScanTest, TextIsLookedForInWhatIsStored) {
  Commit(2000, /*every=*/100);
  v1::Filter filter;
  filter.set_text_contains("login");
  FeedbackScan scan = Scan(filter, 1);
  EXPECT_EQ(ReadAll(scan, 7).size(), 20u);
}

TEST_F(FeedbackScanTest, ReturnsNowAndThenWhileATextIsNotFound) {
  Commit(3 * static_cast<int>(kMaxStepRecords));
  v1::Filter filter;
  filter.set_text_contains("nowhere");
  FeedbackScan scan = Scan(filter, kMaxSelectedRows);
  int steps = 0;
  for (; !scan.done(); ++steps) ASSERT_TRUE(scan.Next(100, 1 << 20)->empty());
  EXPECT_GE(steps, 3);
}

TEST_F(FeedbackScanTest, StopsWhenItsRowsTakeTheBytesAllowed) {
  Commit(50, 10, /*comment_bytes=*/1000);
  FeedbackScan scan = Scan({}, 50);
  const absl::StatusOr<std::vector<FeedbackScan::Row>> rows = scan.Next(50, 5000);
  ASSERT_TRUE(rows.ok());
  EXPECT_GE(rows->size(), 4u);
  EXPECT_LE(rows->size(), 5u);
  EXPECT_EQ(ReadAll(scan, 50, 5000).size() + rows->size(), 50u);
}

TEST_F(FeedbackScanTest, EmptyIsDoneAfterTheFirstStep) {
  FeedbackScan scan = Scan({}, 10);
  EXPECT_FALSE(scan.done());
  EXPECT_TRUE(scan.Next(10, 100)->empty());
  EXPECT_TRUE(scan.done());
}

}  // namespace
}  // namespace voc::views
