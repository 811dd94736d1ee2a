#include "server/views/views.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/ingest/feedback_key.h"
#include "server/views/blocks.h"
#include "server/views/facts/fact_from_event.h"
#include "server/views/run_builder.h"
#include "storage/base/time.h"
#include "storage/rocksdb/database.h"
#include "storage/testing/temp_dir.h"
#include "tests/support/forwarding_view_store.h"
#include "tests/support/scratch_database.h"

namespace voc::views {
namespace {

using storage::v1::FeedbackEvent;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr int64_t kSegmentEvents = 50;

bool WaitFor(const std::function<bool()>& condition) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

class ViewsTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    database_ = rocks::ScratchDatabase(dir_.path());
    OpenViews();
  }

  void OpenViews() {
    absl::StatusOr<std::unique_ptr<Views>> views =
        Views::Open(&database_->log(), &database_->views(), {.segment_events = kSegmentEvents});
    ASSERT_TRUE(views.ok()) << views.status();
    views_ = *std::move(views);
  }

  void Close() {
    views_.reset();
    ASSERT_TRUE(database_->Close().ok());
    database_.reset();
  }

  void Reopen() {
    Close();
    Open();
  }

  // The event of feedback `name` on top of what it was.
  FeedbackEvent Make(int name, int score, bool excluded) {
    FeedbackEvent event;
    v1::Feedback& feedback = *event.mutable_feedback();
    feedback.set_source_id("app");
    feedback.set_submission_id(absl::StrCat("s", name));
    feedback.set_account_id(absl::StrCat("account", name % 7));
    feedback.set_respondent_id(absl::StrCat("respondent", name % 11));
    (*feedback.mutable_properties())["plan"] = name % 2 == 0 ? "pro" : "free";
    base::SetTimestamp((name * 7919 % 1000) * base::kNsPerSecond, *feedback.mutable_collected_at());
    feedback.mutable_response()->set_metric(v1::METRIC_NPS);
    feedback.mutable_response()->set_scale_points(11);
    feedback.mutable_response()->set_score(score);
    if (score == 0) event.add_alerts()->set_sequence(database_->log().newest() + 1);
    if (excluded) feedback.mutable_exclusion()->set_reason("test");
    feedback.set_sequence(database_->log().newest() + 1);
    const auto before = model_.find(name);
    if (before != model_.end()) {
      event.set_previous_sequence(before->second.first);
      event.set_excluded_before(before->second.second.feedback().has_exclusion());
    }
    return event;
  }

  void Commit(int name, int score, bool excluded = false) {
    const store::Sequence sequence = database_->log().newest() + 1;
    const FeedbackEvent event = Make(name, score, excluded);
    ASSERT_TRUE(database_->log()
                    .Append(sequence, std::vector<std::string_view>{event.SerializeAsString()})
                    .ok());
    views_->Apply({{.sequence = sequence,
                    .id = ingest::FeedbackIdOf(event.feedback()),
                    .event = std::make_shared<FeedbackEvent>(event)}});
    views_->seen_ids().Add(MarkId(ingest::FeedbackIdOf(event.feedback())));
    model_[name] = {sequence, event};
  }

  void CommitNote(const storage::v1::Note& note) {
    const store::Sequence sequence = database_->log().newest() + 1;
    auto event = std::make_shared<FeedbackEvent>();
    event->set_change(storage::v1::CHANGE_NOTED);
    *event->mutable_note() = note;
    ASSERT_TRUE(database_->log()
                    .Append(sequence, std::vector<std::string_view>{event->SerializeAsString()})
                    .ok());
    views_->Apply(
        {{.sequence = sequence, .id = ingest::FeedbackIdOf(event->feedback()), .event = event}});
    logged_notes_.push_back(note);
  }

