#include "server/rescore/rescoring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "google/protobuf/util/message_differencer.h"
#include "server/ingest/committer.h"
#include "server/ingest/prepare.h"
#include "server/views/reader/stored_feedback.h"
#include "server/views/verify.h"
#include "storage/base/steady_clock.h"
#include "storage/base/time.h"
#include "storage/rocksdb/database.h"
#include "storage/testing/fake_clock.h"
#include "storage/testing/memory_log.h"
#include "storage/testing/temp_dir.h"
#include "tests/support/scratch_database.h"
#include "tests/support/versioned_annotator.h"
#include "tests/support/wakes.h"

namespace voc::rescore {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;

constexpr base::TimeNs kNow = 1'760'000'000 * base::kNsPerSecond;
constexpr base::TimeNs kDay = 24LL * 3600 * base::kNsPerSecond;
constexpr absl::Duration kDeadline = absl::Seconds(30);

// A store whose feedback was heard by version 1, rescored by version 2.
class RescoringTest : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = rocks::ScratchDatabase(dir_.path());
    // Small segments, so that there is something in blocks.
    absl::StatusOr<std::unique_ptr<views::Views>> views =
        views::Views::Open(&log_, &database_->views(), {.segment_events = 512});
    ASSERT_TRUE(views.ok()) << views.status();
    views_ = *std::move(views);
    committer_ = ingest::Committer::Start(
        {.log = &log_, .views = views_.get(), .clock = &clock_, .listeners = {}});
    stored_ = std::make_unique<views::StoredFeedback>(views_.get(), &log_);
  }

  void TearDown() override {
    log_.ReleaseAppends();
    committer_->Drain();
  }

  static v1::Feedback Review(const std::string& id, const std::string& body,
                             base::TimeNs collected_at = kNow) {
    v1::Feedback feedback;
    feedback.set_source_id("reviews");
    feedback.set_submission_id(id);
    feedback.mutable_mention()->set_body(body);
    base::SetTimestamp(collected_at, *feedback.mutable_collected_at());
    return feedback;
  }

  ingest::Command Prepared(const v1::Feedback& feedback, uint32_t version) {
    auto arena = std::make_shared<google::protobuf::Arena>();
    auto* const own = google::protobuf::Arena::CreateMessage<v1::Feedback>(arena.get());
    *own = feedback;
    return ingest::Prepare(own, arena, sentiment::VersionedAnnotator(version));
  }

  // Runs commands and waits for them.
  void Run(std::vector<ingest::Command> commands) {
    absl::Notification done;
    ingest::Work work{.commands = std::move(commands), .bytes = 1};
    work.done = [&](absl::Status status, std::vector<ingest::CommandResult>) {
      EXPECT_TRUE(status.ok()) << status;
      done.Notify();
    };
    ASSERT_TRUE(committer_->Enqueue(std::move(work)).ok());
    ASSERT_TRUE(done.WaitForNotificationWithTimeout(kDeadline));
  }

  void Submit(const v1::Feedback& feedback, uint32_t version = 1) {
    std::vector<ingest::Command> commands;
    commands.push_back(Prepared(feedback, version));
    Run(std::move(commands));
  }

  template <typename Command>
  void RunOne(Command command) {
    std::vector<ingest::Command> commands;
    commands.push_back(std::move(command));
    Run(std::move(commands));
  }

  std::unique_ptr<Rescoring> Begin(bool apply) {
    auto rescoring =
        std::make_unique<Rescoring>(Environment{.views = views_.get(),
                                                .log = &log_,
                                                .annotator = &annotator_,
                                                .clock = &clock_,
                                                .steady = &steady_,
                                                .submit =
                                                    [this](ingest::Work work) {
                                                      sizes_.push_back(work.commands.size());
                                                      if (before_submit_) before_submit_();
                                                      if (refusals_ > 0) {
                                                        --refusals_;
                                                        return absl::UnavailableError("full");
                                                      }
                                                      return committer_->Enqueue(std::move(work));
                                                    }},
                                    apply, std::make_shared<int>());
    rescoring->set_wake([this] { wakes_.Wake(); });
    return rescoring;
  }

  v1::RescoreReport Finish(Rescoring& rescoring) {
    while (true) {
      absl::StatusOr<subscribe::Step<v1::RescoreResponse>> step = rescoring.Next();
      if (!step.ok()) {
        ADD_FAILURE() << step.status();
        return {};
      }
      if (step->last) return step->messages.back().report();
      if (step->delay_ns == kRetryInterval) ++retries_;
      if (step->delay_ns == base::kNsPerSecond) wakes_.Await();
    }
  }

  v1::RescoreReport Rescore(bool apply) { return Finish(*Begin(apply)); }

  v1::Feedback Get(const std::string& id) {
    absl::StatusOr<v1::Feedback> feedback =
        stored_->Get(ingest::FeedbackIdOf(Review(id, "")).ToHex());
    EXPECT_TRUE(feedback.ok()) << feedback.status();
    return *std::move(feedback);
  }

  static ingest::FeedbackId IdOf(const std::string& id) {
    return ingest::FeedbackIdOf(Review(id, ""));
  }

  base::TempDir dir_;
  store::MemoryLog log_;
  base::FakeClock clock_{kNow};
  base::SteadyClock steady_;
  const sentiment::VersionedAnnotator annotator_{2};
  std::unique_ptr<rocks::Database> database_;
  std::unique_ptr<views::Views> views_;
  std::unique_ptr<ingest::Committer> committer_;
  std::unique_ptr<views::StoredFeedback> stored_;
  base::Wakes wakes_;
  std::vector<size_t> sizes_;  // of batches offered
  std::function<void()> before_submit_;
  int refusals_ = 0;
  int retries_ = 0;
};

