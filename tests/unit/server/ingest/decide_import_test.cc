#include "server/ingest/decide_import.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/views/known_from_event.h"

namespace voc::ingest {
namespace {

using storage::v1::FeedbackEvent;

constexpr base::TimeNs kNow = 1'760'000'000 * base::kNsPerSecond;

absl::StatusOr<std::optional<int32_t>> NoScore(const v1::Feedback&) { return std::nullopt; }

// Decides on one key as the committer would; events are numbered from 1.
class DecideImportTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::shared_ptr<const FeedbackEvent>> Read(store::Sequence sequence) {
    ++reads_;
    return events_.at(sequence - 1);
  }

  Current Now() const {
    if (events_.empty()) return {};
    return {.event = events_.back().get(), .sequence = events_.size()};
  }
  Moment Next() const { return {.sequence = events_.size() + 1, .now = kNow}; }
  const FeedbackEvent& newest() const { return *events_.back(); }
  void Take(FeedbackEvent event) {
    events_.push_back(std::make_shared<FeedbackEvent>(std::move(event)));
  }

  void Submit(int score, const std::string& import_id) {
    SubmitCommand command;
    command.event = std::make_shared<FeedbackEvent>();
    v1::Feedback& feedback = *command.event->mutable_feedback();
    feedback.set_source_id("app");
    feedback.set_submission_id("1");
    feedback.set_import_id(import_id);
    feedback.mutable_response()->set_metric(v1::METRIC_NPS);
    feedback.mutable_response()->set_scale_points(11);
    feedback.mutable_response()->set_score(score);
    feedback.set_client_revision(static_cast<uint32_t>(score) + 1);
    ASSERT_TRUE(CompleteEvent(command, Now(), Next(), NoScore).ok());
    Take(*command.event);
  }
  bool LeaveOut(const std::string& import_id) {
    const auto event = LeftOutEvent({.import_id = import_id, .reason = "a preview"}, Now(), Next());
    EXPECT_TRUE(event.ok()) << event.status();
    if (event->has_value()) Take(**event);
    return event->has_value();
  }
  // Undoes or redoes the import that began to touch it at event `began`; whether that made
  // an event.
  bool Move(const std::string& import_id, store::Sequence began, bool redo = false) {
    const UndoCommand command{.import_id = import_id, .read = events_.at(began - 1), .redo = redo};
    auto undone = UndoneEvent(
        command, Now(), Next(), NoScore,
        [&](std::string_view id) { return undone_.count(std::string(id)) > 0; },
        [&](store::Sequence sequence) { return Read(sequence); });
    EXPECT_TRUE(undone.ok()) << undone.status();
    out_ = undone->out;
    redo ? undone_.erase(import_id) : undone_.insert(import_id).second;
    if (undone->event.has_value()) Take(*std::move(undone->event));
    return undone->event.has_value();
  }
  int Score() const { return newest().feedback().response().score(); }