  // What stands of the notes, by their own order.
  void ExpectNotesAsLogged() {
    std::map<std::string, std::string> expected;
    for (const storage::v1::Note& note : logged_notes_) {
      if (note.has_mark()) expected[note.mark().mark_id()] = note.SerializeAsString();
      if (note.has_deleted_mark()) expected.erase(note.deleted_mark().mark_id());
    }
    std::map<std::string, std::string> found;
    for (const auto& [order, note] : views_->notes()->marks()) {
      found[note->mark().mark_id()] = note->SerializeAsString();
    }
    EXPECT_EQ(found, expected);
  }

  // Every fact that counts, as event sequence -> score.
  std::map<uint64_t, int> LiveFacts(const FactSource& source) {
    std::map<uint64_t, int> facts;
    const absl::Status status = source.Scan(
        Bit(Column::event_sequence) | Bit(Column::score), {}, [&](const FactSpan& span) {
          for (size_t i = 0; i < span.size; ++i) {
            if (span.live != nullptr && span.live[i] == 0) continue;
            EXPECT_TRUE(facts.emplace(span.event_sequence[i], span.score[i]).second)
                << "event " << span.event_sequence[i] << " twice";
          }
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
    return facts;
  }

  std::map<uint64_t, int> ModelFacts() {
    std::map<uint64_t, int> facts;
    for (const auto& [name, entry] : model_) {
      facts[entry.first] = entry.second.feedback().response().score();
    }
    return facts;
  }

  void ExpectAsModel() {
    EXPECT_EQ(LiveFacts(*views_->Snapshot()), ModelFacts());
    int64_t excluded = 0;
    for (const auto& [name, entry] : model_) {
      const bool is_excluded = entry.second.feedback().has_exclusion();
      excluded += is_excluded ? 1 : 0;
      const absl::StatusOr<std::optional<KnownFeedback>> known =
          views_->Find(ingest::FeedbackIdOf(entry.second.feedback()));
      ASSERT_TRUE(known.ok()) << known.status();
      ASSERT_TRUE(known->has_value()) << name;
      EXPECT_EQ((*known)->event_sequence, entry.first);
      EXPECT_EQ((*known)->excluded, is_excluded);
    }
    EXPECT_EQ(views_->stats().feedback, static_cast<int64_t>(model_.size()));
    EXPECT_EQ(views_->stats().excluded, excluded);
    ExpectAnswers();
    for (const auto& [name, entry] : model_) {
      EXPECT_TRUE(
          views_->seen_ids().MayContain(MarkId(ingest::FeedbackIdOf(entry.second.feedback()))));
    }
    for (const store::Sequence after : {store::Sequence{0}, database_->log().newest() / 2}) {
      ExpectAlerts(after);
    }
  }

  // The events that made alerts, also those that were replaced since.
  void ExpectAlerts(store::Sequence after) {
    std::vector<store::Sequence> expected;
    const std::unique_ptr<store::LogReader> reader = database_->log().ReadFrom(after + 1);
    FeedbackEvent event;
    while (reader->Next()) {
      ASSERT_TRUE(event.ParseFromArray(reader->payload().data(),
                                       static_cast<int>(reader->payload().size())));
      if (event.alerts_size() > 0) expected.push_back(reader->sequence());
    }
    std::vector<store::Sequence> found;
    while (after < database_->log().newest()) {
      const absl::StatusOr<AlertRows> rows = views_->AlertsAfter(after);
      ASSERT_TRUE(rows.ok()) << rows.status();
      ASSERT_GT(rows->reached, after);
      for (const AlertRow& row : rows->rows) found.push_back(row.fact.event_sequence);
      after = rows->reached;
    }
    EXPECT_EQ(found, expected);
  }

  // The newest answer up to each time, of every respondent.
  void ExpectAnswers() {
    const std::unique_ptr<PreviousAnswers> answers = views_->Answers();
    for (int respondent = 0; respondent < 11; ++respondent) {
      for (const base::TimeNs second : {0, 250, 500, 750, 1000}) {
        const base::TimeNs not_after = second * base::kNsPerSecond;
        EXPECT_EQ(Newest(*answers, respondent, not_after, 0), ModelNewest(respondent, not_after))
            << "respondent " << respondent << " at " << second;
      }
    }
  }

  // Its event and score; the event `left_out` does not count.
  std::optional<std::pair<store::Sequence, int>> Newest(PreviousAnswers& answers, int respondent,
                                                        base::TimeNs not_after,
                                                        store::Sequence left_out) {
    const std::optional<Ordinal> ordinal =
        views_->dictionaries().Find(Dimension::kRespondent, absl::StrCat("respondent", respondent));
    const std::optional<Ordinal> source = views_->dictionaries().Find(Dimension::kSource, "app");
    if (!ordinal.has_value() || !source.has_value()) return std::nullopt;
    const absl::StatusOr<std::optional<PastAnswer>> newest = answers.Newest(
        {.respondent = *ordinal, .source = *source, .kind = static_cast<uint8_t>(Kind::kNps)},
        not_after, [&](const PastAnswer& answer) { return answer.event_sequence == left_out; });
    EXPECT_TRUE(newest.ok()) << newest.status();
    if (!newest->has_value()) return std::nullopt;
    return std::pair((*newest)->event_sequence, static_cast<int>((*newest)->score));
  }

  std::optional<std::pair<store::Sequence, int>> ModelNewest(int respondent,
                                                             base::TimeNs not_after) {
    std::optional<std::pair<base::TimeNs, store::Sequence>> newest;
    std::optional<std::pair<store::Sequence, int>> answer;
    for (const auto& [name, entry] : model_) {
      const v1::Feedback& feedback = entry.second.feedback();
      const base::TimeNs at = base::FromTimestamp(feedback.collected_at());
      if (name % 11 != respondent || feedback.has_exclusion() || at > not_after) continue;
      if (newest.has_value() && std::pair(at, entry.first) < *newest) continue;
      newest = {at, entry.first};
      answer = {entry.first, feedback.response().score()};
    }
    return answer;
  }

  base::TempDir dir_;
  std::unique_ptr<rocks::Database> database_;
  std::unique_ptr<Views> views_;
  std::map<int, std::pair<store::Sequence, FeedbackEvent>> model_;
  std::vector<storage::v1::Note> logged_notes_;
};

TEST_F(ViewsTest, NotesAmongFeedbackOutliveSealingAndRestarts) {
  // A mark of its own after every third feedback, one mark that changes all the time, and
  // one that comes and goes.
  const auto note = [this](int i) {
    storage::v1::Note mark;
    mark.mutable_mark()->set_title(absl::StrCat("release ", i));
    switch (i % 3) {
      case 0:
        mark.mutable_mark()->set_mark_id(absl::StrCat("own", i));
        break;
      case 1:
        mark.mutable_mark()->set_mark_id("changing");
        mark.mutable_mark()->mutable_mark_time()->set_seconds(i);
        break;
      default:
        if (i % 2 == 0) {
          mark.mutable_mark()->set_mark_id("at times");
        } else {
          mark.mutable_deleted_mark()->set_mark_id("at times");
        }
    }
    CommitNote(mark);
  };
  for (int i = 0; i < 300; ++i) {
    if (i % 3 == 0) note(i / 3);
    Commit(i % 120, i % 11, i % 5 == 0);
    if (i % 70 == 0) {
      ExpectAsModel();
      ExpectNotesAsLogged();
      Reopen();
      ExpectAsModel();
      ExpectNotesAsLogged();
    }
  }
  // More notes than a segment holds, and no feedback among them.
  for (int i = 0; i < 2 * kSegmentEvents; ++i) note(i);
  ASSERT_TRUE(WaitFor([this] {
    return database_->log().newest() - views_->stats().covered_sequence <
           static_cast<store::Sequence>(kSegmentEvents);
  }));
  ExpectNotesAsLogged();
  const std::shared_ptr<const notes::Notes> held = views_->notes();
  const size_t marks = held->marks().size();
  note(1'000'002);
  EXPECT_EQ(held->marks().size(), marks);  // as it was
  Reopen();
  ExpectAsModel();
  ExpectNotesAsLogged();
  views_.reset();
  ASSERT_TRUE(database_->views().Clear().ok());
  OpenViews();
  ExpectAsModel();
  ExpectNotesAsLogged();
}

TEST_F(ViewsTest, AnEmptyStoreHoldsNothing) {
  EXPECT_TRUE(LiveFacts(*views_->Snapshot()).empty());
  EXPECT_EQ(views_->stats().applied_sequence, 0u);
  const absl::StatusOr<std::optional<KnownFeedback>> known = views_->Find({});
  ASSERT_TRUE(known.ok());
  EXPECT_FALSE(known->has_value());
}

TEST_F(ViewsTest, ASnapshotStaysAsItWas) {
  Commit(1, 3);
  Commit(2, 4);
  const std::shared_ptr<const FactSource> before = views_->Snapshot();
  const std::map<uint64_t, int> expected = ModelFacts();
  Commit(1, 9);
  for (int i = 0; i < 3 * kSegmentEvents; ++i) Commit(100 + i, 5);
  ASSERT_TRUE(WaitFor([&] { return views_->stats().tail_events < kSegmentEvents; }));
  EXPECT_EQ(LiveFacts(*before), expected);
  EXPECT_EQ(before->sequence(), 2u);
  ExpectAsModel();
}

TEST_F(ViewsTest, ReplaysTheTailAfterARestart) {
  for (int i = 0; i < kSegmentEvents - 1; ++i) Commit(i, i % 11);
  EXPECT_EQ(views_->stats().covered_sequence, 0u);
  Reopen();
  ExpectAsModel();
}

TEST_F(ViewsTest, APreviousAnswerMayBeLeftOut) {
  Commit(0, 5);
  Commit(11, 6);  // by the same respondent, later
  const std::unique_ptr<PreviousAnswers> answers = views_->Answers();
  const base::TimeNs end = 1000 * base::kNsPerSecond;
  const auto newest = Newest(*answers, 0, end, 0);
  ASSERT_TRUE(newest.has_value());
  const auto before = Newest(*answers, 0, end, newest->first);
  ASSERT_TRUE(before.has_value());
  EXPECT_NE(before->first, newest->first);
}

TEST_F(ViewsTest, ALookUpMissesNothingThatIsInstalledMeanwhile) {
  for (int i = 0; i < kSegmentEvents - 1; ++i) Commit(i, 5);
  const std::unique_ptr<PreviousAnswers> answers = views_->Answers();
  const auto expected = ModelNewest(3, 1000 * base::kNsPerSecond);
  Commit(kSegmentEvents * 11 + 4, 5);  // another respondent; seals the segment
  ASSERT_TRUE(WaitFor([&] { return views_->stats().tail_events == 0; }));
  EXPECT_EQ(Newest(*answers, 3, 1000 * base::kNsPerSecond, 0), expected);
}

TEST_F(ViewsTest, FollowsAModelThroughCorrectionsSealsAndRestarts) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int step = 0; step < 1500; ++step) {
    const int name = static_cast<int>(random() % 400);
    Commit(name, static_cast<int>(random() % 11), random() % 5 == 0);
    if (random() % 100 == 0) Reopen();
    if (random() % 100 == 0) {
      EXPECT_EQ(LiveFacts(*views_->Snapshot()), ModelFacts());
    }
  }
  ExpectAsModel();
  Reopen();
  ExpectAsModel();
  EXPECT_GT(views_->stats().covered_sequence, 0u);
}