TEST_F(RescoringTest, AnEmptyStoreHasNothingToHear) {
  const v1::RescoreReport report = Rescore(false);
  EXPECT_EQ(report.feedback(), 0);
  EXPECT_EQ(report.model_version(), 2u);
  EXPECT_EQ(report.themes_version(), 1002u);
  EXPECT_FALSE(report.applied());
}

TEST_F(RescoringTest, ADryRunTellsAndRecordsNothing) {
  Submit(Review("a", "1=0.5 2=-0.8 2#price"));
  Submit(Review("b", "1=0.5 2=0.5"));
  Submit(Review("c", "2=0.5"), 2);
  Submit(Review("d", ""));
  const v1::RescoreReport report = Rescore(false);
  EXPECT_EQ(report.feedback(), 4);
  EXPECT_EQ(report.texts(), 3);
  EXPECT_EQ(report.current(), 1);
  EXPECT_EQ(report.same(), 1);
  EXPECT_EQ(report.changed(), 1);
  EXPECT_EQ(report.sentiment().n_before(), 3);
  EXPECT_EQ(report.sentiment().value_before(), 100);
  EXPECT_NEAR(report.sentiment().value_after(), 100.0 / 3, 1e-9);
  ASSERT_THAT(report.themes(), SizeIs(1));
  EXPECT_EQ(report.themes(0).added(), 1);
  ASSERT_THAT(report.alerts(), SizeIs(1));
  EXPECT_EQ(report.alerts(0).raised(), 1);
  EXPECT_EQ(report.alerts(0).raised_backfill(), 0);
  EXPECT_EQ(log_.newest(), 4u);
  EXPECT_EQ(Get("a").sentiment().score(), 0.5);
}

