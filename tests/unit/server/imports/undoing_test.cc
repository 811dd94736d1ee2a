#include "server/imports/undoing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "server/ingest/committer.h"
#include "server/ingest/log_record.h"
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

  static ingest::FeedbackId IdOf(int i) {
    v1::Feedback feedback;
    feedback.set_source_id("app");
    feedback.set_submission_id(absl::StrCat(i));
    feedback.mutable_response();
    return ingest::FeedbackIdOf(feedback);
  }

  void LeaveOut(int from, int to, const std::string& import_id) {
    std::vector<ingest::Command> commands;
    for (int i = from; i < to; ++i) {
      commands.emplace_back(
          ingest::LeaveOutCommand{.id = IdOf(i), .import_id = import_id, .reason = "a preview"});
    }
    for (const ingest::CommandResult& result : Run(std::move(commands))) {
      ASSERT_TRUE(result.status.ok() || absl::IsNotFound(result.status)) << result.status;
    }
  }

  // The newest event of a key; without change for one that is unknown.
  storage::v1::FeedbackEvent Newest(int i) {
    storage::v1::FeedbackEvent event;
    const auto known = views_->Find(IdOf(i));
    EXPECT_TRUE(known.ok());
    if (known.ok() && known->has_value()) {
      EXPECT_TRUE(ingest::ParseRecord(log_.Read((*known)->event_sequence).value(), event));
    }
    return event;
  }

  // What counts and what does not, of keys [from, to).
  std::string Everything(int from, int to) {
    std::string all;
    for (int i = from; i < to; ++i) {
      const v1::Feedback feedback = Newest(i).feedback();
      absl::StrAppend(&all, i, "=", feedback.response().score(), " ", feedback.import_id(), " ",
                      feedback.exclusion().reason(), "\n");
    }
    return all;
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
      if (until >= 0 && last.excluded >= until) return last;
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
  int rescored_ = 0;
};

TEST_F(UndoingTest, BringsBackWhatWasBeforeAndPutsItBack) {
  Submit(0, 100, 9, "");
  Begin("i");
  Submit(50, 1200, 3, "i");  // 50 are updates
  LeaveOut(0, 10, "i");
  End("i");
  Submit(1200, 1300, 9, "");
  const std::string before = Everything(0, 50) + Everything(50, 1200);
  const Progress undone = Undo("i");
  EXPECT_EQ(undone.excluded, 1100);
  EXPECT_EQ(undone.restored, 60);
  EXPECT_EQ(undone.changed_since, 0);
  EXPECT_EQ(undone.records, undone.records_done);
  EXPECT_EQ(undone.records, 1162);  // the import's own stretch of the log
  ASSERT_TRUE(undone.import.has_value());
  EXPECT_EQ(undone.import->state(), v1::IMPORT_STATE_UNDONE);
  EXPECT_EQ(Excluded(), 1100);
  EXPECT_EQ(Newest(70).feedback().response().score(), 9);
  EXPECT_EQ(Newest(70).feedback().import_id(), "");
  EXPECT_EQ(Newest(70).feedback().revision(), 3u);
  EXPECT_THAT(sizes_, Each(Le(kMaxBatchFeedback)));
  Verify();
  const Progress redone = Undo("i", /*redo=*/true);
  EXPECT_EQ(redone.restored, 1160);
  EXPECT_EQ(redone.import->state(), v1::IMPORT_STATE_DONE);
  EXPECT_EQ(Everything(0, 50) + Everything(50, 1200), before);
  EXPECT_EQ(Newest(70).feedback().import_id(), "i");
  EXPECT_EQ(Excluded(), 10);
  EXPECT_EQ(Undo("i", /*redo=*/true).restored, 0);
  Verify();
}

