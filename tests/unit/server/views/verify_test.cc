#include "server/views/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/ingest/feedback_key.h"
#include "server/ingest/log_record.h"
#include "server/views/answer_page.h"
#include "server/views/blocks.h"
#include "server/views/facts/column_codec.h"
#include "server/views/id_page.h"
#include "storage/base/time.h"
#include "storage/rocksdb/database.h"
#include "storage/testing/temp_dir.h"
#include "tests/support/scratch_database.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int kFeedback = 30;

// Of the one run that is installed: a page with one answer.
store::Run PageWith(const AnswerKey& key, const PastAnswer& answer) {
  std::string answers;
  AppendAnswer(kFeedback, answer, answers);
  store::Run page;
  AnswerPages pages(kFeedback, &page);
  pages.Add(key, answers);
  pages.Finish();
  return page;
}

class VerifyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = rocks::ScratchDatabase(dir_.path());
    Open(kFeedback);
    for (int i = 0; i < kFeedback; ++i) Commit(i, 0);
    for (int i = 0; i < kFeedback; i += 3) Commit(i, static_cast<store::Sequence>(i + 1));
  }

  void Open(int64_t segment_events) {
    views_.reset();
    absl::StatusOr<std::unique_ptr<Views>> views =
        Views::Open(&database_->log(), &database_->views(), {.segment_events = segment_events});
    ASSERT_TRUE(views.ok()) << views.status();
    views_ = *std::move(views);
  }

  void Commit(int name, store::Sequence previous) {
    const store::Sequence sequence = database_->log().newest() + 1;
    storage::v1::FeedbackEvent event;
    v1::Feedback& feedback = *event.mutable_feedback();
    feedback.set_source_id("app");
    feedback.set_submission_id(absl::StrCat(name));
    feedback.set_account_id(absl::StrCat("account", name % 4));
    feedback.set_respondent_id(absl::StrCat("respondent", name % 5));
    feedback.mutable_response()->set_metric(v1::METRIC_NPS);
    feedback.mutable_response()->set_score(name % 11);
    base::SetTimestamp(name * base::kNsPerSecond, *feedback.mutable_collected_at());
    feedback.set_sequence(sequence);
    event.set_previous_sequence(previous);
    std::string record;
    ingest::AppendRecord(event, record);
    ASSERT_TRUE(database_->log().Append(sequence, std::vector<std::string_view>{record}).ok());
    auto read = std::make_shared<storage::v1::FeedbackEvent>();
    ASSERT_TRUE(ingest::ParseRecord(record, *read));
    views_->Apply(
        {{.sequence = sequence, .id = ingest::FeedbackIdOf(read->feedback()), .event = read}});
  }

  std::vector<std::string> Problems() {
    const absl::StatusOr<VerifyReport> report =
        Verify(database_->log(), *views_, [] { return false; });
    EXPECT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->events, kFeedback + kFeedback / 3);
    EXPECT_EQ(report->feedback, kFeedback);
    return report->problems;
  }

  // Puts entries into a view behind its back, once the views are on disk.
  void Damage(store::Table table, store::Run entries) {
    while (views_->stats().covered_sequence == 0) std::this_thread::yield();
    store::RunSet runs;
    runs[table] = std::move(entries);
    ASSERT_TRUE(database_->views().Install(std::move(runs)).ok());
    Open(kFeedback);
  }

  base::TempDir dir_;
  std::unique_ptr<rocks::Database> database_;
  std::unique_ptr<Views> views_;
};

TEST_F(VerifyTest, FindsNothingWhereAllIsWell) {
  EXPECT_THAT(Problems(), IsEmpty());
  Open(kFeedback);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(VerifyTest, FindsAnIdEntryThatTheLogDoesNotGive) {
  v1::Feedback feedback;
  feedback.set_source_id("app");
  feedback.set_submission_id("1");
  feedback.mutable_response();
  const ingest::FeedbackId id = ingest::FeedbackIdOf(feedback);
  KnownFeedback known = **views_->Find(id);
  known.revision = 99;
  store::Run page;
  IdPages pages(kFeedback, &page);
  pages.Add(id, known);
  pages.Finish();
  Damage(store::Table::kIds, std::move(page));
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("id index: another entry than event 2")));
}

