#include "server/ingest/committer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "server/ingest/log_record.h"
#include "server/ingest/prepare.h"
#include "server/sentiment/model_annotator.h"
#include "storage/base/time.h"
#include "storage/rocksdb/database.h"
#include "storage/testing/fake_clock.h"
#include "storage/testing/memory_log.h"
#include "storage/testing/temp_dir.h"
#include "tests/support/scratch_database.h"
#include "tests/unit/server/ingest/random_feedback.h"

namespace voc::ingest {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

constexpr base::TimeNs kNow = 1'760'000'000 * base::kNsPerSecond;
constexpr absl::Duration kDeadline = absl::Seconds(30);

class Listener final : public views::CommitListener {
 public:
  void OnCommit(const std::shared_ptr<const views::CommittedGroup>& group,
                const std::shared_ptr<const views::CommittedFacts>& facts) override {
    EXPECT_EQ(facts->size(), group->size());
    absl::MutexLock lock(&mutex_);
    largest_room_ = std::max(largest_room_, group->capacity());
    for (const views::CommittedEvent& event : *group) {
      sequences_.push_back(event.sequence);
      events_.push_back(event.event);
    }
  }

  std::vector<store::Sequence> sequences() const {
    absl::MutexLock lock(&mutex_);
    return sequences_;
  }
  // Whether so many events come within the time.
  bool AwaitEvents(size_t events, absl::Duration time) const {
    const auto all_came = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return sequences_.size() >= events;
    };
    absl::MutexLock lock(&mutex_);
    return mutex_.AwaitWithTimeout(absl::Condition(&all_came), time);
  }
  // Of a group, in events.
  size_t largest_room() const {
    absl::MutexLock lock(&mutex_);
    return largest_room_;
  }
  std::vector<std::shared_ptr<const storage::v1::FeedbackEvent>> events() const {
    absl::MutexLock lock(&mutex_);
    return events_;
  }

 private:
  mutable absl::Mutex mutex_;
  size_t largest_room_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<store::Sequence> sequences_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::shared_ptr<const storage::v1::FeedbackEvent>> events_ ABSL_GUARDED_BY(mutex_);
};

// What a request came to.
struct Reply {
  absl::Notification done;
  absl::Status status;
  std::vector<CommandResult> results;
};