  std::vector<std::shared_ptr<const FeedbackEvent>> events_;
  std::set<std::string> undone_;
  bool out_ = false;
  int reads_ = 0;
};

TEST_F(DecideImportTest, WhatItCreatedIsTakenOutAndSaysWhoseDoingItIs) {
  Submit(1, "i");
  EXPECT_FALSE(newest().has_import_trace());  // it follows
  ASSERT_TRUE(Move("i", 1));
  EXPECT_TRUE(out_);
  const v1::Exclusion& exclusion = newest().feedback().exclusion();
  EXPECT_EQ(exclusion.kind(), v1::EXCLUSION_KIND_IMPORT);
  EXPECT_EQ(exclusion.import_id(), "i");
  EXPECT_EQ(exclusion.reason(), "the import i was undone");
  EXPECT_EQ(newest().change(), storage::v1::CHANGE_EXCLUDED);
  EXPECT_EQ(newest().feedback().sequence(), 1u);
  EXPECT_EQ(newest().feedback().revision(), 1u);
  ASSERT_EQ(newest().alerts_size(), 1);
  EXPECT_TRUE(newest().alerts(0).dismissed());
  EXPECT_EQ(newest().alerts(0).note(), "excluded (import): the import i was undone");
  EXPECT_TRUE(views::KnownFromEvent(newest(), 9).excluded_by_import);
  // Twice is once.
  EXPECT_FALSE(Move("i", 1));
  EXPECT_TRUE(out_);
  ASSERT_TRUE(Move("i", 1, /*redo=*/true));
  EXPECT_EQ(newest().change(), storage::v1::CHANGE_RESTORED);
  EXPECT_FALSE(newest().feedback().has_exclusion());
  EXPECT_FALSE(newest().alerts(0).dismissed());
  EXPECT_FALSE(Move("i", 1, /*redo=*/true));
}

TEST_F(DecideImportTest, WhatItChangedHasTheContentOfBeforeAsANewRevision) {
  Submit(9, "");
  Submit(1, "i");
  Submit(2, "i");
  ASSERT_TRUE(Move("i", 2));
  EXPECT_EQ(newest().change(), storage::v1::CHANGE_UPDATED);
  EXPECT_EQ(Score(), 9);
  EXPECT_EQ(newest().feedback().client_revision(), 10u);
  EXPECT_EQ(newest().feedback().import_id(), "");
  EXPECT_EQ(newest().feedback().revision(), 4u);
  EXPECT_EQ(newest().feedback().sequence(), 4u);
  EXPECT_EQ(newest().content_hash(), events_[0]->content_hash());
  EXPECT_EQ(newest().previous_sequence(), 3u);
  EXPECT_TRUE(newest().alerts(0).dismissed());
  ASSERT_TRUE(Move("i", 2, /*redo=*/true));
  EXPECT_EQ(Score(), 2);
  EXPECT_EQ(newest().feedback().import_id(), "i");
  EXPECT_EQ(newest().feedback().revision(), 5u);
  EXPECT_FALSE(newest().alerts(0).dismissed());
}

TEST_F(DecideImportTest, WhatItLeftOutCountsAgainUnderTheSameRevision) {
  Submit(9, "");
  ASSERT_TRUE(LeaveOut("i"));
  EXPECT_EQ(newest().feedback().exclusion().kind(), v1::EXCLUSION_KIND_IMPORT);
  EXPECT_EQ(newest().feedback().exclusion().reason(), "a preview");
  EXPECT_EQ(newest().feedback().exclusion().import_id(), "");
  ASSERT_TRUE(Move("i", 2));
  EXPECT_EQ(newest().change(), storage::v1::CHANGE_RESTORED);
  EXPECT_FALSE(newest().feedback().has_exclusion());
  EXPECT_TRUE(newest().excluded_before());
  EXPECT_EQ(newest().feedback().revision(), 1u);
  EXPECT_EQ(newest().feedback().sequence(), 1u);
  ASSERT_TRUE(Move("i", 2, /*redo=*/true));
  EXPECT_EQ(newest().change(), storage::v1::CHANGE_EXCLUDED);
  EXPECT_EQ(newest().feedback().exclusion().reason(), "a preview");
}

TEST_F(DecideImportTest, LeavingOutLeavesOtherExclusionsAsTheyAre) {
  Submit(9, "");
  Take(**ExcludedEvent({.kind = v1::EXCLUSION_KIND_MANUAL, .reason = "no"}, Now(), Next()));
  EXPECT_FALSE(LeaveOut("i"));
}

TEST_F(DecideImportTest, WhatAHumanTouchedSinceIsLeftAlone) {
  Submit(9, "");
  Submit(1, "i");
  Take(**ExcludedEvent({.kind = v1::EXCLUSION_KIND_SPAM, .reason = "spam"}, Now(), Next()));
  EXPECT_FALSE(Move("i", 2));
  EXPECT_FALSE(out_);
  Take(**RestoredEvent(Now(), Next(), NoScore));
  EXPECT_FALSE(Move("i", 2));
  EXPECT_FALSE(out_);
}

TEST_F(DecideImportTest, WhatAHumanDidBeforeStandsAgain) {
  Submit(9, "");
  Take(**ExcludedEvent({.kind = v1::EXCLUSION_KIND_SPAM, .reason = "spam"}, Now(), Next()));
  Submit(1, "i");
  EXPECT_TRUE(newest().feedback().has_exclusion());
  ASSERT_TRUE(Move("i", 3));
  EXPECT_EQ(Score(), 9);
  EXPECT_EQ(newest().feedback().exclusion().reason(), "spam");
}

TEST_F(DecideImportTest, WhatANewerImportStandsOnIsUndoneWithIt) {
  Submit(9, "");
  Submit(1, "i");
  Submit(5, "j");
  EXPECT_FALSE(Move("i", 2));
  EXPECT_FALSE(out_);
  ASSERT_TRUE(Move("j", 3));
  EXPECT_TRUE(out_);
  EXPECT_EQ(Score(), 9);  // not what i brought
  ASSERT_TRUE(Move("i", 2, /*redo=*/true));
  EXPECT_EQ(Score(), 1);
  ASSERT_TRUE(Move("j", 3, /*redo=*/true));
  EXPECT_EQ(Score(), 5);
}

TEST_F(DecideImportTest, WhatIsNewAfterAnUndoStandsOnWhatThatLeft) {
  Submit(1, "i");
  Move("i", 1);
  Submit(9, "k");
  EXPECT_FALSE(newest().feedback().has_exclusion());
  EXPECT_FALSE(Move("i", 1, /*redo=*/true));
  EXPECT_EQ(Score(), 9);
  ASSERT_TRUE(Move("k", 3));
  EXPECT_EQ(Score(), 1);
  EXPECT_FALSE(newest().feedback().has_exclusion());
}

TEST_F(DecideImportTest, WhatWasLoggedBeforeTracesWereKeptIsUndoneToo) {
  const auto without_trace = [&] {
    auto event = std::make_shared<FeedbackEvent>(newest());
    event->clear_import_trace();
    events_.back() = std::move(event);
  };
  Submit(9, "");
  Submit(1, "i");
  without_trace();
  Submit(2, "i");
  without_trace();
  // What an undo made of it then.
  const auto undone = ExcludedEvent(
      {.kind = v1::EXCLUSION_KIND_IMPORT, .reason = "the import i was undone"}, Now(), Next());
  Take(**undone);
  auto event = std::make_shared<FeedbackEvent>(newest());
  event->mutable_feedback()->mutable_exclusion()->set_import_id("i");
  events_.back() = std::move(event);
  ASSERT_TRUE(Move("i", 2, /*redo=*/true));
  EXPECT_EQ(Score(), 2);
  EXPECT_FALSE(newest().feedback().has_exclusion());
  ASSERT_TRUE(Move("i", 2));
  EXPECT_EQ(Score(), 9);
}

TEST_F(DecideImportTest, ALongRunCostsNoMoreToUndo) {
  Submit(9, "");
  for (int i = 0; i < 1000; ++i) Submit(i % 7, "i");
  ASSERT_TRUE(Move("i", 2));
  EXPECT_EQ(Score(), 9);
  EXPECT_LE(reads_, 2);
}

}  // namespace
}  // namespace voc::ingest
