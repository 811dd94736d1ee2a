#include "server/imports/undoing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "server/ingest/committer.h"
#include "server/ingest/prepare.h"
#include "server/sentiment/model_annotator.h"
#include "server/views/verify.h"
#include "server/views/views.h"
#include "storage/rocksdb/database.h"
#include "storage/testing/fake_clock.h"
#include "storage/testing/memory_log.h"
#include "storage/testing/temp_dir.h"
#include "tests/support/scratch_database.h"
#include "tests/support/wakes.h"

namespace voc::imports {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::Le;

constexpr base::TimeNs kNow = 1'760'000'000 * base::kNsPerSecond;
constexpr absl::Duration kDeadline = absl::Seconds(30);

class UndoingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = rocks::ScratchDatabase(dir_.path());
    // Small segments, so that some of them are built.
    absl::StatusOr<std::unique_ptr<views::Views>> views =
        views::Views::Open(&log_, &database_->views(), {.segment_events = 256});
    ASSERT_TRUE(views.ok()) << views.status();
    views_ = *std::move(views);
    committer_ = ingest::Committer::Start(
        {.log = &log_, .views = views_.get(), .clock = &clock_, .listeners = {}});
  }

  void TearDown() override { committer_->Drain(); }

  // Runs commands and returns their results.
  std::vector<ingest::CommandResult> Run(std::vector<ingest::Command> commands) {
    absl::Notification done;
    std::vector<ingest::CommandResult> results;
    ingest::Work work{.commands = std::move(commands), .bytes = 1};
    work.done = [&](absl::Status status, std::vector<ingest::CommandResult> of) {
      EXPECT_TRUE(status.ok()) << status;
      results = std::move(of);
      done.Notify();
    };
    EXPECT_TRUE(committer_->Enqueue(std::move(work)).ok());
    EXPECT_TRUE(done.WaitForNotificationWithTimeout(kDeadline));
    return results;
  }

  template <typename Command>
  ingest::CommandResult RunOne(Command command) {
    std::vector<ingest::Command> commands;
    commands.emplace_back(std::move(command));
    return std::move(Run(std::move(commands)).front());
  }

  void Begin(const std::string& import_id) {
    ingest::BeginImport begin;
    begin.import.set_import_id(import_id);
    ASSERT_TRUE(RunOne(ingest::NoteCommand{begin}).status.ok());
  }
  void End(const std::string& import_id) {
    ingest::ReportImport report;
    report.report.set_import_id(import_id);
    report.report.set_done(true);
    ASSERT_TRUE(RunOne(ingest::NoteCommand{report}).status.ok());
  }

  // NPS answers of keys [from, to) under the import; "" for none.
  void Submit(int from, int to, int score, const std::string& import_id) {
    std::vector<ingest::Command> commands;
    for (int i = from; i < to; ++i) {
      auto arena = std::make_shared<google::protobuf::Arena>();
      auto* const own = google::protobuf::Arena::CreateMessage<v1::Feedback>(arena.get());
      own->set_source_id("app");
      own->set_submission_id(absl::StrCat(i));
      own->mutable_response()->set_metric(v1::METRIC_NPS);
      own->mutable_response()->set_score(score);
      commands.push_back(ingest::Prepare(own, arena, annotator_, {.import_id = import_id}));
    }
    for (const ingest::CommandResult& result : Run(std::move(commands))) {
      ASSERT_NE(result.outcome, v1::OUTCOME_REJECTED);
    }
  }

  std::unique_ptr<Undoing> Make(const std::string& import_id, bool redo = false) {
    auto undoing =
        std::make_unique<Undoing>(Environment{.log = &log_,
                                              .steady = &steady_,
                                              .submit =
                                                  [this](ingest::Work work) {
                                                    sizes_.push_back(work.commands.size());
                                                    if (refusals_ > 0) {
                                                      --refusals_;
                                                      return absl::UnavailableError("full");
                                                    }
                                                    return committer_->Enqueue(std::move(work));
                                                  }},
                                  import_id, redo, std::make_shared<int>());
    undoing->set_wake([this] { wakes_.Wake(); });
    return undoing;
  }

  // Steps it until it ends, or until so much was taken out.
  absl::StatusOr<Progress> Drive(Undoing& undoing, int64_t until = -1) {
    Progress last;
    while (true) {
      absl::StatusOr<subscribe::Step<Progress>> step = undoing.Next();
      if (!step.ok()) return step.status();
      if (!step->messages.empty()) last = step->messages.back();
      if (step->last) return last;
      steady_.Advance(kProgressInterval);
      if (until >= 0 && last.changed >= until) return last;
      if (step->delay_ns > kRetryInterval) wakes_.Await();
    }
  }

  Progress Undo(const std::string& import_id, bool redo = false) {
    const auto undoing = Make(import_id, redo);
    const absl::StatusOr<Progress> done = Drive(*undoing);
    EXPECT_TRUE(done.ok()) << done.status();
    return done.value_or(Progress());
  }

  int64_t Excluded() { return views_->stats().excluded; }

  void Verify() {
    const absl::StatusOr<views::VerifyReport> report =
        views::Verify(log_, *views_, [] { return false; });
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_THAT(report->problems, IsEmpty());
  }

  const sentiment::ModelAnnotator annotator_;
  base::TempDir dir_;
  store::MemoryLog log_;
  base::FakeClock clock_{kNow};
  base::FakeClock steady_{0};
  std::unique_ptr<rocks::Database> database_;
  std::unique_ptr<views::Views> views_;
  std::unique_ptr<ingest::Committer> committer_;
  base::Wakes wakes_;
  std::vector<size_t> sizes_;
  int refusals_ = 0;
};