TEST_F(ViewsTest, ADamagedViewIsRebuiltFromTheLog) {
  for (int i = 0; i < 3 * kSegmentEvents; ++i) Commit(i % 40, i % 11);
  ASSERT_TRUE(WaitFor([&] { return views_->stats().covered_sequence > 0; }));
  views_.reset();
  store::RunSet damage;
  damage[store::Table::kState] = {{"state", "not a state"}};
  ASSERT_TRUE(database_->views().Install(std::move(damage)).ok());
  OpenViews();
  ExpectAsModel();
}

TEST_F(ViewsTest, AReplayGivesUpWhenToldToAndIsCompletedLater) {
  constexpr int kEvents = 5'000;
  for (int i = 0; i < kEvents; ++i) Commit(i, i % 11);
  views_.reset();
  ASSERT_TRUE(database_->views().Clear().ok());
  bool asked = false;
  const absl::Status stopped =
      Views::Open(&database_->log(), &database_->views(),
                  {.segment_events = kSegmentEvents, .stop_asked = [&] { return asked = true; }})
          .status();
  EXPECT_TRUE(absl::IsCancelled(stopped)) << stopped;
  EXPECT_TRUE(asked);
  OpenViews();
  EXPECT_EQ(views_->stats().feedback, kEvents);
  EXPECT_THAT(LiveFacts(*views_->Snapshot()), SizeIs(kEvents));
}

