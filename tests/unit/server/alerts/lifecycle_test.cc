#include "server/alerts/lifecycle.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "server/alerts/rules.h"
#include "storage/base/time.h"

namespace voc::alerts {
namespace {

using storage::v1::AlertMark;
using storage::v1::FeedbackEvent;

constexpr char kCorrected[] = "the corrected feedback no longer matches the rule";

// One feedback and its events, each a step after the one before.
class LifecycleTest : public testing::Test {
 protected:
  LifecycleTest() {
    event_.mutable_feedback()->mutable_response()->set_metric(v1::METRIC_NPS);
    event_.mutable_feedback()->mutable_response()->set_scale_points(11);
  }

  void SetScore(int score) { event_.mutable_feedback()->mutable_response()->set_score(score); }

  void Exclude(v1::ExclusionKind kind, const std::string& reason) {
    event_.mutable_feedback()->mutable_exclusion()->set_kind(kind);
    event_.mutable_feedback()->mutable_exclusion()->set_reason(reason);
  }

  void Restore() { event_.mutable_feedback()->clear_exclusion(); }

  // Logs the feedback as it stands now.
  void Log() {
    const FeedbackEvent before = event_;
    sequence_ += 10;
    event_.set_time_ns(static_cast<int64_t>(1000 * sequence_));
    const absl::Status status = AdvanceMarks(
        sequence_ == 10 ? nullptr : &before, sequence_,
        [this](const v1::Feedback&) {
          ++asked_;
          return previous_score_;
        },
        event_);
    ASSERT_TRUE(status.ok()) << status;
  }

  const AlertMark& mark() const { return event_.alerts(0); }

