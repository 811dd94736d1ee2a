#include "server/alerts/alert.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "google/protobuf/util/message_differencer.h"

namespace voc::alerts {
namespace {

storage::v1::FeedbackEvent Event() {
  storage::v1::FeedbackEvent event;
  event.set_time_ns(1'700'000'000'000'000'005);
  v1::Feedback& feedback = *event.mutable_feedback();
  feedback.set_source_id("app");
  feedback.set_submission_id("r1");
  feedback.set_account_id("acme");
  feedback.mutable_response()->set_metric(v1::METRIC_NPS);
  feedback.mutable_response()->set_score(3);
  feedback.set_feedback_id(ingest::FeedbackIdOf(feedback).ToHex());
  storage::v1::AlertMark& mark = *event.add_alerts();
  mark.set_rule_id("nps-detractor");
  mark.set_version(2);
  mark.set_sequence(42);
  mark.set_create_time_ns(1'600'000'000'000'000'000);
  mark.set_previous_score(9);
  return event;
}

TEST(BuildAlert, AnOpenAlert) {
  const storage::v1::FeedbackEvent event = Event();
  const v1::Alert alert = BuildAlert(event, event.alerts(0), 42);
  EXPECT_EQ(alert.alert_id(), "nps-detractor." + event.feedback().feedback_id());
  EXPECT_EQ(alert.sequence(), 42u);
  EXPECT_EQ(alert.version(), 2u);
  EXPECT_EQ(alert.rule_id(), "nps-detractor");
  EXPECT_EQ(alert.kind(), v1::ALERT_KIND_FEEDBACK);
  EXPECT_EQ(alert.severity(), v1::ALERT_SEVERITY_HIGH);
  EXPECT_EQ(alert.state(), v1::ALERT_STATE_OPEN);
  EXPECT_TRUE(
      google::protobuf::util::MessageDifferencer::Equals(alert.feedback(), event.feedback()));
  EXPECT_EQ(alert.account_id(), "acme");
  EXPECT_EQ(alert.previous_score(), 9);
  EXPECT_EQ(alert.owner(), "");
  EXPECT_FALSE(alert.has_due_time());
  EXPECT_EQ(alert.note(), "");
  EXPECT_EQ(alert.playbook_key(), "detractor-call");
  EXPECT_EQ(alert.title(), "NPS 3 from acme (source app)");
  EXPECT_FALSE(alert.backfill());
  EXPECT_EQ(alert.create_time().seconds(), 1'600'000'000);
  EXPECT_EQ(alert.update_time().seconds(), 1'700'000'000);
  EXPECT_EQ(alert.update_time().nanos(), 5);
}

TEST(BuildAlert, TheTitleSaysWhySomebodyMayLeave) {
  storage::v1::FeedbackEvent event = Event();
  event.mutable_alerts(0)->set_rule_id("cancellation-intent");
  const v1::Alert alert = BuildAlert(event, event.alerts(0), 42);
  EXPECT_EQ(alert.title(), "Wants to leave: NPS 3 from acme (source app)");
  EXPECT_EQ(alert.severity(), v1::ALERT_SEVERITY_HIGH);
  EXPECT_EQ(alert.playbook_key(), "retention-call");
}

TEST(BuildAlert, ADismissedAlertOfAnImport) {
  storage::v1::FeedbackEvent event = Event();
  event.set_backfill(true);
  event.mutable_alerts(0)->set_dismissed(true);
  event.mutable_alerts(0)->set_note("excluded (test): x");
  event.mutable_alerts(0)->clear_previous_score();
  const v1::Alert alert = BuildAlert(event, event.alerts(0), 42);
  EXPECT_EQ(alert.state(), v1::ALERT_STATE_DISMISSED);
  EXPECT_EQ(alert.note(), "excluded (test): x");
  EXPECT_TRUE(alert.backfill());
  EXPECT_FALSE(alert.has_previous_score());
}

TEST(BuildAlert, AnAlertThatALateRescoreRaisedIsBackfill) {
  storage::v1::FeedbackEvent event = Event();
  event.mutable_alerts(0)->set_backfill(true);
  EXPECT_TRUE(IsBackfill(event, event.alerts(0)));
  EXPECT_TRUE(BuildAlert(event, event.alerts(0), 42).backfill());
}

TEST(ParseAlertId, IsTheReverseOfBuilding) {
  const storage::v1::FeedbackEvent event = Event();
  const std::string text = BuildAlert(event, event.alerts(0), 42).alert_id();
  const std::optional<AlertId> id = ParseAlertId(text);
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(id->rule_id, "nps-detractor");
  EXPECT_EQ(id->feedback_id, ingest::FeedbackIdOf(event.feedback()));
  EXPECT_EQ(id->ToString(), text);
}

TEST(ParseAlertId, OtherTextIsNone) {
  const std::string hex = "0123456789abcdef0123456789abcdef";
  EXPECT_TRUE(ParseAlertId("a." + hex).has_value());
  for (const std::string& bad : {std::string(), hex, "." + hex, "a." + hex + "0", "a." + hex + ".",
                                 std::string("nps-detractor"), "a:" + hex}) {
    EXPECT_EQ(ParseAlertId(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace voc::alerts