TEST_F(UndoingTest, WhatWasTouchedSinceIsLeftAloneAndCountedOnce) {
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
  EXPECT_EQ(undone.excluded, 70);
  EXPECT_EQ(undone.restored, 0);
  EXPECT_EQ(undone.changed_since, 30);
  EXPECT_EQ(Excluded(), 70);
  // What j stands on is undone too.
  EXPECT_EQ(Undo("j").excluded, 10);
  EXPECT_EQ(Excluded(), 80);
  EXPECT_EQ(Undo("i", /*redo=*/true).restored, 80);
  EXPECT_EQ(Newest(25).feedback().response().score(), 3);
  EXPECT_EQ(Excluded(), 0);
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
    EXPECT_LT(some->excluded, 1000);
  }
  committer_->Drain();
  EXPECT_EQ(views_->notes()->FindImport("i")->import().state(), v1::IMPORT_STATE_DONE);
  EXPECT_GE(Excluded(), 256);
  committer_ = ingest::Committer::Start(
      {.log = &log_, .views = views_.get(), .clock = &clock_, .listeners = {}});
  const store::Sequence before = log_.newest();
  const int64_t excluded = Excluded();
  EXPECT_EQ(Undo("i").excluded, 1000);
  EXPECT_EQ(Excluded(), 1000);
  // Each is taken out once, and the import moved.
  EXPECT_EQ(log_.newest() - before, static_cast<store::Sequence>(1000 - excluded) + 1);
}

TEST_F(UndoingTest, AnImportThatRunsIsEnded) {
  Begin("i");
  Submit(0, 10, 3, "i");
  EXPECT_EQ(Undo("i").excluded, 10);
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
  EXPECT_EQ(Undo("i").excluded, 10);
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
  const Progress undone = Undo("i");
  EXPECT_EQ(undone.excluded, 9);
  EXPECT_EQ(undone.changed_since, 1);
  EXPECT_EQ(Undo("i", /*redo=*/true).restored, 9);
  EXPECT_EQ(Excluded(), 1);
}

TEST_F(UndoingTest, WhatIsLeftOutIsNoneOfAnImportThatEnded) {
  Submit(0, 10, 9, "");
  Begin("i");
  End("i");
  const ingest::CommandResult late =
      RunOne(ingest::LeaveOutCommand{.id = IdOf(1), .import_id = "i", .reason = "a preview"});
  EXPECT_EQ(late.status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Excluded(), 0);
}

TEST_F(UndoingTest, ARescoreIsNoTouch) {
  Submit(0, 2, 9, "");
  Begin("i");
  Submit(1, 3, 3, "i");
  End("i");
  const auto rescore = [&](int i) {
    const auto known = views_->Find(IdOf(i));
    ingest::RescoreCommand command{.id = IdOf(i),
                                   .read = std::make_shared<storage::v1::FeedbackEvent>(Newest(i)),
                                   .read_sequence = (*known)->event_sequence};
    command.heard.set_themes_version(77 + rescored_++);
    command.heard.add_themes(absl::StrCat("theme-", rescored_));
    EXPECT_TRUE(RunOne(std::move(command)).appended);
  };
  rescore(1);
  rescore(2);
  rescore(2);
  const Progress undone = Undo("i");
  EXPECT_EQ(undone.excluded, 1);
  EXPECT_EQ(undone.restored, 1);
  EXPECT_EQ(Newest(1).feedback().response().score(), 9);
  rescore(1);
  rescore(2);
  EXPECT_EQ(Undo("i").excluded, 1);
  EXPECT_EQ(Undo("i", /*redo=*/true).restored, 2);
  EXPECT_EQ(Newest(1).feedback().response().score(), 3);
  EXPECT_FALSE(Newest(2).feedback().has_exclusion());
  Verify();
}

// A feedback as anybody would think of it: who said what of it, one on top of the other.
struct Touch {
  std::string import_id;  // empty: a human, or a plain submission
  int score = 0;
  std::string exclusion;  // why it is out; empty if it counts
};

struct Model {
  std::vector<Touch> touches;
  int score = 0;