TEST_F(RescoringTest, ApplyingDoesWhatTheDryRunTold) {
  for (int i = 0; i < 2500; ++i) {
    Submit(Review(absl::StrCat(i), absl::StrCat("1=", i % 3 - 1, " 2=", i % 5 - 2, " 2#t", i % 7),
                  kNow - (i % 20) * kDay));
  }
  const store::Sequence before = log_.newest();
  v1::RescoreReport told = Rescore(false);
  const v1::RescoreReport did = Rescore(true);
  EXPECT_TRUE(did.applied());
  told.set_applied(true);
  EXPECT_TRUE(MessageDifferencer::Equals(told, did)) << told.DebugString() << did.DebugString();
  EXPECT_EQ(log_.newest(), before + static_cast<uint64_t>(did.changed()));
  EXPECT_THAT(sizes_, Each(Le(kMaxBatchTexts)));
  EXPECT_EQ(Get("7").sentiment().score(), 0);
  EXPECT_EQ(Get("7").sentiment().model_version(), 2u);
  EXPECT_EQ(Get("7").revision(), 1u);
  EXPECT_EQ(Get("7").sequence(), 8u);

  const v1::RescoreReport again = Rescore(true);
  EXPECT_EQ(again.changed(), 0);
  EXPECT_EQ(again.current(), did.changed());
  EXPECT_EQ(again.sentiment().value_before(), did.sentiment().value_after());
  const absl::StatusOr<views::VerifyReport> verified =
      views::Verify(log_, *views_, [] { return false; });
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_THAT(verified->problems, IsEmpty());
}

TEST_F(RescoringTest, GoesOnAfterOneThatWasDropped) {
  for (int i = 0; i < 3000; ++i) Submit(Review(absl::StrCat(i), "1=0.5 2=-0.8"));
  {
    const std::unique_ptr<Rescoring> dropped = Begin(true);
    while (sizes_.empty()) ASSERT_TRUE(dropped->Next().ok());
  }
  wakes_.Await();  // the batch that was under way is recorded all the same
  const v1::RescoreReport rest = Rescore(true);
  EXPECT_EQ(rest.current(), static_cast<int64_t>(sizes_.front()));
  EXPECT_EQ(rest.current() + rest.changed(), 3000);
  EXPECT_EQ(log_.newest(), 6000u);
}

TEST_F(RescoringTest, AnUpdateOnTheWayWins) {
  Submit(Review("a", "1=0.5 2=-0.8"));
  Submit(Review("b", "1=0.5 2=-0.8"));
  Submit(Review("c", "1=0.5 2=-0.8"));
  before_submit_ = [this] {
    before_submit_ = nullptr;
    Submit(Review("a", "another text 2=0.9"), 2);
    RunOne(ingest::ExcludeCommand{.id = IdOf("b"), .kind = v1::EXCLUSION_KIND_TEST, .reason = "r"});
  };
  const v1::RescoreReport report = Rescore(true);
  EXPECT_EQ(report.overtaken(), 1);
  EXPECT_EQ(report.changed(), 2);
  EXPECT_EQ(Get("a").sentiment().score(), 0.9);
  EXPECT_EQ(Get("a").revision(), 2u);
  // Its text is as it was.
  EXPECT_EQ(Get("b").sentiment().score(), -0.8);
  EXPECT_TRUE(Get("b").has_exclusion());
}

TEST_F(RescoringTest, WhatOthersChangeOnTheWayIsNoMoveOfTheRescore) {
  for (const char* id : {"excluded", "corrected", "other"}) {
    Submit(Review(id, "1=0.5 2=-0.8 2#price"));
  }
  before_submit_ = [this] {
    before_submit_ = nullptr;
    RunOne(ingest::ExcludeCommand{
        .id = IdOf("excluded"), .kind = v1::EXCLUSION_KIND_TEST, .reason = "r"});
    v1::Correction correction;
    correction.set_label(v1::SENTIMENT_LABEL_NEGATIVE);
    correction.set_author("ann");
    RunOne(ingest::CorrectCommand{.id = IdOf("corrected"), .correction = correction});
    Submit(Review("other", "another text 2=0.9"), 2);
  };
  const v1::RescoreReport report = Rescore(true);
  EXPECT_EQ(report.changed(), 2);
  EXPECT_EQ(report.overtaken(), 1);
  // The corrected one was negative already, the other has a text of its own.
  EXPECT_EQ(report.sentiment().n_before(), 2);
  EXPECT_EQ(report.sentiment().n_after(), 2);
  EXPECT_EQ(report.sentiment().label_changes(), 0);
  EXPECT_EQ(report.sentiment().value_before(), 0);
  EXPECT_EQ(report.sentiment().value_after(), 0);
  // Of feedback that counts.
  ASSERT_THAT(report.themes(), SizeIs(1));
  EXPECT_EQ(report.themes(0).added(), 1);
}

