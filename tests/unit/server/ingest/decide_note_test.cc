#include "server/ingest/decide_note.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

constexpr base::TimeNs kNow = 1'760'000'000 * base::kNsPerSecond;

// Decides and folds, as the committer does.
class DecideNoteTest : public ::testing::Test {
 protected:
  absl::StatusOr<DecidedNote> Decide(NoteCommand command) {
    now_ += base::kNsPerSecond;
    absl::StatusOr<DecidedNote> decided =
        DecideNote(command, notes_, {.sequence = sequence_ + 1, .now = now_});
    if (decided.ok() && decided->fresh) {
      ++sequence_;
      notes_.Apply(decided->note);
    }
    return decided;
  }

  static NoteCommand Mark(const std::string& id, const std::string& title = "a release") {
    RecordMark command;
    command.mark.set_mark_id(id);
    command.mark.set_title(title);
    command.mark.mutable_mark_time()->set_seconds(1);
    return {std::move(command)};
  }
  static NoteCommand Begin(const std::string& id, const std::string& format = "voc-csv") {
    BeginImport command;
    command.import.set_import_id(id);
    command.import.set_format(format);
    return {std::move(command)};
  }
  static NoteCommand Report(const std::string& id, int64_t created, bool done) {
    ReportImport command;
    command.report.set_import_id(id);
    command.report.mutable_counts()->set_created(created);
    command.report.add_files()->set_records_done(created);
    command.report.set_done(done);
    return {std::move(command)};
  }
  static NoteCommand Move(const std::string& id, MoveImport::To to) {
    return {MoveImport{.import_id = id, .to = to}};
  }

  v1::ImportState State() { return notes_.FindImport("i")->import().state(); }

  notes::Notes notes_;
  store::Sequence sequence_ = 10;
  base::TimeNs now_ = kNow;
};

TEST_F(DecideNoteTest, AMarkSaysWhenItWasRecorded) {
  const auto decided = Decide(Mark("a"));
  ASSERT_TRUE(decided.ok());
  EXPECT_TRUE(decided->fresh);
  EXPECT_EQ(base::FromTimestamp(decided->note->mark().update_time()), now_);
  // The same once more is noted already.
  const auto again = Decide(Mark("a"));
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(again->fresh);
  EXPECT_EQ(again->note->SerializeAsString(), decided->note->SerializeAsString());
  EXPECT_TRUE(Decide(Mark("a", "another title"))->fresh);
  EXPECT_EQ(notes_.marks().size(), 1u);
}

TEST_F(DecideNoteTest, AnUnknownMarkCannotBeDeleted) {
  EXPECT_EQ(Decide({DeleteMark{"a"}}).status().code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(Decide(Mark("a")).ok());
  EXPECT_TRUE(Decide({DeleteMark{"a"}})->fresh);
  EXPECT_EQ(Decide({DeleteMark{"a"}}).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(DecideNoteTest, MarksHaveALimitButAKnownOneCanChange) {
  for (size_t i = 0; i < notes::kMaxMarks; ++i) {
    ASSERT_TRUE(Decide(Mark(absl::StrCat("m", i))).ok());
  }
  EXPECT_EQ(Decide(Mark("one more")).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(Decide(Mark("m7", "renamed")).ok());
  ASSERT_TRUE(Decide({DeleteMark{"m8"}}).ok());
  EXPECT_TRUE(Decide(Mark("one more")).ok());
}

TEST_F(DecideNoteTest, AnImportRunsUntilItSaysItIsDone) {
  const auto begun = Decide(Begin("i"));
  ASSERT_TRUE(begun.ok());
  EXPECT_EQ(begun->note->first_sequence(), 11u);
  EXPECT_EQ(begun->note->last_sequence(), 0u);
  EXPECT_EQ(base::FromTimestamp(begun->note->import().begin_time()), now_);
  EXPECT_TRUE(CheckRunning("i", notes_).ok());
  EXPECT_FALSE(CheckRunning("j", notes_).ok());
  ASSERT_TRUE(Decide(Report("i", 5, false)).ok());
  EXPECT_EQ(State(), v1::IMPORT_STATE_RUNNING);
  const auto done = Decide(Report("i", 9, true));
  EXPECT_EQ(State(), v1::IMPORT_STATE_DONE);
  EXPECT_EQ(done->note->first_sequence(), 11u);
  EXPECT_EQ(done->note->last_sequence(), 13u);
  EXPECT_EQ(done->note->import().counts().created(), 9);
  EXPECT_FALSE(CheckRunning("i", notes_).ok());
  EXPECT_EQ(Decide(Report("j", 1, true)).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(DecideNoteTest, AnImportThatGoesOnKeepsWhatItWas) {
  ASSERT_TRUE(Decide(Begin("i")).ok());
  const base::TimeNs begun = now_;
  ASSERT_TRUE(Decide(Report("i", 5, true)).ok());
  const auto on = Decide(Begin("i", "qualtrics-csv"));
  ASSERT_TRUE(on.ok());
  EXPECT_EQ(State(), v1::IMPORT_STATE_RUNNING);
  EXPECT_EQ(on->note->first_sequence(), 11u);
  EXPECT_EQ(on->note->last_sequence(), 0u);
  EXPECT_EQ(on->note->import().format(), "qualtrics-csv");
  EXPECT_EQ(on->note->import().counts().created(), 5);
  EXPECT_EQ(base::FromTimestamp(on->note->import().begin_time()), begun);
}

TEST_F(DecideNoteTest, AnImportIsEndedThenUndoneThenRedone) {
  using To = MoveImport::To;
  EXPECT_EQ(Decide(Move("i", To::kEnded)).status().code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(Decide(Begin("i")).ok());
  EXPECT_EQ(Decide(Move("i", To::kUndone)).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(Decide(Move("i", To::kUnmoved))->fresh);
  EXPECT_FALSE(Decide(Move("i", To::kRedone))->fresh);
  EXPECT_EQ(State(), v1::IMPORT_STATE_RUNNING);
  EXPECT_EQ(Decide(Move("i", To::kEnded))->note->last_sequence(), 12u);
  EXPECT_FALSE(Decide(Move("i", To::kEnded))->fresh);
  EXPECT_EQ(State(), v1::IMPORT_STATE_DONE);
  EXPECT_TRUE(Decide(Move("i", To::kUndone))->fresh);
  EXPECT_FALSE(Decide(Move("i", To::kUndone))->fresh);
  EXPECT_EQ(State(), v1::IMPORT_STATE_UNDONE);
  // Its client may still have something to say, but it does not go on.
  EXPECT_TRUE(Decide(Report("i", 7, true)).ok());
  EXPECT_EQ(State(), v1::IMPORT_STATE_UNDONE);
  EXPECT_EQ(Decide(Begin("i")).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(Decide(Move("i", To::kRedone))->fresh);
  EXPECT_EQ(State(), v1::IMPORT_STATE_DONE);
  EXPECT_EQ(notes_.FindImport("i")->last_sequence(), 12u);
}

}  // namespace
}  // namespace voc::ingest