TEST_F(ViewsTest, ViewsThatReachBeyondTheLogAreRebuilt) {
  for (int i = 0; i < kSegmentEvents; ++i) Commit(i, 5);
  ASSERT_TRUE(WaitFor([&] { return views_->stats().covered_sequence > 0; }));
  views_.reset();
  // The same views over a log that lost its end, as after a power cut with
  // durability "os".
  store::RunSet state;
  std::string bytes = **database_->views().Get(store::Table::kState, "state");
  bytes[7] = static_cast<char>(bytes[7] + 1);
  state[store::Table::kState] = {{"state", bytes}};
  EXPECT_EQ(*ReachBeyondLog(database_->views(), database_->log()), false);
  ASSERT_TRUE(database_->views().Install(std::move(state)).ok());
  EXPECT_EQ(*ReachBeyondLog(database_->views(), database_->log()), true);
  // Also of another version.
  bytes.back() = '0';
  state[store::Table::kState] = {{"state", bytes}};
  ASSERT_TRUE(database_->views().Install(std::move(state)).ok());
  EXPECT_EQ(*ReachBeyondLog(database_->views(), database_->log()), true);
  OpenViews();
  ExpectAsModel();
}

TEST_F(ViewsTest, ReadersAreRightWhileTheTailIsSealedAndInstalled) {
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const std::shared_ptr<const FactSource> snapshot = views_->Snapshot();
        // Every event here is of a feedback of its own.
        EXPECT_EQ(LiveFacts(*snapshot).size(), snapshot->sequence());
      }
    });
  }
  for (int i = 0; i < 20 * kSegmentEvents; ++i) Commit(i, i % 11);
  done = true;
  for (std::thread& reader : readers) reader.join();
  ExpectAsModel();
}

