#include "server/views/last_asked.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "server/ingest/feedback_key.h"
#include "storage/base/time.h"
#include "storage/rocksdb/database.h"
#include "storage/testing/temp_dir.h"
#include "tests/support/scratch_database.h"

namespace voc::views {
namespace {

constexpr base::TimeNs kSecond = base::kNsPerSecond;

class LastAskedTest : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = rocks::ScratchDatabase(dir_.path());
    auto views = Views::Open(&database_->log(), &database_->views(), {});
    ASSERT_TRUE(views.ok()) << views.status();
    views_ = *std::move(views);
  }

  // A display without a metric of answers, else an answer: scored unless below 0.
  void Add(base::TimeNs second, v1::Metric answered, int score = 5,
           v1::Identity identity = v1::IDENTITY_UNSPECIFIED, bool excluded = false) {
    auto event = std::make_shared<storage::v1::FeedbackEvent>();
    v1::Feedback& feedback = *event->mutable_feedback();
    feedback.set_source_id("app");
    feedback.set_submission_id(std::to_string(++sequence_));
    feedback.set_respondent_id("ann");
    feedback.set_identity(identity);
    feedback.mutable_collected_at()->set_seconds(second);
    if (excluded) feedback.mutable_exclusion()->set_kind(v1::EXCLUSION_KIND_TEST);
    if (answered == v1::METRIC_UNSPECIFIED) {
      event->mutable_asked()->set_metric(v1::METRIC_NPS);
    } else {
      feedback.mutable_response()->set_metric(answered);
      if (score >= 0) feedback.mutable_response()->set_score(score);
    }
    feedback.set_feedback_id(ingest::FeedbackIdOf(feedback).ToHex());
    const ingest::FeedbackId id = ingest::FeedbackIdOf(event->feedback());
    views_->Apply({{.sequence = sequence_, .id = id, .event = std::move(event)}});
  }

  // In seconds; 0 for never.
  int64_t Last(base::TimeNs not_after = 1000, bool vouched = false,
               const std::string& source = "app") {
    const auto last = LastAsked(*views_, {.source_id = source,
                                          .respondent_id = "ann",
                                          .not_after = not_after * kSecond,
                                          .vouched = vouched});
    EXPECT_TRUE(last.ok()) << last.status();
    return last->value_or(0) / kSecond;
  }

  base::TempDir dir_;
  std::unique_ptr<rocks::Database> database_;
  std::unique_ptr<Views> views_;
  store::Sequence sequence_ = 0;
};

TEST_F(LastAskedTest, IsTheNewestOfDisplaysAndAnswersOfEveryKind) {
  EXPECT_EQ(Last(), 0);
  Add(10, v1::METRIC_UNSPECIFIED);
  EXPECT_EQ(Last(), 10);
  Add(30, v1::METRIC_NPS);
  EXPECT_EQ(Last(), 30);
  Add(20, v1::METRIC_UNSPECIFIED);
  EXPECT_EQ(Last(), 30);
  Add(40, v1::METRIC_CES, -1);  // without a score
  EXPECT_EQ(Last(), 40);
  Add(50, v1::METRIC_CSAT);
  EXPECT_EQ(Last(), 50);
  EXPECT_EQ(Last(35), 30);
  EXPECT_EQ(Last(5), 0);
  EXPECT_EQ(Last(1000, false, "other"), 0);
}

TEST_F(LastAskedTest, WhatIsExcludedDoesNotCount) {
  Add(10, v1::METRIC_NPS);
  Add(20, v1::METRIC_NPS, 5, v1::IDENTITY_UNSPECIFIED, /*excluded=*/true);
  Add(30, v1::METRIC_UNSPECIFIED, 0, v1::IDENTITY_UNSPECIFIED, /*excluded=*/true);
  EXPECT_EQ(Last(), 10);
}

TEST_F(LastAskedTest, ClaimsCountUnlessOnlyWhatIsVouchedForDoes) {
  Add(10, v1::METRIC_UNSPECIFIED, 0, v1::IDENTITY_VERIFIED);
  Add(20, v1::METRIC_NPS, 5, v1::IDENTITY_UNSPECIFIED);
  Add(30, v1::METRIC_NPS, 5, v1::IDENTITY_UNVERIFIED);
  Add(40, v1::METRIC_UNSPECIFIED, 0, v1::IDENTITY_UNVERIFIED);
  EXPECT_EQ(Last(), 40);
  EXPECT_EQ(Last(1000, /*vouched=*/true), 20);
}

}  // namespace
}  // namespace voc::views