TEST_F(VerifyTest, FindsAFactThatTheLogDoesNotGive) {
  const std::vector<uint8_t> scores(kFeedback, 10);
  Damage(store::Table::kFacts, {{ColumnKey({.run = kFeedback}, Column::score),
                                 EncodeColumn(scores.data(), scores.size())}});
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("facts: 30 count, the log has 30 others")));
}

TEST_F(VerifyTest, FindsAnIndexEntryThatTheLogDoesNotGive) {
  Damage(store::Table::kAnswers, PageWith({.respondent = 1, .source = 1, .kind = 1},
                                          {.collected_at = 5, .event_sequence = 2, .score = 3}));
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("answers index: ")));
}

TEST_F(VerifyTest, FindsAnAnswerThatNoLookUpFinds) {
  Damage(store::Table::kAnswers, PageWith({.respondent = 77, .source = 1, .kind = 1},
                                          {.collected_at = 5, .event_sequence = 2, .score = 3}));
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("no look-up finds an answer")));
}

TEST_F(VerifyTest, ReportsViewsThatCannotBeRead) {
  Damage(store::Table::kFacts, {{ColumnKey({.run = kFeedback}, Column::score), "x"}});
  Damage(store::Table::kAnswers, {{"x", "x"}});
  v1::Feedback feedback;
  feedback.set_source_id("app");
  feedback.set_submission_id("1");
  feedback.mutable_response();
  const ingest::FeedbackId id = ingest::FeedbackIdOf(feedback);
  Damage(store::Table::kIds, {{EncodePageKey(IdPageKey(kFeedback, id)), "x"}});
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("id index: cannot be read for event 2: "),
                                      HasSubstr("facts: cannot be read: "),
                                      HasSubstr("answers index: cannot be read: ")));
}

TEST_F(VerifyTest, FindsANoteThatTheLogDoesNotGive) {
  const store::Sequence sequence = database_->log().newest() + 1;
  auto event = std::make_shared<storage::v1::FeedbackEvent>();
  event->mutable_note()->mutable_mark()->set_mark_id("m");
  event->mutable_note()->mutable_mark()->set_title("app 4.2");
  std::string record;
  ingest::AppendRecord(*event, record);
  ASSERT_TRUE(database_->log().Append(sequence, std::vector<std::string_view>{record}).ok());
  views_->Apply(
      {{.sequence = sequence, .id = ingest::FeedbackIdOf(event->feedback()), .event = event}});
  const auto verify = [&] { return Verify(database_->log(), *views_, [] { return false; }); };
  absl::StatusOr<VerifyReport> report = verify();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->problems, IsEmpty());
  EXPECT_EQ(report->feedback, kFeedback);
  // One mark more, and another import, on disk.
  storage::v1::Note note;
  note.mutable_mark()->set_mark_id("forged");
  Damage(store::Table::kNotes, {{notes::MarkKey("forged"), note.SerializeAsString()}});
  note.mutable_import()->set_import_id("forged");
  Damage(store::Table::kNotes, {{notes::ImportKey("forged"), note.SerializeAsString()}});
  report = verify();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->problems,
              ElementsAre("notes: 2 marks, the log has 1", "notes: 1 imports, the log has 0"));
}

TEST_F(VerifyTest, ADamagedNoteHasTheViewsMadeAnew) {
  Damage(store::Table::kNotes, {{"m", "x"}});
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(VerifyTest, IsGivenUpWhenNobodyWantsToKnow) {
  const absl::Status status = Verify(database_->log(), *views_, [] { return true; }).status();
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
}

TEST_F(VerifyTest, ADropOfTheViewsMendsThem) {
  const std::vector<uint8_t> scores(kFeedback, 10);
  Damage(store::Table::kFacts, {{ColumnKey({.run = kFeedback}, Column::score),
                                 EncodeColumn(scores.data(), scores.size())}});
  views_.reset();
  ASSERT_TRUE(database_->views().Clear().ok());
  Open(kFeedback);
  EXPECT_THAT(Problems(), IsEmpty());
}

}  // namespace
}  // namespace voc::views
