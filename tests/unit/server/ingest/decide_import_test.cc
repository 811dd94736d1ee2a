#include "server/ingest/decide_import.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "server/views/known_from_event.h"

namespace voc::ingest {
namespace {

using storage::v1::FeedbackEvent;

constexpr base::TimeNs kNow = 1'760'000'000 * base::kNsPerSecond;
constexpr Moment kLater = {.sequence = 9, .now = kNow};

absl::StatusOr<std::optional<int32_t>> NoScore(const v1::Feedback&) { return std::nullopt; }

// A detractor that event 5 of the import brought, with its alert.
FeedbackEvent Brought(const std::string& import_id) {
  FeedbackEvent event;
  event.set_change(storage::v1::CHANGE_CREATED);
  v1::Feedback& feedback = *event.mutable_feedback();
  feedback.set_source_id("app");
  feedback.set_submission_id("1");
  feedback.set_sequence(5);
  feedback.set_import_id(import_id);
  feedback.mutable_response()->set_metric(v1::METRIC_NPS);
  feedback.mutable_response()->set_scale_points(11);
  feedback.mutable_response()->set_score(1);
  storage::v1::AlertMark& alert = *event.add_alerts();
  alert.set_rule_id("nps-detractor");
  alert.set_version(1);
  alert.set_sequence(5);
  return event;
}

UndoCommand Undo(bool redo = false) {
  return {.import_id = "i", .read = nullptr, .read_sequence = 5, .redo = redo};
}

std::optional<FeedbackEvent> Decide(const UndoCommand& command, const FeedbackEvent& current) {
  const auto event = UndoneEvent(command, {.event = &current, .sequence = 5}, kLater, NoScore);
  EXPECT_TRUE(event.ok()) << event.status();
  return event.ok() ? *event : std::nullopt;
}

TEST(DecideImportTest, AnUndoTakesOutAndSaysWhoseDoingItIs) {
  const std::optional<FeedbackEvent> undone = Decide(Undo(), Brought("i"));
  ASSERT_TRUE(undone.has_value());
  const v1::Exclusion& exclusion = undone->feedback().exclusion();
  EXPECT_EQ(exclusion.kind(), v1::EXCLUSION_KIND_IMPORT);
  EXPECT_EQ(exclusion.import_id(), "i");
  EXPECT_EQ(exclusion.reason(), "the import i was undone");
  EXPECT_EQ(undone->change(), storage::v1::CHANGE_EXCLUDED);
  EXPECT_EQ(undone->feedback().sequence(), 5u);
  ASSERT_EQ(undone->alerts_size(), 1);
  EXPECT_TRUE(undone->alerts(0).dismissed());
  EXPECT_EQ(undone->alerts(0).note(), "excluded (import): the import i was undone");
  EXPECT_TRUE(views::KnownFromEvent(*undone, 9).excluded_by_import);
  // Twice is once.
  EXPECT_FALSE(Decide(Undo(), *undone).has_value());
}

TEST(DecideImportTest, ARedoPutsBackWhatThatTookOutAlone) {
  EXPECT_FALSE(Decide(Undo(true), Brought("i")).has_value());
  const FeedbackEvent undone = *Decide(Undo(), Brought("i"));
  const std::optional<FeedbackEvent> redone = Decide(Undo(true), undone);
  ASSERT_TRUE(redone.has_value());
  EXPECT_FALSE(redone->feedback().has_exclusion());
  EXPECT_FALSE(redone->alerts(0).dismissed());
  FeedbackEvent other = undone;
  other.mutable_feedback()->mutable_exclusion()->set_import_id("j");
  EXPECT_FALSE(Decide(Undo(true), other).has_value());
  other.mutable_feedback()->mutable_exclusion()->clear_import_id();  // left out
  EXPECT_FALSE(Decide(Undo(true), other).has_value());
}

TEST(DecideImportTest, WhatChangedSinceOrIsOutIsLeftAlone) {
  FeedbackEvent changed = Brought("");
  changed.mutable_feedback()->set_sequence(7);
  EXPECT_FALSE(Decide(Undo(), changed).has_value());
  // Newer content of the same import is for the event that brought it.
  changed.mutable_feedback()->set_import_id("i");
  EXPECT_FALSE(Decide(Undo(), changed).has_value());
  FeedbackEvent excluded = Brought("i");
  excluded.mutable_feedback()->mutable_exclusion()->set_kind(v1::EXCLUSION_KIND_SPAM);
  EXPECT_FALSE(Decide(Undo(), excluded).has_value());
}

TEST(DecideImportTest, LeavingOutLeavesOtherExclusionsAsTheyAre) {
  FeedbackEvent current = Brought("i");
  const LeaveOutCommand command{.reason = "a preview"};
  const auto left_out = LeftOutEvent(command, {.event = &current, .sequence = 5}, kLater);
  ASSERT_TRUE(left_out.ok() && left_out->has_value());
  EXPECT_EQ((*left_out)->feedback().exclusion().kind(), v1::EXCLUSION_KIND_IMPORT);
  EXPECT_EQ((*left_out)->feedback().exclusion().reason(), "a preview");
  // It is not undone when the import of the feedback is redone.
  EXPECT_EQ((*left_out)->feedback().exclusion().import_id(), "");
  current.mutable_feedback()->mutable_exclusion()->set_kind(v1::EXCLUSION_KIND_MANUAL);
  const auto kept = LeftOutEvent(command, {.event = &current, .sequence = 5}, kLater);
  ASSERT_TRUE(kept.ok());
  EXPECT_FALSE(kept->has_value());
}

}  // namespace
}  // namespace voc::ingest
