#include "server/ingest/decide.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "server/ingest/content_hash.h"
#include "server/ingest/feedback_key.h"
#include "server/views/known_from_event.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

constexpr base::TimeNs kNow = 1'760'000'000 * base::kNsPerSecond;
constexpr base::TimeNs kHour = 3600 * base::kNsPerSecond;

struct Answer {
  int score = 5;
  std::optional<base::TimeNs> collected_at = std::nullopt;
  uint32_t client_revision = 0;
  std::string language = "";  // given or detected
  bool language_given = false;
};

SubmitCommand Command(const Answer& answer) {
  SubmitCommand command;
  command.event = std::make_shared<storage::v1::FeedbackEvent>();
  v1::Feedback& feedback = *command.event->mutable_feedback();
  feedback.set_source_id("app");
  feedback.set_submission_id("s1");
  feedback.set_client_revision(answer.client_revision);
  feedback.mutable_response()->set_metric(v1::METRIC_CSAT);
  feedback.mutable_response()->set_scale_points(5);
  feedback.mutable_response()->set_score(answer.score);
  command.id = FeedbackIdOf(feedback);
  command.content_hash = HashContent(feedback);
  command.event->set_content_hash(command.content_hash.data(), command.content_hash.size());
  feedback.set_feedback_id(command.id.ToHex());
  feedback.set_language(answer.language);
  command.language_given = answer.language_given;
  command.event->set_language_given(answer.language_given);
  if (answer.collected_at.has_value()) {
    base::SetTimestamp(*answer.collected_at, *feedback.mutable_collected_at());
  }
  return command;
}

absl::StatusOr<std::optional<int32_t>> NoScore(const v1::Feedback&) { return std::nullopt; }

// Decides commands one after the other on one key, as the committer would.
class DecideTest : public ::testing::Test {
 protected:
  v1::Outcome Submit(const Answer& answer) {
    SubmitCommand command = Command(answer);
    const v1::Outcome outcome = Judge(event_.has_value() ? &known_ : nullptr, command);
    if (outcome == v1::OUTCOME_CREATED || outcome == v1::OUTCOME_UPDATED) {
      const absl::Status completed =
          CompleteEvent(command, current(), {.sequence = sequence_ + 1, .now = now_}, NoScore);
      EXPECT_TRUE(completed.ok()) << completed;
      Take(*command.event);
    }
    return outcome;
  }

  bool Exclude(v1::ExclusionKind kind, std::string reason) {
    absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> event =
        ExcludedEvent({.kind = kind, .reason = std::move(reason)}, current(),
                      {.sequence = sequence_ + 1, .now = now_});
    EXPECT_TRUE(event.ok());
    if (!event->has_value()) return false;
    Take(**std::move(event));
    return true;
  }

  bool Restore() {
    absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> event =
        RestoredEvent(current(), {.sequence = sequence_ + 1, .now = now_}, NoScore);
    EXPECT_TRUE(event.ok());
    if (!event->has_value()) return false;
    Take(**std::move(event));
    return true;
  }

  void Take(absl::StatusOr<storage::v1::FeedbackEvent> event) {
    ASSERT_TRUE(event.ok()) << event.status();
    event_ = *std::move(event);
    known_ = views::KnownFromEvent(*event_, ++sequence_);
  }

  Current current() const {
    return {.event = event_.has_value() ? &*event_ : nullptr, .sequence = sequence_};
  }
  const v1::Feedback& feedback() const { return event_->feedback(); }
  base::TimeNs collected_at() const { return base::FromTimestamp(feedback().collected_at()); }

  base::TimeNs now_ = kNow;
  store::Sequence sequence_ = 0;
  std::optional<storage::v1::FeedbackEvent> event_;
  views::KnownFeedback known_;
};

TEST_F(DecideTest, ANewKeyIsCreated) {
  EXPECT_EQ(Submit({}), v1::OUTCOME_CREATED);
  EXPECT_EQ(feedback().revision(), 1u);
  EXPECT_EQ(feedback().sequence(), 1u);
  EXPECT_EQ(feedback().feedback_id(), Command({}).id.ToHex());
  EXPECT_EQ(base::FromTimestamp(feedback().ingested_at()), kNow);
  EXPECT_EQ(event_->previous_sequence(), 0u);
}

TEST_F(DecideTest, TheSameContentIsUnchanged) {
  Submit({.score = 4, .collected_at = kNow - kHour});
  EXPECT_EQ(Submit({.score = 4, .collected_at = kNow - kHour}), v1::OUTCOME_UNCHANGED);
}