  FeedbackEvent event_;
  uint64_t sequence_ = 0;
  int asked_ = 0;
  absl::StatusOr<std::optional<int32_t>> previous_score_ = std::nullopt;
};

TEST_F(LifecycleTest, NoMatchRaisesNothing) {
  SetScore(9);
  Log();
  EXPECT_EQ(event_.alerts_size(), 0);
  EXPECT_EQ(asked_, 0);
}

TEST_F(LifecycleTest, AMatchRaisesVersionOne) {
  SetScore(3);
  previous_score_ = 8;
  Log();
  ASSERT_EQ(event_.alerts_size(), 1);
  EXPECT_EQ(mark().rule_id(), "nps-detractor");
  EXPECT_EQ(mark().version(), 1u);
  EXPECT_FALSE(mark().dismissed());
  EXPECT_EQ(mark().note(), "");
  EXPECT_EQ(mark().sequence(), 10u);
  EXPECT_EQ(mark().create_time_ns(), 10'000);
  ASSERT_TRUE(mark().has_previous_score());
  EXPECT_EQ(mark().previous_score(), 8);
  EXPECT_EQ(asked_, 1);
}

TEST_F(LifecycleTest, NoPreviousScoreIsAbsent) {
  SetScore(3);
  Log();
  EXPECT_FALSE(mark().has_previous_score());
}

TEST_F(LifecycleTest, ACorrectionThatStillMatchesIsTheNextVersion) {
  SetScore(3);
  previous_score_ = 8;
  Log();
  SetScore(2);
  Log();
  ASSERT_EQ(event_.alerts_size(), 1);
  EXPECT_EQ(mark().version(), 2u);
  EXPECT_FALSE(mark().dismissed());
  EXPECT_EQ(mark().sequence(), 20u);
  EXPECT_EQ(mark().create_time_ns(), 10'000);
  EXPECT_EQ(mark().previous_score(), 8);
  EXPECT_EQ(asked_, 1);
}

TEST_F(LifecycleTest, ACorrectionThatNoLongerMatchesDismisses) {
  SetScore(3);
  Log();
  SetScore(9);
  Log();
  ASSERT_EQ(event_.alerts_size(), 1);
  EXPECT_EQ(mark().version(), 2u);
  EXPECT_TRUE(mark().dismissed());
  EXPECT_EQ(mark().note(), kCorrected);
  EXPECT_EQ(mark().sequence(), 20u);
}

TEST_F(LifecycleTest, AnotherCorrectionThatDoesNotMatchCarriesTheMarkOver) {
  SetScore(3);
  Log();
  SetScore(9);
  Log();
  SetScore(10);
  Log();
  EXPECT_EQ(mark().version(), 2u);
  EXPECT_EQ(mark().sequence(), 20u);
}

TEST_F(LifecycleTest, ACorrectionThatMatchesAgainReopens) {
  SetScore(3);
  previous_score_ = 8;
  Log();
  SetScore(9);
  Log();
  SetScore(4);
  previous_score_ = 7;
  Log();
  EXPECT_EQ(mark().version(), 3u);
  EXPECT_FALSE(mark().dismissed());
  EXPECT_EQ(mark().note(), "");
  EXPECT_EQ(mark().sequence(), 30u);
  EXPECT_EQ(mark().create_time_ns(), 10'000);
  EXPECT_EQ(mark().previous_score(), 7);
  EXPECT_EQ(asked_, 2);
}

TEST_F(LifecycleTest, AnExclusionDismissesWithItsReason) {
  SetScore(3);
  Log();
  Exclude(v1::EXCLUSION_KIND_TEST, "tried out");
  Log();
  EXPECT_EQ(mark().version(), 2u);
  EXPECT_TRUE(mark().dismissed());
  EXPECT_EQ(mark().note(), "excluded (test): tried out");
  EXPECT_EQ(asked_, 1);
}

TEST_F(LifecycleTest, EveryKindOfExclusionHasItsName) {
  SetScore(3);
  Log();
  for (const auto& [kind, name] :
       std::map<v1::ExclusionKind, std::string>{{v1::EXCLUSION_KIND_TEST, "test"},
                                                {v1::EXCLUSION_KIND_INTERNAL, "internal"},
                                                {v1::EXCLUSION_KIND_SPAM, "spam"},
                                                {v1::EXCLUSION_KIND_DUPLICATE, "duplicate"},
                                                {v1::EXCLUSION_KIND_MANUAL, "manual"}}) {
    Exclude(kind, "r");
    Log();
    EXPECT_EQ(mark().note(), absl::StrCat("excluded (", name, "): r"));
  }
}

TEST_F(LifecycleTest, ExcludingAgainForAnotherReasonIsTheNextVersion) {
  SetScore(3);
  Log();
  Exclude(v1::EXCLUSION_KIND_TEST, "a");
  Log();
  Exclude(v1::EXCLUSION_KIND_SPAM, "b");
  Log();
  EXPECT_EQ(mark().version(), 3u);
  EXPECT_EQ(mark().note(), "excluded (spam): b");
  EXPECT_EQ(mark().sequence(), 30u);
}

TEST_F(LifecycleTest, ACorrectionWhileExcludedCarriesTheMarkOver) {
  SetScore(3);
  Log();
  Exclude(v1::EXCLUSION_KIND_TEST, "a");
  Log();
  SetScore(9);
  Log();
  EXPECT_EQ(mark().version(), 2u);
  EXPECT_EQ(mark().note(), "excluded (test): a");
  EXPECT_EQ(mark().sequence(), 20u);
}

TEST_F(LifecycleTest, ARestorationReopens) {
  SetScore(3);
  Log();
  Exclude(v1::EXCLUSION_KIND_TEST, "a");
  Log();
  Restore();
  Log();
  EXPECT_EQ(mark().version(), 3u);
  EXPECT_FALSE(mark().dismissed());
  EXPECT_EQ(mark().note(), "");
}

TEST_F(LifecycleTest, ARestorationOfWhatNoLongerMatchesSaysSo) {
  SetScore(3);
  Log();
  Exclude(v1::EXCLUSION_KIND_TEST, "a");
  Log();
  SetScore(9);
  Log();
  Restore();
  Log();
  EXPECT_EQ(mark().version(), 3u);
  EXPECT_TRUE(mark().dismissed());
  EXPECT_EQ(mark().note(), kCorrected);
  EXPECT_EQ(mark().sequence(), 40u);
}

TEST_F(LifecycleTest, WhatBeginsToMatchWhileExcludedIsRaisedByTheRestoration) {
  SetScore(9);
  Log();
  Exclude(v1::EXCLUSION_KIND_TEST, "a");
  Log();
  SetScore(3);
  Log();
  EXPECT_EQ(event_.alerts_size(), 0);
  Restore();
  Log();
  ASSERT_EQ(event_.alerts_size(), 1);
  EXPECT_EQ(mark().version(), 1u);
  EXPECT_EQ(mark().create_time_ns(), 40'000);
}

TEST_F(LifecycleTest, TwoRulesAreInOrderAndAskOnce) {
  v1::Mention& mention = *event_.mutable_feedback()->mutable_mention();
  mention.set_rating(1);
  mention.set_rating_max(5);
  event_.mutable_feedback()->mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_NEGATIVE);
  event_.mutable_feedback()->mutable_sentiment()->set_score(-0.9);
  Log();
  ASSERT_EQ(event_.alerts_size(), 2);
  EXPECT_EQ(event_.alerts(0).rule_id(), "review-low");
  EXPECT_EQ(event_.alerts(1).rule_id(), "mention-negative");
  EXPECT_EQ(asked_, 1);

  // One of them goes, the other stays.
  mention.set_rating(5);
  Log();
  ASSERT_EQ(event_.alerts_size(), 2);
  EXPECT_TRUE(event_.alerts(0).dismissed());
  EXPECT_FALSE(event_.alerts(1).dismissed());
}

TEST_F(LifecycleTest, AFeedbackThatChangesItsKindMovesToAnotherRule) {
  SetScore(3);
  Log();
  event_.mutable_feedback()->mutable_mention()->set_rating(1);
  event_.mutable_feedback()->mutable_mention()->set_rating_max(5);
  Log();
  ASSERT_EQ(event_.alerts_size(), 2);
  EXPECT_EQ(event_.alerts(0).rule_id(), "nps-detractor");
  EXPECT_TRUE(event_.alerts(0).dismissed());
  EXPECT_EQ(event_.alerts(1).rule_id(), "review-low");
  EXPECT_EQ(event_.alerts(1).version(), 1u);
}

// A mention and what is heard in it.
class RescoreLifeTest : public LifecycleTest {
 protected:
  RescoreLifeTest() {
    event_.mutable_feedback()->mutable_mention()->set_rating(1);
    event_.mutable_feedback()->mutable_mention()->set_rating_max(5);
    base::SetTimestamp(0, *event_.mutable_feedback()->mutable_collected_at());
  }

  void Hear(double score, storage::v1::Change change = storage::v1::CHANGE_RESCORED) {
    event_.mutable_feedback()->mutable_sentiment()->set_label(
        score < 0 ? v1::SENTIMENT_LABEL_NEGATIVE : v1::SENTIMENT_LABEL_POSITIVE);
    event_.mutable_feedback()->mutable_sentiment()->set_score(score);
    event_.set_change(change);
    Log();
  }

  const AlertMark& low() const { return event_.alerts(0); }
  const AlertMark& negative() const { return event_.alerts(1); }
};

TEST_F(RescoreLifeTest, ARescoreOnlyRaisesAndDismisses) {
  Hear(0.5, storage::v1::CHANGE_CREATED);
  ASSERT_EQ(event_.alerts_size(), 1);
  Hear(-0.9);
  ASSERT_EQ(event_.alerts_size(), 2);
  EXPECT_EQ(low().version(), 1u);
  EXPECT_EQ(low().sequence(), 10u);
  EXPECT_EQ(negative().version(), 1u);
  EXPECT_FALSE(negative().backfill());
  Hear(-0.8);
  EXPECT_EQ(negative().version(), 1u);
  EXPECT_EQ(negative().sequence(), 20u);
  Hear(0.5);
  EXPECT_TRUE(negative().dismissed());
  EXPECT_EQ(negative().note(), "heard anew, the text no longer matches the rule");
  Hear(0.6);
  EXPECT_EQ(negative().version(), 2u);
  EXPECT_EQ(low().version(), 1u);
}

TEST_F(RescoreLifeTest, WhatALateRescoreRaisesIsBackfillUntilSomebodyRaisesItAgain) {
  Hear(0.5, storage::v1::CHANGE_CREATED);
  base::SetTimestamp(-kBackfillAgeNs, *event_.mutable_feedback()->mutable_collected_at());
  Hear(-0.9);
  EXPECT_FALSE(low().backfill());
  EXPECT_TRUE(negative().backfill());
  // Whoever was not told of it is not told of its end.
  Exclude(v1::EXCLUSION_KIND_TEST, "r");
  Hear(-0.9, storage::v1::CHANGE_EXCLUDED);
  EXPECT_TRUE(negative().dismissed());
  EXPECT_TRUE(negative().backfill());
  EXPECT_FALSE(low().backfill());
  Restore();
  Hear(-0.9, storage::v1::CHANGE_RESTORED);
  EXPECT_FALSE(negative().dismissed());
  EXPECT_FALSE(negative().backfill());
  // Who was told of an alert is told of its end, however late.
  Hear(0.5);
  EXPECT_TRUE(negative().dismissed());
  EXPECT_FALSE(negative().backfill());
}

TEST_F(LifecycleTest, AnErrorOfThePreviousScoreIsReturned) {
  SetScore(3);
  const absl::Status status = AdvanceMarks(
      nullptr, 1,
      [](const v1::Feedback&) -> absl::StatusOr<std::optional<int32_t>> {
        return absl::DataLossError("broken");
      },
      event_);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
}

// Whatever happens to a feedback: versions count up by one, the event sends
// exactly the marks that changed, and the newest mark says whether the alert is
// active.
TEST_F(LifecycleTest, RandomLivesKeepTheirInvariants) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  const Rule& rule = *FindRule("nps-detractor");
  SetScore(5);
  for (int i = 0; i < 2000; ++i) {
    const bool was_there = event_.alerts_size() > 0;
    const AlertMark last = was_there ? mark() : AlertMark();
    switch (random() % 4) {
      case 0:
      case 1:
        SetScore(static_cast<int>(random() % 11));
        break;
      case 2:
        Exclude(random() % 2 == 0 ? v1::EXCLUSION_KIND_TEST : v1::EXCLUSION_KIND_SPAM, "why");
        break;
      default:
        Restore();
    }
    Log();
    const bool active = Matches(rule, event_.feedback()) && !event_.feedback().has_exclusion();
    if (event_.alerts_size() == 0) {
      ASSERT_FALSE(active || was_there);
      continue;
    }
    ASSERT_EQ(mark().dismissed(), !active);
    ASSERT_EQ(mark().note().empty(), active);
    if (mark().sequence() == sequence_) {
      ASSERT_EQ(mark().version(), last.version() + 1);
    } else {
      ASSERT_TRUE(google::protobuf::util::MessageDifferencer::Equals(mark(), last));
    }
  }
}

}  // namespace
}  // namespace voc::alerts