class CommitterTest : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = rocks::ScratchDatabase(dir_.path());
    absl::StatusOr<std::unique_ptr<views::Views>> views =
        views::Views::Open(&log_, &database_->views(), {});
    ASSERT_TRUE(views.ok()) << views.status();
    views_ = *std::move(views);
    committer_ =
        Committer::Start({.log = &log_,
                          .views = views_.get(),
                          .clock = &clock_,
                          .listeners = {&listener_},
                          .on_failure = [this](const absl::Status&) { failed_.Notify(); }});
  }

  void TearDown() override {
    log_.ReleaseAppends();
    committer_->Drain();
  }

  static v1::Feedback Nps(std::string_view id, int score, std::string_view respondent = "") {
    v1::Feedback feedback;
    feedback.set_source_id("app");
    feedback.set_submission_id(std::string(id));
    feedback.set_respondent_id(std::string(respondent));
    feedback.mutable_response()->set_metric(v1::METRIC_NPS);
    feedback.mutable_response()->set_score(score);
    return feedback;
  }

  Command Submit(const v1::Feedback& feedback, std::string_view import_id = "") {
    auto arena = std::make_shared<google::protobuf::Arena>();
    auto* const own = google::protobuf::Arena::CreateMessage<v1::Feedback>(arena.get());
    *own = feedback;
    return Prepare(own, arena, annotator_, {.import_id = import_id});
  }

  static std::vector<Command> One(Command command) {
    std::vector<Command> commands;
    commands.push_back(std::move(command));
    return commands;
  }

  // Queues commands as one request.
  std::shared_ptr<Reply> Enqueue(std::vector<Command> commands) {
    auto reply = std::make_shared<Reply>();
    Work work{.commands = std::move(commands), .bytes = 100};
    work.done = [reply](absl::Status status, std::vector<CommandResult> results) {
      reply->status = std::move(status);
      reply->results = std::move(results);
      reply->done.Notify();
    };
    const absl::Status queued = committer_->Enqueue(std::move(work));
    if (!queued.ok()) {
      reply->status = queued;
      reply->done.Notify();
    }
    return reply;
  }

  // The largest request, of nothing to store.
  static std::vector<Command> Rejections() {
    std::vector<Command> commands;
    for (int i = 0; i < 1000; ++i) commands.emplace_back(RejectCommand{});
    return commands;
  }

  static const Reply& Wait(const std::shared_ptr<Reply>& reply) {
    EXPECT_TRUE(reply->done.WaitForNotificationWithTimeout(kDeadline));
    return *reply;
  }

  template <typename... Commands>
  const std::shared_ptr<Reply> Run(Commands... commands) {
    std::vector<Command> all;
    (all.push_back(std::move(commands)), ...);
    const std::shared_ptr<Reply> reply = Enqueue(std::move(all));
    Wait(reply);
    EXPECT_TRUE(reply->status.ok()) << reply->status;
    return reply;
  }

  static std::vector<v1::Outcome> Outcomes(const std::shared_ptr<Reply>& reply) {
    std::vector<v1::Outcome> outcomes;
    for (const CommandResult& result : reply->results) outcomes.push_back(result.outcome);
    return outcomes;
  }

  storage::v1::FeedbackEvent Event(store::Sequence sequence) {
    storage::v1::FeedbackEvent event;
    EXPECT_TRUE(ParseRecord(*log_.Read(sequence), event));
    return event;
  }

  base::TempDir dir_;
  base::FakeClock clock_{kNow};
  store::MemoryLog log_;
  sentiment::ModelAnnotator annotator_;
  Listener listener_;
  absl::Notification failed_;
  std::unique_ptr<rocks::Database> database_;
  std::unique_ptr<views::Views> views_;
  std::unique_ptr<Committer> committer_;
};

TEST_F(CommitterTest, DecidesAgainstEarlierItemsOfTheSameBatch) {
  const auto reply = Run(Submit(Nps("a", 9)), Submit(Nps("a", 9)), Submit(Nps("a", 3)),
                         Submit(Nps("b", 1)), Submit(Nps("a", 3)));
  EXPECT_THAT(Outcomes(reply),
              ElementsAre(v1::OUTCOME_CREATED, v1::OUTCOME_UNCHANGED, v1::OUTCOME_UPDATED,
                          v1::OUTCOME_CREATED, v1::OUTCOME_UNCHANGED));
  EXPECT_EQ(reply->results[4].sequence, 2u);
  EXPECT_EQ(reply->results[4].revision, 2u);
  EXPECT_EQ(log_.newest(), 3u);
}

TEST_F(CommitterTest, UnchangedAndSupersededAppendNothing) {
  v1::Feedback feedback = Nps("a", 9);
  base::SetTimestamp(kNow, *feedback.mutable_collected_at());
  Run(Submit(feedback));
  v1::Feedback older = Nps("a", 2);
  base::SetTimestamp(kNow - 1, *older.mutable_collected_at());
  const auto reply = Run(Submit(feedback), Submit(older));
  EXPECT_THAT(Outcomes(reply), ElementsAre(v1::OUTCOME_UNCHANGED, v1::OUTCOME_SUPERSEDED));
  EXPECT_EQ(reply->results[1].sequence, 1u);
  EXPECT_EQ(log_.newest(), 1u);
}

// Listeners keep thousands of groups, most of them of one event when little comes in.
TEST_F(CommitterTest, AGroupHasRoomForLittleMoreThanItHolds) {
  for (int i = 0; i < 5; ++i) Run(Submit(Nps(absl::StrCat("k", i), 9)));
  committer_->Drain();
  EXPECT_THAT(listener_.sequences(), testing::SizeIs(5));
  EXPECT_LE(listener_.largest_room(), 8u);
}