TEST_F(DecideTest, GivingTheLanguageThatWasDetectedIsUnchanged) {
  Submit({.language = "en"});
  EXPECT_EQ(Submit({.language = "en", .language_given = true}), v1::OUTCOME_UNCHANGED);
  EXPECT_EQ(Submit({.language = "en"}), v1::OUTCOME_UNCHANGED);
  EXPECT_EQ(Submit({.language = "sv", .language_given = true}), v1::OUTCOME_UPDATED);
  EXPECT_EQ(Submit({.language = "en"}), v1::OUTCOME_UPDATED);
}

TEST_F(DecideTest, OtherContentUpdates) {
  Submit({.score = 4});
  now_ += kHour;
  EXPECT_EQ(Submit({.score = 3}), v1::OUTCOME_UPDATED);
  EXPECT_EQ(feedback().revision(), 2u);
  EXPECT_EQ(feedback().sequence(), 2u);
  EXPECT_EQ(event_->previous_sequence(), 1u);
  EXPECT_EQ(base::FromTimestamp(feedback().ingested_at()), now_);
}

TEST_F(DecideTest, AnAbsentTimeIsThatOfIngestionForANewKey) {
  Submit({});
  EXPECT_EQ(collected_at(), kNow);
  EXPECT_FALSE(event_->collected_at_claimed());
}

TEST_F(DecideTest, AnAbsentTimeKeepsTheStoredTimeOfAKnownKey) {
  Submit({.score = 4, .collected_at = kNow - kHour});
  EXPECT_EQ(Submit({.score = 5}), v1::OUTCOME_UPDATED);
  EXPECT_EQ(collected_at(), kNow - kHour);
}

TEST_F(DecideTest, ARepeatWithoutATimeHasTheStoredTimeAsItsContent) {
  Submit({.score = 4, .collected_at = kNow - kHour});
  EXPECT_EQ(Submit({.score = 4}), v1::OUTCOME_UNCHANGED);
  now_ += kHour;
  EXPECT_EQ(Submit({.score = 4}), v1::OUTCOME_UNCHANGED);
}

TEST_F(DecideTest, AStoredTimeOnceClaimedStaysClaimed) {
  Submit({.score = 4, .collected_at = kNow - kHour});
  Submit({.score = 5});
  EXPECT_TRUE(event_->collected_at_claimed());
  EXPECT_EQ(Submit({.score = 3, .collected_at = kNow - 2 * kHour}), v1::OUTCOME_SUPERSEDED);
}

TEST_F(DecideTest, AStrictlyOlderClaimedTimeIsSuperseded) {
  Submit({.score = 4, .collected_at = kNow});
  EXPECT_EQ(Submit({.score = 5, .collected_at = kNow - 1}), v1::OUTCOME_SUPERSEDED);
  EXPECT_EQ(Submit({.score = 5, .collected_at = kNow}), v1::OUTCOME_UPDATED);
  EXPECT_EQ(Submit({.score = 5, .collected_at = kNow + 1}), v1::OUTCOME_UPDATED);
}

TEST_F(DecideTest, ATimeTheServerGaveSupersedesNothing) {
  Submit({.score = 4});
  EXPECT_EQ(Submit({.score = 5, .collected_at = kNow - 1000 * kHour}), v1::OUTCOME_UPDATED);
  EXPECT_EQ(collected_at(), kNow - 1000 * kHour);
  EXPECT_TRUE(event_->collected_at_claimed());
}

TEST_F(DecideTest, ASmallerClientRevisionIsSupersededWhereBothHaveOne) {
  Submit({.score = 4, .client_revision = 5});
  EXPECT_EQ(Submit({.score = 5, .client_revision = 4}), v1::OUTCOME_SUPERSEDED);
  EXPECT_EQ(Submit({.score = 5, .client_revision = 5}), v1::OUTCOME_UPDATED);
  EXPECT_EQ(Submit({.score = 5, .client_revision = 6}), v1::OUTCOME_UPDATED);
}

TEST_F(DecideTest, ClientRevisionAloneDecidesWhereBothHaveOne) {
  Submit({.score = 4, .collected_at = kNow, .client_revision = 5});
  EXPECT_EQ(Submit({.score = 5, .collected_at = kNow - kHour, .client_revision = 6}),
            v1::OUTCOME_UPDATED);
  EXPECT_EQ(Submit({.score = 4, .collected_at = kNow + kHour, .client_revision = 5}),
            v1::OUTCOME_SUPERSEDED);
}

TEST_F(DecideTest, TimeDecidesWhereOnlyOneSideHasAClientRevision) {
  Submit({.score = 4, .collected_at = kNow, .client_revision = 5});
  EXPECT_EQ(Submit({.score = 5, .collected_at = kNow - 1}), v1::OUTCOME_SUPERSEDED);
  EXPECT_EQ(Submit({.score = 5, .collected_at = kNow + 1}), v1::OUTCOME_UPDATED);
}

