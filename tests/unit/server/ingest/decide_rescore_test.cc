#include "server/ingest/decide_rescore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "server/alerts/alert.h"
#include "server/alerts/lifecycle.h"
#include "server/ingest/annotation.h"
#include "server/ingest/decide_correction.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr base::TimeNs kNow = 1'760'000'000 * base::kNsPerSecond;
constexpr store::Sequence kRead = 7;
constexpr Moment kMoment{.sequence = 20, .now = kNow};

absl::StatusOr<std::optional<int32_t>> NoScore(const v1::Feedback&) { return std::nullopt; }

// A review collected an hour ago, in which model 1 heard nothing bad.
storage::v1::FeedbackEvent Review() {
  storage::v1::FeedbackEvent event;
  event.set_change(storage::v1::CHANGE_CREATED);
  v1::Feedback& feedback = *event.mutable_feedback();
  feedback.set_sequence(kRead);
  feedback.set_revision(1);
  feedback.set_language("en");
  feedback.mutable_mention()->set_body("slow");
  base::SetTimestamp(kNow - 3600 * base::kNsPerSecond, *feedback.mutable_collected_at());
  feedback.mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_NEUTRAL);
  feedback.mutable_sentiment()->set_model_version(1);
  return event;
}

v1::Annotation Heard(double score, uint32_t model_version) {
  v1::Annotation heard;
  heard.set_language("en");
  heard.mutable_sentiment()->set_score(score);
  heard.mutable_sentiment()->set_label(score < 0   ? v1::SENTIMENT_LABEL_NEGATIVE
                                       : score > 0 ? v1::SENTIMENT_LABEL_POSITIVE
                                                   : v1::SENTIMENT_LABEL_NEUTRAL);
  heard.mutable_sentiment()->set_model_version(model_version);
  return heard;
}

RescoreCommand Command(const storage::v1::FeedbackEvent& read, v1::Annotation heard) {
  return {.read = std::make_shared<storage::v1::FeedbackEvent>(read),
          .read_sequence = kRead,
          .heard = std::move(heard)};
}

std::optional<storage::v1::FeedbackEvent> Rescored(const RescoreCommand& command,
                                                   const storage::v1::FeedbackEvent& now,
                                                   store::Sequence sequence,
                                                   Moment moment = kMoment) {
  absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> event =
      RescoredEvent(command, {.event = &now, .sequence = sequence}, moment, NoScore);
  EXPECT_TRUE(event.ok()) << event.status();
  return *std::move(event);
}

TEST(DecideRescoreTest, TheTextIsHeardAnewAndNothingElseChanges) {
  const storage::v1::FeedbackEvent read = Review();
  const auto event = Rescored(Command(read, Heard(0.75, 2)), read, kRead);
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->change(), storage::v1::CHANGE_RESCORED);
  EXPECT_EQ(event->previous_sequence(), kRead);
  EXPECT_EQ(event->time_ns(), kNow);
  EXPECT_EQ(event->feedback().sentiment().score(), 0.75);
  EXPECT_EQ(event->feedback().sentiment().model_version(), 2u);
  EXPECT_EQ(event->feedback().revision(), 1u);
  EXPECT_EQ(event->feedback().sequence(), kRead);
  EXPECT_EQ(event->feedback().mention().body(), "slow");
}

TEST(DecideRescoreTest, HearingTheSameIsNoNews) {
  const storage::v1::FeedbackEvent read = Review();
  EXPECT_FALSE(Rescored(Command(read, Heard(0, 2)), read, kRead).has_value());
  EXPECT_FALSE(Rescored(Command(read, Heard(0.75, 1)), read, kRead).has_value());
}

TEST(DecideRescoreTest, AnUpdateWithAnotherTextWins) {
  const storage::v1::FeedbackEvent read = Review();
  storage::v1::FeedbackEvent updated = read;
  updated.mutable_feedback()->mutable_mention()->set_body("fast now");
  EXPECT_FALSE(Rescored(Command(read, Heard(-0.75, 2)), updated, 9).has_value());
}

