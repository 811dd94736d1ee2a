#include "server/ingest/decide_correction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "google/protobuf/util/message_differencer.h"
#include "server/ingest/annotation.h"
#include "server/ingest/content_hash.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr base::TimeNs kNow = 1'760'000'000 * base::kNsPerSecond;

absl::StatusOr<std::optional<int32_t>> NoScore(const v1::Feedback&) { return std::nullopt; }

// One mention and its events, each a step after the one before.
class DecideCorrectionTest : public ::testing::Test {
 protected:
  DecideCorrectionTest() { Submit("slow and broken", -0.3); }

  // Submits the mention with what the machine hears in it.
  void Submit(const std::string& body, double score) {
    SubmitCommand command;
    command.event = std::make_shared<storage::v1::FeedbackEvent>();
    v1::Feedback& feedback = *command.event->mutable_feedback();
    feedback.set_source_id("reviews");
    feedback.set_submission_id("1");
    feedback.mutable_mention()->set_body(body);
    feedback.mutable_sentiment()->set_score(score);
    feedback.mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_NEGATIVE);
    feedback.mutable_sentiment()->set_model_version(3);
    feedback.add_themes("speed");
    command.id = FeedbackIdOf(feedback);
    command.content_hash = HashContent(feedback);
    const absl::Status completed = CompleteEvent(command, current(), moment(), NoScore);
    ASSERT_TRUE(completed.ok()) << completed;
    Take(*command.event);
  }

  bool Correct(const v1::Correction& correction) {
    return TakeIfAny(CorrectedEvent({.correction = correction}, current(), moment(), NoScore));
  }
  bool Withdraw() { return TakeIfAny(WithdrawnEvent(current(), moment(), NoScore)); }

  bool TakeIfAny(absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> event) {
    EXPECT_TRUE(event.ok()) << event.status();
    if (!event->has_value()) return false;
    EXPECT_EQ((*event)->previous_sequence(), sequence_);
    EXPECT_EQ((*event)->time_ns(), now_);
    Take(**std::move(event));
    return true;
  }

  void Take(storage::v1::FeedbackEvent event) {
    event_ = std::move(event);
    ++sequence_;
  }

  Current current() const {
    return {.event = event_.has_value() ? &*event_ : nullptr, .sequence = sequence_};
  }
  Moment moment() const { return {.sequence = sequence_ + 1, .now = now_}; }
  const v1::Feedback& feedback() const { return event_->feedback(); }

  static v1::Correction By(const std::string& author, v1::SentimentLabel label) {
    v1::Correction correction;
    correction.set_label(label);
    correction.set_author(author);
    return correction;
  }

  base::TimeNs now_ = kNow;
  store::Sequence sequence_ = 0;
  std::optional<storage::v1::FeedbackEvent> event_;
};

TEST_F(DecideCorrectionTest, ShowsWhatTheHumanSays) {
  now_ += base::kNsPerSecond;
  v1::Correction correction = By("ann", v1::SENTIMENT_LABEL_POSITIVE);
  correction.set_note("ironic");
  correction.mutable_themes()->add_names("humour");
  ASSERT_TRUE(Correct(correction));
  EXPECT_EQ(event_->change(), storage::v1::CHANGE_CORRECTED);
  EXPECT_EQ(feedback().sentiment().label(), v1::SENTIMENT_LABEL_POSITIVE);
  EXPECT_EQ(feedback().sentiment().score(), 1);
  EXPECT_THAT(feedback().themes(), ElementsAre("humour"));
  EXPECT_EQ(feedback().correction().author(), "ann");
  EXPECT_EQ(feedback().correction().note(), "ironic");
  EXPECT_EQ(base::FromTimestamp(feedback().correction().correct_time()), now_);
  EXPECT_EQ(feedback().correction().heard().sentiment().score(), -0.3);
  EXPECT_THAT(feedback().correction().heard().themes(), ElementsAre("speed"));
}

TEST_F(DecideCorrectionTest, RevisionAndSequenceStay) {
  ASSERT_TRUE(Correct(By("ann", v1::SENTIMENT_LABEL_POSITIVE)));
  EXPECT_EQ(feedback().revision(), 1u);
  EXPECT_EQ(feedback().sequence(), 1u);
  ASSERT_TRUE(Withdraw());
  EXPECT_EQ(feedback().revision(), 1u);
  EXPECT_EQ(feedback().sequence(), 1u);
}