  // Without the touches of undone imports on top; nullptr: none is left.
  const Touch* Stands(const std::set<std::string>& undone) const {
    for (auto touch = touches.rbegin(); touch != touches.rend(); ++touch) {
      if (touch->import_id.empty() || undone.count(touch->import_id) == 0) return &*touch;
    }
    return nullptr;
  }
};

TEST_F(UndoingTest, AnyOrderOfUndosAndRedosGivesWhatStandsWithoutTheUndone) {
  const auto seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  constexpr int kKeys = 40;
  std::map<int, Model> models;
  std::set<std::string> undone;
  std::vector<std::string> imports;

  const auto shown = [&](Model& model) {
    const Touch* const stands = model.Stands(undone);
    if (stands != nullptr) model.score = stands->score;
    return Touch{.import_id = "",
                 .score = model.score,
                 .exclusion = stands == nullptr ? "undone" : stands->exclusion};
  };
  const auto submit = [&](int key, int score, const std::string& import_id) {
    Submit(key, key + 1, score, import_id);
    Model& model = models[key];
    Touch now{.import_id = import_id, .score = score, .exclusion = ""};
    if (!model.touches.empty()) {
      const Touch was = shown(model);
      const bool out_by_import = was.exclusion == "undone" || was.exclusion == "a preview";
      if (was.score == score && !out_by_import) return;
      if (!out_by_import) now.exclusion = was.exclusion;
    }
    model.touches.push_back(now);
  };
  const auto human = [&](int key) {
    Model& model = models[key];
    if (model.touches.empty()) return;
    Touch now = shown(model);
    if (!now.exclusion.empty()) {
      RunOne(ingest::RestoreCommand{.id = IdOf(key)});
      now.exclusion = "";
    } else {
      now.exclusion = "spam";
      RunOne(ingest::ExcludeCommand{
          .id = IdOf(key), .kind = v1::EXCLUSION_KIND_SPAM, .reason = now.exclusion});
    }
    model.touches.push_back(now);
  };
  const auto import = [&] {
    const std::string id = absl::StrCat("import-", imports.size());
    imports.push_back(id);
    Begin(id);
    for (int i = below(30); i > 0; --i) {
      const int key = below(kKeys);
      const int what = below(10);
      if (what < 6) {
        submit(key, below(11), id);
      } else if (what < 8) {
        LeaveOut(key, key + 1, id);
        Model& model = models[key];
        if (model.touches.empty()) continue;
        Touch now = shown(model);
        if (!now.exclusion.empty()) continue;
        now.import_id = id;
        now.exclusion = "a preview";
        model.touches.push_back(now);
      } else if (what < 9) {
        human(key);
      } else {
        submit(key, below(11), "");
      }
    }
    End(id);
  };

  for (int round = 0; round < 60; ++round) {
    const int what = below(4);
    if (what == 0 || imports.empty()) {
      import();
    } else if (what == 1) {
      for (int i = 0; i < 5; ++i) submit(below(kKeys), below(11), "");
    } else {
      const std::string& id = imports[static_cast<size_t>(below(static_cast<int>(imports.size())))];
      const bool redo = what == 3;
      Undo(id, redo);
      if (redo) {
        undone.erase(id);
      } else {
        undone.insert(id);
      }
      // Twice is once.
      if (below(4) == 0) {
        const store::Sequence before = log_.newest();
        Undo(id, redo);
        EXPECT_EQ(log_.newest(), before);
      }
    }
    for (auto& [key, model] : models) {
      if (model.touches.empty()) continue;
      const Touch wanted = shown(model);
      const v1::Feedback stored = Newest(key).feedback();
      ASSERT_EQ(stored.response().score(), wanted.score) << "key " << key << " round " << round;
      const std::string exclusion =
          stored.exclusion().import_id().empty() ? stored.exclusion().reason() : "undone";
      ASSERT_EQ(exclusion, wanted.exclusion) << "key " << key << " round " << round;
    }
  }
  Verify();
}

}  // namespace
}  // namespace voc::imports