// Fails its first Install, as a full disk does.
class FailingOnce final : public store::ForwardingViewStore {
 public:
  using ForwardingViewStore::ForwardingViewStore;

  absl::Status Install(store::RunSet runs) override {
    if (!std::exchange(failed_, true)) return absl::UnavailableError("no room");
    return ForwardingViewStore::Install(std::move(runs));
  }

 private:
  bool failed_ = false;
};

// What a merge had replaced in a store that is dropped has the names of what a replay makes anew.
TEST_F(ViewsTest, RetiredBlocksOfADroppedStoreAreForgotten) {
  const auto is_built = [&] {
    const auto built = static_cast<int64_t>(views_->stats().covered_sequence);
    return built > static_cast<int64_t>(database_->log().newest()) - 2 * kSegmentEvents;
  };
  for (int i = 0; i < 300; ++i) Commit(i, i % 11);
  ASSERT_TRUE(WaitFor(is_built));
  views_.reset();
  store::RunSet damage;
  for (store::Sequence run = 1; run <= 300; ++run) {
    const Block retired{.run = run, .number = 0, .rows = 1};
    damage[store::Table::kBlocks].Add(BlockKey(retired), EncodeBlock(retired, true));
  }
  damage[store::Table::kDeaths].Add("xx", "");  // read behind the blocks
  ASSERT_TRUE(database_->views().Install(std::move(damage)).ok());
  FailingOnce failing(&database_->views());
  absl::StatusOr<std::unique_ptr<Views>> views =
      Views::Open(&database_->log(), &failing, {.segment_events = kSegmentEvents});
  ASSERT_TRUE(views.ok()) << views.status();
  views_ = *std::move(views);
  // The builder looks again and again, a second apart, for what may be removed.
  const absl::Time until = absl::Now() + absl::Seconds(2);
  for (int i = 300; absl::Now() < until; ++i) {
    Commit(i, i % 11);
    ASSERT_TRUE(WaitFor(is_built));
    if (i % 100 == 0) {
      ASSERT_EQ(LiveFacts(*views_->Snapshot()), ModelFacts());
    }
  }
  views_.reset();
  OpenViews();
  EXPECT_EQ(LiveFacts(*views_->Snapshot()), ModelFacts());
}