TEST_F(CommitterTest, ABadItemRejectsOnlyItself) {
  const auto reply = Run(Submit(Nps("a", 11)), Submit(Nps("b", 10)));
  EXPECT_THAT(Outcomes(reply), ElementsAre(v1::OUTCOME_REJECTED, v1::OUTCOME_CREATED));
  ASSERT_NE(reply->results[0].error, nullptr);
  EXPECT_NE(reply->results[0].error->code(), 0);
}

TEST_F(CommitterTest, TheLogHoldsWhatWasHandedOn) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomFeedback random(seed);
  for (int i = 0; i < 200; ++i) {
    v1::Feedback feedback = random.Next();
    feedback.set_source_id("app");
    feedback.set_submission_id(absl::StrCat(random.Below(100)));
    feedback.clear_question_id();
    clock_.Set(kNow + i);
    const std::shared_ptr<Reply> reply = Run(Submit(feedback));
    if (random.Below(5) > 0) continue;
    Run(ExcludeCommand{
        .id = reply->results[0].id, .kind = v1::EXCLUSION_KIND_TEST, .reason = absl::StrCat(i)});
  }
  committer_->Drain();
  const auto events = listener_.events();
  ASSERT_EQ(events.size(), log_.newest());
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(Event(i + 1).DebugString(), events[i]->DebugString());
  }
}

TEST_F(CommitterTest, AChangeAnswersWithTheFeedbackAsItIsThen) {
  v1::Feedback commented = Nps("a", 3);
  commented.mutable_response()->set_comment("slow");
  v1::Correction correction;
  correction.set_label(v1::SENTIMENT_LABEL_POSITIVE);
  correction.set_author("ann");
  const FeedbackId id = FeedbackIdOf(commented);
  const auto reply = Run(Submit(commented), Command(CorrectCommand{id, correction}),
                         Command(CorrectCommand{id, correction}), Command(WithdrawCommand{id}),
                         Command(WithdrawCommand{id}), Submit(commented));
  EXPECT_TRUE(reply->results[1].appended);
  EXPECT_EQ(reply->results[1].event_sequence, 2u);
  EXPECT_EQ(reply->results[1].event->feedback().sentiment().score(), 1);
  EXPECT_FALSE(reply->results[2].appended);
  EXPECT_EQ(reply->results[2].event_sequence, 2u);
  EXPECT_TRUE(reply->results[3].appended);
  EXPECT_FALSE(reply->results[3].event->feedback().has_correction());
  EXPECT_FALSE(reply->results[4].appended);
  EXPECT_EQ(reply->results[5].outcome, v1::OUTCOME_UNCHANGED);
  EXPECT_EQ(log_.newest(), 3u);
  EXPECT_EQ(Event(2).change(), storage::v1::CHANGE_CORRECTED);
  EXPECT_EQ(Event(3).change(), storage::v1::CHANGE_CORRECTION_WITHDRAWN);
}