TEST_F(RescoringTest, WaitsWhileThereIsNoRoom) {
  Submit(Review("a", "1=0.5 2=-0.8"));
  refusals_ = 3;
  const v1::RescoreReport report = Rescore(true);
  EXPECT_EQ(report.changed(), 1);
  EXPECT_EQ(retries_, 3);
  EXPECT_EQ(Get("a").sentiment().score(), -0.8);
}

TEST_F(RescoringTest, HandsOverOneBatchAtATime) {
  for (int i = 0; i < 3000; ++i) Submit(Review(absl::StrCat(i), "1=0.5 2=-0.8"));
  log_.HoldAppends();
  const std::unique_ptr<Rescoring> rescoring = Begin(true);
  // Until it waits for the batch that is under way, the next one at hand.
  while (true) {
    const absl::StatusOr<subscribe::Step<v1::RescoreResponse>> step = rescoring->Next();
    ASSERT_TRUE(step.ok()) << step.status();
    if (step->delay_ns > 0) break;
  }
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(rescoring->Next().ok());
  EXPECT_THAT(sizes_, SizeIs(1));
  log_.ReleaseAppends();
  EXPECT_EQ(Finish(*rescoring).changed(), 3000);
}

TEST_F(RescoringTest, TheHumanStaysOnTop) {
  Submit(Review("a", "1=0.5 2=-0.8"));
  v1::Correction correction;
  correction.set_label(v1::SENTIMENT_LABEL_NEUTRAL);
  correction.set_author("ann");
  RunOne(ingest::CorrectCommand{.id = IdOf("a"), .correction = correction});
  const v1::RescoreReport report = Rescore(true);
  EXPECT_EQ(report.changed(), 1);
  EXPECT_EQ(report.sentiment().label_changes(), 0);
  EXPECT_THAT(report.alerts(), IsEmpty());
  EXPECT_EQ(Get("a").sentiment().label(), v1::SENTIMENT_LABEL_NEUTRAL);
  EXPECT_EQ(Get("a").correction().heard().sentiment().score(), -0.8);
  RunOne(ingest::WithdrawCommand{.id = IdOf("a")});
  EXPECT_EQ(Get("a").sentiment().score(), -0.8);
  EXPECT_EQ(Rescore(true).current(), 1);
}

TEST_F(RescoringTest, AlertsOfOldFeedbackAreBackfill) {
  Submit(Review("old", "1=0.5 2=-0.8", kNow));  // fresh when it came in
  clock_.Advance(10 * kDay);
  Submit(Review("fresh", "1=0.5 2=-0.8", kNow + 9 * kDay));
  const v1::RescoreReport report = Rescore(true);
  ASSERT_THAT(report.alerts(), SizeIs(1));
  EXPECT_EQ(report.alerts(0).raised(), 2);
  EXPECT_EQ(report.alerts(0).raised_backfill(), 1);
}

TEST_F(RescoringTest, AStoreThatCannotBeWrittenEndsIt) {
  Submit(Review("a", "1=0.5 2=-0.8"));
  log_.FailAppends(absl::DataLossError("disk"));
  const std::unique_ptr<Rescoring> rescoring = Begin(true);
  absl::Status status;
  while (status.ok()) {
    const absl::StatusOr<subscribe::Step<v1::RescoreResponse>> step = rescoring->Next();
    status = step.status();
    if (step.ok()) {
      ASSERT_FALSE(step->last);
      if (step->delay_ns > 0) wakes_.Await();
    }
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace voc::rescore