TEST_F(ViewsTest, AStateOfMoreFeedbackThanEventsIsMadeAnew) {
  for (int i = 0; i < 60; ++i) Commit(i, i % 11);
  ASSERT_TRUE(WaitFor([&] { return views_->stats().covered_sequence >= kSegmentEvents; }));
  views_.reset();
  store::RunSet damage;
  damage[store::Table::kState].Add(
      kStateKey, EncodeState({.covered_sequence = 50, .feedback = INT64_MAX / 4, .excluded = 0}));
  ASSERT_TRUE(database_->views().Install(std::move(damage)).ok());
  OpenViews();
  ExpectAsModel();
}

// Every answer of one respondent is of another day: more days than are noted of a run.
TEST_F(ViewsTest, ARespondentOfManyDaysIsFoundOnAnyOfThem) {
  constexpr base::TimeNs kDay = 86'400 * base::kNsPerSecond;
  const auto seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::map<base::TimeNs, int> given;
  for (int i = 0; i < 400; ++i) {
    FeedbackEvent event = Make(i, i % 11, false);
    event.clear_alerts();
    event.mutable_feedback()->set_respondent_id("anonymous");
    // From before 1970 to after the last day that is told apart.
    const base::TimeNs at = (static_cast<base::TimeNs>(random() % 70'000) - 1'000) * kDay + i;
    base::SetTimestamp(at, *event.mutable_feedback()->mutable_collected_at());
    const store::Sequence sequence = database_->log().newest() + 1;
    const std::string record = event.SerializeAsString();
    const std::string_view payload = record;
    ASSERT_TRUE(database_->log().Append(sequence, std::span(&payload, 1)).ok());
    views_->Apply({{.sequence = sequence,
                    .id = ingest::FeedbackIdOf(event.feedback()),
                    .event = std::make_shared<FeedbackEvent>(event)}});
    given[at] = i % 11;
  }
  for (const bool reopened : {false, true}) {
    if (reopened) {
      views_.reset();
      OpenViews();
    }
    const Dictionaries& names = views_->dictionaries();
    const AnswerKey key{.respondent = *names.Find(Dimension::kRespondent, "anonymous"),
                        .source = *names.Find(Dimension::kSource, "app"),
                        .kind = static_cast<uint8_t>(v1::METRIC_NPS)};
    for (int i = 0; i < 200; ++i) {
      const base::TimeNs at = (static_cast<base::TimeNs>(random() % 72'000) - 2'000) * kDay + 500;
      const auto none_left_out = [](const PastAnswer&) { return false; };
      const auto found = views_->Answers()->Newest(key, at, none_left_out);
      ASSERT_TRUE(found.ok()) << found.status();
      const auto after = given.upper_bound(at);
      ASSERT_EQ(found->has_value(), after != given.begin());
      if (found->has_value()) {
        EXPECT_EQ((*found)->collected_at, std::prev(after)->first);
      }
    }
    int64_t scanned = 0;
    const auto as_of = views_->ScanAnswers([&](const AnswerKey&, const PastAnswer&) { ++scanned; });
    EXPECT_TRUE(as_of.ok()) << as_of.status();
    EXPECT_EQ(scanned, 400);
  }
}

}  // namespace
}  // namespace voc::views
