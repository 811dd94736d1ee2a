#include "server/subscribe/alert_message.h"

#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/arena.h"
#include "server/ingest/encode_undecided.h"
#include "server/ingest/log_record.h"
#include "storage/base/time.h"
#include "tests/unit/server/subscribe/event_feed.h"
#include "voc/v1/alert.pb.h"

namespace voc::subscribe {
namespace {

v1::WatchAlertsResponse Parsed(const EncodedMessage& message) {
  std::string bytes;
  for (const SharedBytes& part : message.parts) bytes += *part;
  v1::WatchAlertsResponse response;
  EXPECT_TRUE(response.ParseFromString(bytes));
  return response;
}

class AlertMessageTest : public ::testing::Test {
 protected:
  static constexpr store::Sequence kSequence = 70'000;

  // A review that nothing is decided of, encoded, and then decided.
  explicit AlertMessageTest(bool claims_its_time = true) {
    v1::Feedback feedback = BadReview("r1");
    (*feedback.mutable_properties())["plan"] = "pro";
    if (!claims_its_time) feedback.clear_collected_at();
    undecided_ = ingest::EncodeUndecided(feedback, arena_);
    base::SetTimestamp(kFeedStart, *feedback.mutable_collected_at());
    base::SetTimestamp(kFeedStart + 5, *feedback.mutable_ingested_at());
    feedback.set_sequence(kSequence);
    feedback.set_revision(1);
    feedback.set_feedback_id("00112233445566778899aabbccddeeff");
    *event_.mutable_feedback() = feedback;
    event_.set_collected_at_claimed(claims_its_time);
    storage::v1::AlertMark& mark = *event_.add_alerts();
    mark.set_rule_id("review-low");
    mark.set_sequence(kSequence);
    mark.set_version(1);
  }

  // The alert as it is made without anything encoded before.
  v1::WatchAlertsResponse Plain() const {
    return Parsed(
        EncodeAlert({.event = event_, .undecided = {}}, event_.alerts(0), kSequence, "c"));
  }

  google::protobuf::Arena arena_;
  std::string_view undecided_;
  storage::v1::FeedbackEvent event_;
};

class WithoutATimeTest : public AlertMessageTest {
 protected:
  WithoutATimeTest() : AlertMessageTest(false) {}
};

TEST_F(AlertMessageTest, CarriesTheWholeFeedback) {
  const v1::WatchAlertsResponse plain = Plain();
  EXPECT_EQ(plain.cursor(), "c");
  EXPECT_EQ(plain.alert().feedback().DebugString(), event_.feedback().DebugString());
}

TEST_F(AlertMessageTest, WhatWasEncodedBeforeMakesTheSame) {
  const EncodableEvent encodable = {.event = event_, .undecided = undecided_};
  EXPECT_EQ(Parsed(EncodeAlert(encodable, event_.alerts(0), kSequence, "c")).DebugString(),
            Plain().DebugString());
}

TEST_F(WithoutATimeTest, WhatWasEncodedBeforeMakesTheSame) {
  const EncodableEvent encodable = {.event = event_, .undecided = undecided_};
  EXPECT_EQ(Parsed(EncodeAlert(encodable, event_.alerts(0), kSequence, "c")).DebugString(),
            Plain().DebugString());
}

TEST_F(AlertMessageTest, BatchesHoldAsManyAsAskedAndTheCursorOfTheLast) {
  const CursorCodec cursors("00112233445566778899aabbccddeeff");
  const EncodableEvent encodable = {.event = event_, .undecided = undecided_};
  std::vector<EncodedMessage> alerts;
  std::vector<Position> after;
  for (store::Sequence i = 0; i < 5; ++i) {
    alerts.push_back(EncodeBatched(encodable, event_.alerts(0), kSequence));
    after.push_back({.sequence = kSequence + i});
  }
  const std::vector<EncodedMessage> batches = InBatches(alerts, after, 3, cursors);
  ASSERT_EQ(batches.size(), 2u);
  const v1::WatchAlertsResponse first = Parsed(batches[0]);
  EXPECT_EQ(first.alerts().alerts_size(), 3);
  EXPECT_EQ(first.cursor(), cursors.Encode(after[2]));
  EXPECT_EQ(first.alerts().alerts(1).DebugString(), Plain().alert().DebugString());
  EXPECT_EQ(Parsed(batches[1]).alerts().alerts_size(), 2);
  EXPECT_EQ(Parsed(batches[1]).cursor(), cursors.Encode(after[4]));
}

}  // namespace
}  // namespace voc::subscribe