TEST_F(DecideTest, WhatAnImportTookOutIsLiftedByWhateverComes) {
  const auto outcome_after = [this](const Answer& answer) {
    Submit({.score = 4, .collected_at = kNow, .client_revision = 5});
    Exclude(v1::EXCLUSION_KIND_IMPORT, "the import was undone");
    EXPECT_TRUE(known_.excluded_by_import);
    const v1::Outcome outcome = Submit(answer);
    EXPECT_FALSE(feedback().has_exclusion());
    EXPECT_TRUE(event_->excluded_before());
    return outcome;
  };
  // The same, older by time, and older by revision.
  EXPECT_EQ(outcome_after({.score = 4, .collected_at = kNow, .client_revision = 5}),
            v1::OUTCOME_UPDATED);
  EXPECT_EQ(outcome_after({.score = 3, .collected_at = kNow - kHour}), v1::OUTCOME_UPDATED);
  EXPECT_EQ(collected_at(), kNow - kHour);
  EXPECT_EQ(outcome_after({.score = 3, .client_revision = 1}), v1::OUTCOME_UPDATED);
}

TEST_F(DecideTest, AnUpdateKeepsTheExclusion) {
  Submit({.score = 4});
  EXPECT_TRUE(Exclude(v1::EXCLUSION_KIND_TEST, "mine"));
  EXPECT_EQ(Submit({.score = 5}), v1::OUTCOME_UPDATED);
  EXPECT_EQ(feedback().exclusion().reason(), "mine");
  EXPECT_TRUE(event_->excluded_before());
}

TEST_F(DecideTest, ExcludingChangesNeitherRevisionNorSequence) {
  Submit({.score = 4});
  EXPECT_TRUE(Exclude(v1::EXCLUSION_KIND_TEST, "mine"));
  EXPECT_EQ(feedback().revision(), 1u);
  EXPECT_EQ(feedback().sequence(), 1u);
  EXPECT_EQ(sequence_, 2u);
  EXPECT_TRUE(Restore());
  EXPECT_EQ(feedback().revision(), 1u);
  EXPECT_EQ(feedback().sequence(), 1u);
  EXPECT_FALSE(feedback().has_exclusion());
}

TEST_F(DecideTest, ExcludingAgainReplacesKindAndReason) {
  Submit({.score = 4});
  EXPECT_TRUE(Exclude(v1::EXCLUSION_KIND_TEST, "mine"));
  EXPECT_FALSE(Exclude(v1::EXCLUSION_KIND_TEST, "mine"));
  EXPECT_TRUE(Exclude(v1::EXCLUSION_KIND_SPAM, "a bot"));
  EXPECT_EQ(feedback().exclusion().kind(), v1::EXCLUSION_KIND_SPAM);
  EXPECT_EQ(feedback().exclusion().reason(), "a bot");
}

TEST_F(DecideTest, RestoringWhatIsNotExcludedChangesNothing) {
  Submit({.score = 4});
  EXPECT_FALSE(Restore());
  EXPECT_EQ(sequence_, 1u);
}

TEST_F(DecideTest, ARepeatOfExcludedFeedbackIsUnchanged) {
  Submit({.score = 4});
  Exclude(v1::EXCLUSION_KIND_TEST, "mine");
  EXPECT_EQ(Submit({.score = 4}), v1::OUTCOME_UNCHANGED);
}

TEST_F(DecideTest, FeedbackOlderThanThreeDaysAtIngestionIsBackfill) {
  Submit({.score = 1, .collected_at = kNow - 72 * kHour});
  EXPECT_FALSE(event_->backfill());
  event_.reset();
  Submit({.score = 1, .collected_at = kNow - 72 * kHour - 1});
  EXPECT_TRUE(event_->backfill());
  // A correction years later is still about what was imported then.
  Submit({.score = 2, .collected_at = kNow});
  EXPECT_TRUE(event_->backfill());
}

TEST_F(DecideTest, AlertsFollowCorrectionsExclusionsAndRestorations) {
  Submit({.score = 1});
  ASSERT_EQ(event_->alerts_size(), 1);
  EXPECT_EQ(event_->alerts(0).version(), 1u);
  EXPECT_FALSE(event_->alerts(0).dismissed());
  Submit({.score = 5});
  EXPECT_EQ(event_->alerts(0).version(), 2u);
  EXPECT_TRUE(event_->alerts(0).dismissed());
  Submit({.score = 2});
  EXPECT_EQ(event_->alerts(0).version(), 3u);
  EXPECT_FALSE(event_->alerts(0).dismissed());
  Exclude(v1::EXCLUSION_KIND_TEST, "mine");
  EXPECT_EQ(event_->alerts(0).version(), 4u);
  EXPECT_TRUE(event_->alerts(0).dismissed());
  Restore();
  EXPECT_EQ(event_->alerts(0).version(), 5u);
  EXPECT_FALSE(event_->alerts(0).dismissed());
}

}  // namespace
}  // namespace voc::ingest