TEST_F(CommitterTest, ACorrectionNeedsAFeedbackWithAText) {
  const FeedbackId id = FeedbackIdOf(Nps("a", 3));
  const auto unknown = Run(Command(CorrectCommand{.id = id}), Command(WithdrawCommand{.id = id}));
  EXPECT_EQ(unknown->results[0].status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(unknown->results[1].status.code(), absl::StatusCode::kNotFound);
  const auto reply = Run(Submit(Nps("a", 3)), Command(CorrectCommand{.id = id}),
                         Command(WithdrawCommand{.id = id}));
  EXPECT_EQ(reply->results[1].status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(reply->results[2].status.ok());
  EXPECT_EQ(log_.newest(), 1u);
}

TEST_F(CommitterTest, ARescoreIsDecidedAgainstWhatCameBeforeIt) {
  v1::Feedback commented = Nps("a", 3);
  commented.mutable_response()->set_comment("slow");
  Run(Submit(commented));
  RescoreCommand rescore{.id = FeedbackIdOf(commented),
                         .read = std::make_shared<storage::v1::FeedbackEvent>(Event(1)),
                         .read_sequence = 1};
  rescore.heard.mutable_sentiment()->set_score(-0.7);
  rescore.heard.mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_NEGATIVE);
  rescore.heard.mutable_sentiment()->set_model_version(99);
  v1::Feedback updated = commented;
  updated.mutable_response()->set_comment("fast");
  const auto reply = Run(Command(rescore), Command(rescore), Submit(updated), Command(rescore));
  EXPECT_TRUE(reply->results[0].appended);
  EXPECT_FALSE(reply->results[1].appended);
  EXPECT_EQ(reply->results[2].outcome, v1::OUTCOME_UPDATED);
  EXPECT_FALSE(reply->results[3].appended);
  EXPECT_EQ(Event(2).change(), storage::v1::CHANGE_RESCORED);
  EXPECT_EQ(Event(2).feedback().sentiment().score(), -0.7);
  EXPECT_NE(Event(3).feedback().sentiment().model_version(), 99u);
  EXPECT_EQ(log_.newest(), 3u);
}

TEST_F(CommitterTest, OneWriteTakesEverythingThatWaits) {
  log_.HoldAppends();
  std::vector<std::shared_ptr<Reply>> replies = {Enqueue(One(Submit(Nps("first", 9))))};
  // The first is being written, or about to be; the rest waits and goes together.
  for (int i = 0; i < 100; ++i) replies.push_back(Enqueue(One(Submit(Nps(absl::StrCat(i), 9)))));
  log_.ReleaseAppends();
  for (const auto& reply : replies) EXPECT_TRUE(Wait(reply).status.ok());
  EXPECT_LE(log_.appends(), 3);
  EXPECT_EQ(log_.newest(), 101u);
}

// After many at once the next group waits a moment for more, but not for ever.
TEST_F(CommitterTest, WhoComesAloneAfterManyIsAnswered) {
  log_.HoldAppends();
  std::vector<std::shared_ptr<Reply>> replies;
  for (int i = 0; i < 100; ++i) replies.push_back(Enqueue(One(Submit(Nps(absl::StrCat(i), 9)))));
  log_.ReleaseAppends();
  for (const auto& reply : replies) EXPECT_TRUE(Wait(reply).status.ok());
  Run(Submit(Nps("alone", 9)));
  EXPECT_EQ(log_.newest(), 101u);
}

TEST_F(CommitterTest, WhoIsSlowToHearAnAnswerHoldsNoWriteUp) {
  absl::Notification heard;
  Work slow{.commands = One(Submit(Nps("slow", 9))), .bytes = 100};
  slow.done = [&heard](const absl::Status&, const std::vector<CommandResult>&) {
    heard.WaitForNotification();
  };
  ASSERT_TRUE(committer_->Enqueue(std::move(slow)).ok());
  const auto next = Enqueue(One(Submit(Nps("next", 9))));
  EXPECT_TRUE(listener_.AwaitEvents(2, kDeadline));
  EXPECT_FALSE(next->done.HasBeenNotified());
  heard.Notify();
  EXPECT_TRUE(Wait(next).status.ok());
}

TEST_F(CommitterTest, NoReplyGoesOutBeforeItsGroupIsWritten) {
  log_.HoldAppends();
  const auto created = Enqueue(One(Submit(Nps("a", 9))));
  const auto unchanged = Enqueue(One(Submit(Nps("a", 9))));
  EXPECT_FALSE(created->done.WaitForNotificationWithTimeout(absl::Milliseconds(50)));
  EXPECT_FALSE(unchanged->done.HasBeenNotified());
  log_.ReleaseAppends();
  Wait(created);
  Wait(unchanged);
  EXPECT_THAT(Outcomes(unchanged), ElementsAre(v1::OUTCOME_UNCHANGED));
}

TEST_F(CommitterTest, AReadAfterTheReplySeesItsEffect) {
  for (int i = 0; i < 50; ++i) {
    const v1::Feedback feedback = Nps(absl::StrCat(i), 9);
    Run(Submit(feedback));
    EXPECT_TRUE((*views_->Find(FeedbackIdOf(feedback))).has_value());
    EXPECT_EQ(views_->stats().feedback, i + 1);
  }
}

TEST_F(CommitterTest, ListenersHearEveryEventOnceAndInOrder) {
  Run(Submit(Nps("a", 9)), Submit(Nps("b", 9)));
  Run(Submit(Nps("a", 9)));
  Run(Submit(Nps("c", 9)));
  committer_->Drain();
  EXPECT_THAT(listener_.sequences(), ElementsAre(1, 2, 3));
}

TEST_F(CommitterTest, ExcludesAndRestores) {
  const v1::Feedback feedback = Nps("a", 2);
  const FeedbackId id = FeedbackIdOf(feedback);
  Run(Submit(feedback));
  const auto excluded =
      Run(ExcludeCommand{.id = id, .kind = v1::EXCLUSION_KIND_TEST, .reason = "mine"});
  ASSERT_TRUE(excluded->results[0].status.ok());
  EXPECT_EQ(excluded->results[0].event->feedback().exclusion().reason(), "mine");
  EXPECT_EQ(views_->stats().excluded, 1);
  const auto restored = Run(RestoreCommand{.id = id}, RestoreCommand{.id = id});
  EXPECT_FALSE(restored->results[1].event->feedback().has_exclusion());
  EXPECT_EQ(views_->stats().excluded, 0);
  EXPECT_EQ(log_.newest(), 3u);
}

TEST_F(CommitterTest, ExcludingAnUnknownIdIsNotFound) {
  const auto reply = Run(ExcludeCommand{.id = {}, .reason = "x"}, RestoreCommand{.id = {}});
  EXPECT_TRUE(absl::IsNotFound(reply->results[0].status));
  EXPECT_TRUE(absl::IsNotFound(reply->results[1].status));
  EXPECT_EQ(log_.newest(), 0u);
}

TEST_F(CommitterTest, AnAlertKnowsTheRespondentsPreviousScore) {
  v1::Feedback before = Nps("a", 9, "ann");
  base::SetTimestamp(kNow - 2, *before.mutable_collected_at());
  v1::Feedback nearer = Nps("b", 8, "ann");
  base::SetTimestamp(kNow - 1, *nearer.mutable_collected_at());
  v1::Feedback later = Nps("c", 10, "ann");
  base::SetTimestamp(kNow + 5, *later.mutable_collected_at());
  v1::Feedback elsewhere = Nps("d", 1, "ann");
  elsewhere.set_source_id("web");
  base::SetTimestamp(kNow - 1, *elsewhere.mutable_collected_at());
  v1::Feedback detractor = Nps("e", 3, "ann");
  base::SetTimestamp(kNow, *detractor.mutable_collected_at());
  // Once from what is stored, once from the same batch.
  Run(Submit(before), Submit(later), Submit(elsewhere));
  Run(Submit(nearer), Submit(detractor));
  const storage::v1::FeedbackEvent event = Event(5);
  ASSERT_EQ(event.alerts_size(), 1);
  EXPECT_EQ(event.alerts(0).previous_score(), 8);
}

TEST_F(CommitterTest, AnExcludedOrReplacedAnswerIsNoPreviousScore) {
  const v1::Feedback first = Nps("a", 9, "ann");
  Run(Submit(first));
  Run(Submit(Nps("a", 7, "ann")));
  Run(Submit(Nps("b", 3, "ann")));
  EXPECT_EQ(Event(3).alerts(0).previous_score(), 7);
  Run(ExcludeCommand{.id = FeedbackIdOf(first), .kind = v1::EXCLUSION_KIND_TEST, .reason = "x"});
  Run(Submit(Nps("c", 2, "ann")));
  EXPECT_EQ(Event(5).alerts(0).previous_score(), 3);
  // Its own earlier revision is no previous score either.
  Run(Submit(Nps("d", 9, "bea")), Submit(Nps("d", 1, "bea")));
  EXPECT_FALSE(Event(7).alerts(0).has_previous_score());
}

TEST_F(CommitterTest, AFailedAppendLeavesTheOutcomeUnknownAndEndsTheCommitter) {
  log_.FailAppends(absl::InternalError("the disk is gone"));
  const auto reply = Enqueue(One(Submit(Nps("a", 9))));
  EXPECT_TRUE(absl::IsUnavailable(Wait(reply).status));
  EXPECT_TRUE(failed_.WaitForNotificationWithTimeout(kDeadline));
  EXPECT_TRUE(absl::IsUnavailable(Wait(Enqueue(One(Submit(Nps("b", 9))))).status));
  EXPECT_EQ(log_.appends(), 1);
  EXPECT_TRUE(listener_.sequences().empty());
}

TEST_F(CommitterTest, AFullQueueIsRefusedAtOnce) {
  log_.HoldAppends();
  std::vector<std::shared_ptr<Reply>> replies;
  // One group may be out with the thread; the queue holds the limit on top.
  absl::Status refused;
  for (int64_t i = 0; i < 2 * kMaxQueuedFeedback / 1000 && refused.ok(); ++i) {
    replies.push_back(Enqueue(i == 0 ? One(Submit(Nps("a", 9))) : Rejections()));
    if (replies.back()->done.HasBeenNotified()) refused = replies.back()->status;
  }
  EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
  EXPECT_LE(committer_->queued(), kMaxQueuedFeedback);
  replies.pop_back();
  log_.ReleaseAppends();
  for (const auto& reply : replies) EXPECT_TRUE(Wait(reply).status.ok());
}

TEST_F(CommitterTest, DrainingCommitsWhatIsQueuedAndRefusesTheRest) {
  std::vector<std::shared_ptr<Reply>> replies;
  for (int i = 0; i < 200; ++i) replies.push_back(Enqueue(One(Submit(Nps(absl::StrCat(i), 9)))));
  committer_->Drain();
  for (const auto& reply : replies) EXPECT_TRUE(Wait(reply).status.ok());
  EXPECT_TRUE(absl::IsUnavailable(Wait(Enqueue(One(Submit(Nps("late", 9))))).status));
  EXPECT_EQ(log_.newest(), 200u);
}

TEST_F(CommitterTest, TimeNeverGoesBackAlongTheLog) {
  Run(Submit(Nps("a", 9)));
  clock_.Set(kNow - 1000);
  Run(Submit(Nps("b", 9)));
  EXPECT_EQ(Event(2).time_ns(), kNow);
  clock_.Set(kNow + 1000);
  Run(Submit(Nps("c", 9)));
  EXPECT_EQ(Event(3).time_ns(), kNow + 1000);
}

TEST_F(CommitterTest, AnImportTakesFeedbackFromItsBeginToItsEnd) {
  const auto submit = [this](std::string_view key) { return Submit(Nps(key, 9), "i"); };
  BeginImport begin;
  begin.import.set_import_id("i");
  ReportImport end;
  end.report.set_import_id("i");
  end.report.set_done(true);
  // Decided in order, within one request and its group.
  std::vector<Command> commands;
  commands.push_back(submit("too early"));
  commands.emplace_back(NoteCommand{begin});
  commands.push_back(submit("in time"));
  commands.emplace_back(NoteCommand{end});
  commands.push_back(submit("too late"));
  const std::shared_ptr<Reply> reply = Enqueue(std::move(commands));
  ASSERT_TRUE(reply->done.WaitForNotificationWithTimeout(kDeadline));
  ASSERT_TRUE(reply->status.ok()) << reply->status;
  EXPECT_EQ(reply->results[0].outcome, v1::OUTCOME_REJECTED);
  EXPECT_EQ(reply->results[1].note->first_sequence(), 1u);
  EXPECT_EQ(reply->results[2].outcome, v1::OUTCOME_CREATED);
  EXPECT_EQ(reply->results[2].sequence, 2u);
  EXPECT_EQ(reply->results[3].note->last_sequence(), 3u);
  EXPECT_EQ(reply->results[4].outcome, v1::OUTCOME_REJECTED);
  EXPECT_EQ(views_->stats().feedback, 1);
  EXPECT_EQ(views_->notes()->imports().size(), 1u);
  EXPECT_EQ(log_.newest(), 3u);
}

}  // namespace
}  // namespace voc::ingest