TEST_F(UndoingTest, TakesOutWhatTheImportBroughtAndPutsItBack) {
  Submit(0, 100, 9, "");
  Begin("i");
  Submit(50, 1200, 3, "i");  // 50 are updates
  End("i");
  Submit(1200, 1300, 9, "");
  const Progress undone = Undo("i");
  EXPECT_EQ(undone.changed, 1150);
  EXPECT_EQ(undone.changed_since, 0);
  EXPECT_EQ(undone.records, undone.records_done);
  EXPECT_EQ(undone.records, 1152);  // the import's own stretch of the log
  ASSERT_TRUE(undone.import.has_value());
  EXPECT_EQ(undone.import->state(), v1::IMPORT_STATE_UNDONE);
  EXPECT_EQ(Excluded(), 1150);
  EXPECT_THAT(sizes_, Each(Le(kMaxBatchFeedback)));
  Verify();
  const Progress redone = Undo("i", /*redo=*/true);
  EXPECT_EQ(redone.changed, 1150);
  EXPECT_EQ(redone.import->state(), v1::IMPORT_STATE_DONE);
  EXPECT_EQ(Excluded(), 0);
  EXPECT_EQ(Undo("i", /*redo=*/true).changed, 0);
  Verify();
}

TEST_F(UndoingTest, WhatChangedSinceIsLeftAloneAndCountedOnce) {
  Submit(0, 10, 1, "");
  Begin("i");
  Submit(0, 100, 2, "i");
  Submit(0, 100, 3, "i");  // the import itself changed its mind
  End("i");
  Submit(0, 20, 4, "");
  Begin("j");
  Submit(20, 30, 5, "j");
  End("j");
  const Progress undone = Undo("i");
  EXPECT_EQ(undone.changed, 70);
  EXPECT_EQ(undone.changed_since, 30);
  EXPECT_EQ(Excluded(), 70);
  EXPECT_EQ(Undo("j").changed, 10);
  EXPECT_EQ(Undo("i", /*redo=*/true).changed, 70);
  EXPECT_EQ(Excluded(), 10);
  Verify();
}

TEST_F(UndoingTest, OneThatWasCutOffGoesOn) {
  Begin("i");
  Submit(0, 1000, 3, "i");
  End("i");
  {
    const auto undoing = Make("i");
    const absl::StatusOr<Progress> some = Drive(*undoing, 256);
    ASSERT_TRUE(some.ok()) << some.status();
    EXPECT_LT(some->changed, 1000);
  }
  committer_->Drain();
  EXPECT_EQ(views_->notes()->FindImport("i")->import().state(), v1::IMPORT_STATE_DONE);
  EXPECT_GE(Excluded(), 256);
  committer_ = ingest::Committer::Start(
      {.log = &log_, .views = views_.get(), .clock = &clock_, .listeners = {}});
  const store::Sequence before = log_.newest();
  const int64_t excluded = Excluded();
  EXPECT_EQ(Undo("i").changed, 1000);
  EXPECT_EQ(Excluded(), 1000);
  // Each is taken out once, and the import moved.
  EXPECT_EQ(log_.newest() - before, static_cast<store::Sequence>(1000 - excluded) + 1);
}

TEST_F(UndoingTest, AnImportThatRunsIsEnded) {
  Begin("i");
  Submit(0, 10, 3, "i");
  EXPECT_EQ(Undo("i").changed, 10);
  std::vector<ingest::Command> commands;
  ingest::BeginImport begin;
  begin.import.set_import_id("i");
  EXPECT_EQ(RunOne(ingest::NoteCommand{begin}).status.code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(UndoingTest, AnUnknownImportIsRefused) {
  for (const bool redo : {false, true}) {
    const auto undoing = Make("i", redo);
    EXPECT_EQ(Drive(*undoing).status().code(), absl::StatusCode::kNotFound);
  }
}

TEST_F(UndoingTest, AFullQueueIsWaitedFor) {
  Begin("i");
  Submit(0, 10, 3, "i");
  End("i");
  refusals_ = 5;
  EXPECT_EQ(Undo("i").changed, 10);
}

TEST_F(UndoingTest, LeavesAloneWhatAHumanTookOut) {
  Begin("i");
  Submit(0, 10, 3, "i");
  End("i");
  v1::Feedback feedback;
  feedback.set_source_id("app");
  feedback.set_submission_id("4");
  feedback.mutable_response();
  RunOne(ingest::ExcludeCommand{
      .id = ingest::FeedbackIdOf(feedback), .kind = v1::EXCLUSION_KIND_SPAM, .reason = "spam"});
  EXPECT_EQ(Undo("i").changed, 9);
  EXPECT_EQ(Undo("i", /*redo=*/true).changed, 9);
  EXPECT_EQ(Excluded(), 1);
}

}  // namespace
}  // namespace voc::imports