TEST_F(DecideCorrectionTest, SayingTheSameAgainIsNoEvent) {
  ASSERT_TRUE(Correct(By("ann", v1::SENTIMENT_LABEL_POSITIVE)));
  now_ += base::kNsPerSecond;
  EXPECT_FALSE(Correct(By("ann", v1::SENTIMENT_LABEL_POSITIVE)));
  EXPECT_TRUE(Correct(By("bob", v1::SENTIMENT_LABEL_POSITIVE)));
  v1::Correction no_themes = By("bob", v1::SENTIMENT_LABEL_POSITIVE);
  no_themes.mutable_themes();
  EXPECT_TRUE(Correct(no_themes));
  EXPECT_FALSE(Correct(no_themes));
}

TEST_F(DecideCorrectionTest, AnotherCorrectionReplacesTheFirstWhole) {
  v1::Correction themes = By("ann", v1::SENTIMENT_LABEL_UNSPECIFIED);
  themes.mutable_themes();
  ASSERT_TRUE(Correct(themes));
  EXPECT_THAT(feedback().themes(), IsEmpty());
  ASSERT_TRUE(Correct(By("bob", v1::SENTIMENT_LABEL_NEUTRAL)));
  EXPECT_THAT(feedback().themes(), ElementsAre("speed"));
}

TEST_F(DecideCorrectionTest, WithdrawingBringsTheMachineBack) {
  const v1::Feedback before = feedback();
  EXPECT_FALSE(Withdraw());
  ASSERT_TRUE(Correct(By("ann", v1::SENTIMENT_LABEL_POSITIVE)));
  ASSERT_TRUE(Withdraw());
  EXPECT_EQ(event_->change(), storage::v1::CHANGE_CORRECTION_WITHDRAWN);
  EXPECT_TRUE(MessageDifferencer::Equals(feedback(), before));
  EXPECT_FALSE(Withdraw());
}

TEST_F(DecideCorrectionTest, AlertsFollowTheHuman) {
  EXPECT_THAT(event_->alerts(), IsEmpty());  // -0.3 is not bad enough
  ASSERT_TRUE(Correct(By("ann", v1::SENTIMENT_LABEL_NEGATIVE)));
  ASSERT_EQ(event_->alerts_size(), 1);
  EXPECT_EQ(event_->alerts(0).rule_id(), "mention-negative");
  EXPECT_FALSE(event_->alerts(0).dismissed());
  ASSERT_TRUE(Correct(By("ann", v1::SENTIMENT_LABEL_NEUTRAL)));
  EXPECT_TRUE(event_->alerts(0).dismissed());
  EXPECT_EQ(event_->alerts(0).version(), 2u);
  ASSERT_TRUE(Correct(By("ann", v1::SENTIMENT_LABEL_NEGATIVE)));
  EXPECT_FALSE(event_->alerts(0).dismissed());
  ASSERT_TRUE(Withdraw());
  EXPECT_TRUE(event_->alerts(0).dismissed());
  EXPECT_EQ(event_->alerts(0).sequence(), sequence_);
}

TEST_F(DecideCorrectionTest, AnUpdateKeepsTheCorrectionUnlessTheTextIsAnother) {
  ASSERT_TRUE(Correct(By("ann", v1::SENTIMENT_LABEL_POSITIVE)));
  Submit("slow and broken", -0.6);  // heard by a newer model, say
  EXPECT_EQ(feedback().revision(), 2u);
  EXPECT_EQ(feedback().sentiment().score(), 1);
  EXPECT_EQ(feedback().correction().author(), "ann");
  EXPECT_EQ(feedback().correction().heard().sentiment().score(), -0.6);
  Submit("slow, broken, and I left", -0.7);
  EXPECT_FALSE(feedback().has_correction());
  EXPECT_EQ(feedback().sentiment().score(), -0.7);
}

TEST_F(DecideCorrectionTest, AnExclusionKeepsTheCorrection) {
  ASSERT_TRUE(Correct(By("ann", v1::SENTIMENT_LABEL_POSITIVE)));
  ASSERT_TRUE(TakeIfAny(
      ExcludedEvent({.kind = v1::EXCLUSION_KIND_TEST, .reason = "r"}, current(), moment())));
  EXPECT_EQ(feedback().sentiment().score(), 1);
  ASSERT_TRUE(Correct(By("bob", v1::SENTIMENT_LABEL_NEGATIVE)));
  EXPECT_TRUE(event_->excluded_before());
  EXPECT_TRUE(feedback().has_exclusion());
  EXPECT_THAT(event_->alerts(), IsEmpty());
  ASSERT_TRUE(TakeIfAny(RestoredEvent(current(), moment(), NoScore)));
  EXPECT_EQ(feedback().correction().author(), "bob");
  EXPECT_EQ(event_->alerts_size(), 1);
}

}  // namespace
}  // namespace voc::ingest