TEST(DecideRescoreTest, ALanguageGivenMeanwhileWins) {
  const storage::v1::FeedbackEvent read = Review();
  storage::v1::FeedbackEvent updated = read;
  updated.set_language_given(true);
  EXPECT_FALSE(Rescored(Command(read, Heard(-0.75, 2)), updated, 9).has_value());
}

TEST(DecideRescoreTest, WhatLeftTheTextAsItIsIsHeardAnewAllTheSame) {
  const storage::v1::FeedbackEvent read = Review();
  storage::v1::FeedbackEvent excluded = read;
  excluded.mutable_feedback()->mutable_exclusion()->set_reason("r");
  const auto event = Rescored(Command(read, Heard(-0.75, 2)), excluded, 9);
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->previous_sequence(), 9u);
  EXPECT_TRUE(event->excluded_before());
  EXPECT_EQ(event->feedback().exclusion().reason(), "r");
  EXPECT_THAT(event->alerts(), IsEmpty());
  // An update that was heard by the versions that run has nothing to gain.
  storage::v1::FeedbackEvent updated = read;
  SetHeard(Heard(-0.75, 2), updated);
  EXPECT_FALSE(Rescored(Command(read, Heard(-0.75, 2)), updated, 9).has_value());
}

TEST(DecideRescoreTest, ACorrectionStaysOnTop) {
  storage::v1::FeedbackEvent read = Review();
  v1::Correction correction;
  correction.set_label(v1::SENTIMENT_LABEL_POSITIVE);
  correction.set_author("ann");
  SetCorrection(correction, *read.mutable_feedback());
  const auto event = Rescored(Command(read, Heard(-0.75, 2)), read, kRead);
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->feedback().sentiment().label(), v1::SENTIMENT_LABEL_POSITIVE);
  EXPECT_EQ(event->feedback().correction().heard().sentiment().score(), -0.75);
  EXPECT_THAT(event->alerts(), IsEmpty());
  const absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> withdrawn =
      WithdrawnEvent({.event = &*event, .sequence = 20}, {.sequence = 21, .now = kNow}, NoScore);
  ASSERT_TRUE(withdrawn.ok() && withdrawn->has_value());
  EXPECT_EQ((*withdrawn)->feedback().sentiment().score(), -0.75);
  EXPECT_EQ((*withdrawn)->feedback().sentiment().model_version(), 2u);
  EXPECT_EQ((*withdrawn)->alerts_size(), 1);
}

TEST(DecideRescoreTest, AlertsOfFreshFeedbackAreRaisedAndDismissed) {
  const storage::v1::FeedbackEvent read = Review();
  const auto raised = Rescored(Command(read, Heard(-0.75, 2)), read, kRead);
  ASSERT_TRUE(raised.has_value());
  ASSERT_EQ(raised->alerts_size(), 1);
  EXPECT_EQ(raised->alerts(0).rule_id(), "mention-negative");
  EXPECT_EQ(raised->alerts(0).sequence(), kMoment.sequence);
  EXPECT_FALSE(alerts::IsBackfill(*raised, raised->alerts(0)));
  RescoreCommand command = Command(*raised, Heard(0.75, 3));
  command.read_sequence = 20;
  const auto dismissed = Rescored(command, *raised, 20, {.sequence = 30, .now = kNow});
  ASSERT_TRUE(dismissed.has_value());
  EXPECT_TRUE(dismissed->alerts(0).dismissed());
  EXPECT_EQ(dismissed->alerts(0).sequence(), 30u);
}

TEST(DecideRescoreTest, OldFeedbackPagesNobody) {
  storage::v1::FeedbackEvent read = Review();
  base::SetTimestamp(kNow - alerts::kBackfillAgeNs - 1,
                     *read.mutable_feedback()->mutable_collected_at());
  const auto raised = Rescored(Command(read, Heard(-0.75, 2)), read, kRead);
  ASSERT_TRUE(raised.has_value());
  ASSERT_EQ(raised->alerts_size(), 1);
  EXPECT_FALSE(raised->backfill());
  EXPECT_TRUE(alerts::IsBackfill(*raised, raised->alerts(0)));
}

}  // namespace
}  // namespace voc::ingest
