#include "server/subscribe/alert_subscription.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/base/time.h"
#include "tests/unit/server/subscribe/event_feed.h"

namespace voc::subscribe {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Message = v1::WatchAlertsResponse;

v1::WatchAlertsRequest Earliest() {
  v1::WatchAlertsRequest request;
  request.mutable_start()->set_earliest(true);
  return request;
}

class AlertSubscriptionTest : public ::testing::Test {
 protected:
  explicit AlertSubscriptionTest(Hub::Limits limits = {}) : feed_(limits) {}

  std::unique_ptr<AlertSubscription> Subscribe(const v1::WatchAlertsRequest& request) {
    EXPECT_THAT(ValidateWatchAlerts(request), IsEmpty());
    return std::make_unique<AlertSubscription>(
        request,
        AlertSubscription::Environment{
            .hub = &feed_.hub,
            .router = &router_,
            .log = &feed_.log,
            .alerts_after = [this](store::Sequence after) { return feed_.AlertsAfter(after); },
            .dictionaries = &feed_.dictionaries,
            .clock = &feed_.clock,
            .steady = &feed_.steady,
            .cursors = &feed_.cursors});
  }

  // What the message says; its bytes must say the cursor that it claims to carry.
  static Message Decode(const EncodedMessage& encoded) {
    std::string bytes;
    for (const SharedBytes& part : encoded.parts) bytes += *part;
    Message message;
    EXPECT_TRUE(message.ParseFromString(bytes));
    EXPECT_EQ(message.cursor(), encoded.cursor);
    return message;
  }

  // Brings what was committed to the live subscriptions.
  void Route() {
    while (router_.Run().delay_ns == 0) {
    }
  }

  // Everything it has to say now.
  std::vector<Message> Drain(AlertSubscription& subscription) {
    Route();
    std::vector<Message> all;
    while (true) {
      absl::StatusOr<Step<EncodedMessage>> step = subscription.Next();
      EXPECT_TRUE(step.ok()) << step.status();
      if (!step.ok() || (step->messages.empty() && step->delay_ns > 0)) return all;
      EXPECT_LE(step->messages.size(), kMaxStepMessages + 1);
      for (const EncodedMessage& message : step->messages) all.push_back(Decode(message));
    }
  }

  // SUBMISSION/RULE/VERSION of the alerts among messages.
  static std::vector<std::string> Alerts(const std::vector<Message>& messages) {
    std::vector<std::string> alerts;
    for (const Message& message : messages) {
      if (!message.has_alert()) continue;
      const v1::Alert& alert = message.alert();
      alerts.push_back(absl::StrCat(alert.feedback().submission_id(), "/", alert.rule_id(), "/",
                                    alert.version()));
    }
    return alerts;
  }

  std::vector<std::string> AlertsOf(const v1::WatchAlertsRequest& request) {
    return Alerts(Drain(*Subscribe(request)));
  }

  EventFeed feed_;
  AlertRouter router_{&feed_.hub, &feed_.cursors};
};

TEST_F(AlertSubscriptionTest, StartedComesFirstAndEverythingCommittedAfterItFollows) {
  feed_.Commit(Nps("before", 0));
  const auto subscription = Subscribe({});
  const std::vector<Message> start = Drain(*subscription);
  ASSERT_THAT(start, SizeIs(1));
  EXPECT_TRUE(start[0].has_started());
  EXPECT_EQ(base::FromTimestamp(start[0].started().server_time()), feed_.clock.Now());
  const auto cursor = feed_.cursors.Decode(start[0].cursor(), "");
  EXPECT_EQ(*cursor, Position{.sequence = 1});
  EXPECT_EQ(*feed_.cursors.Decode(start[0].started().oldest_cursor(), ""), Position{});
  feed_.Commit(Nps("after", 0));
  EXPECT_THAT(Alerts(Drain(*subscription)), ElementsAre("after/nps-detractor/1"));
}

TEST_F(AlertSubscriptionTest, EveryCursorResumesExactlyAfterItsMessage) {
  for (int i = 0; i < 10; ++i)
    feed_.Commit(i % 3 == 0 ? BadReview(absl::StrCat(i)) : Nps(absl::StrCat(i), i));
  const std::vector<Message> all = Drain(*Subscribe(Earliest()));
  const std::vector<std::string> alerts = Alerts(all);
  ASSERT_THAT(alerts, SizeIs(12));  // 4 reviews twice, 1, 2, 4, 5
  size_t seen = 0;
  for (const Message& message : all) {
    if (message.has_alert()) ++seen;
    v1::WatchAlertsRequest request;
    request.mutable_start()->set_after_cursor(message.cursor());
    EXPECT_EQ(AlertsOf(request),
              std::vector<std::string>(alerts.begin() + static_cast<long>(seen), alerts.end()));
  }
}

TEST_F(AlertSubscriptionTest, OnlyVersionsThatAnEventMadeAreSent) {
  feed_.Commit(BadReview("1"));
  v1::Feedback better = BadReview("1");
  better.mutable_mention()->set_rating(5);  // review-low no longer matches
  feed_.Commit(better);
  v1::Feedback excluded = better;
  excluded.mutable_exclusion()->set_kind(v1::EXCLUSION_KIND_SPAM);
  excluded.mutable_exclusion()->set_reason("spam");
  feed_.Commit(excluded);
  EXPECT_THAT(AlertsOf(Earliest()),
              ElementsAre("1/review-low/1", "1/mention-negative/1", "1/review-low/2",
                          "1/mention-negative/2", "1/review-low/3", "1/mention-negative/3"));
}

TEST_F(AlertSubscriptionTest, RulesSeverityOwnersAndBackfillSelect) {
  feed_.Commit(Nps("n", 0));
  feed_.Commit(BadReview("r"));
  feed_.Commit(Nps("old", 0), /*backfill=*/true);
  v1::WatchAlertsRequest rules = Earliest();
  rules.add_rule_ids("review-low");
  EXPECT_THAT(AlertsOf(rules), ElementsAre("r/review-low/1"));
  v1::WatchAlertsRequest critical = Earliest();
  critical.set_min_severity(v1::ALERT_SEVERITY_CRITICAL);
  EXPECT_THAT(AlertsOf(critical), IsEmpty());
  v1::WatchAlertsRequest low = Earliest();
  low.set_min_severity(v1::ALERT_SEVERITY_LOW);
  EXPECT_THAT(AlertsOf(low), SizeIs(3));
  v1::WatchAlertsRequest owned = Earliest();
  owned.add_owners("anna");
  EXPECT_THAT(AlertsOf(owned), IsEmpty());
  owned.add_owners("");
  EXPECT_THAT(AlertsOf(owned), SizeIs(3));
  v1::WatchAlertsRequest backfill = Earliest();
  backfill.set_include_backfill(true);
  EXPECT_THAT(AlertsOf(backfill), SizeIs(4));
}

TEST_F(AlertSubscriptionTest, FilterLooksAtTheFeedbackBeforeAndAfterTheChange) {
  feed_.Commit(Nps("1", 1, "globex"));
  feed_.Commit(Nps("1", 1, "acme"));
  feed_.Commit(Nps("1", 2, "initech"));
  feed_.Commit(Nps("1", 3, "globex"));
  v1::WatchAlertsRequest request = Earliest();
  request.mutable_filter()->add_account_ids("acme");
  EXPECT_THAT(AlertsOf(request), ElementsAre("1/nps-detractor/2", "1/nps-detractor/3"));
  request.mutable_filter()->set_include_excluded(true);
  EXPECT_THAT(AlertsOf(request), SizeIs(2));
}

TEST_F(AlertSubscriptionTest, FilterOnTextLooksAtTheText) {
  v1::Feedback slow = Nps("1", 1);
  slow.mutable_response()->set_comment("The LOGIN is slow");
  feed_.Commit(slow);
  feed_.Commit(Nps("2", 1));
  v1::WatchAlertsRequest request = Earliest();
  request.mutable_filter()->set_text_contains("login");
  EXPECT_THAT(AlertsOf(request), ElementsAre("1/nps-detractor/1"));
}

TEST_F(AlertSubscriptionTest, SinceTimeIsInclusive) {
  for (int i = 1; i <= 20; ++i) feed_.Commit(Nps(absl::StrCat(i), 0));
  v1::WatchAlertsRequest request;
  for (int i = 1; i <= 20; ++i) {
    base::SetTimestamp(kFeedStart + i * base::kNsPerSecond,
                       *request.mutable_start()->mutable_since_time());
    EXPECT_THAT(AlertsOf(request), SizeIs(21 - i));
    base::SetTimestamp(kFeedStart + i * base::kNsPerSecond + 1,
                       *request.mutable_start()->mutable_since_time());
    EXPECT_THAT(AlertsOf(request), SizeIs(20 - i));
  }
  base::SetTimestamp(0, *request.mutable_start()->mutable_since_time());
  EXPECT_THAT(AlertsOf(request), SizeIs(20));
}

TEST_F(AlertSubscriptionTest, SaysProgressWhenNothingHappens) {
  const auto subscription = Subscribe({});
  Drain(*subscription);
  absl::StatusOr<Step<EncodedMessage>> step = subscription->Next();
  EXPECT_THAT(step->messages, IsEmpty());
  EXPECT_EQ(step->delay_ns, kProgressInterval);
  feed_.steady.Advance(kProgressInterval);
  step = subscription->Next();
  ASSERT_THAT(step->messages, SizeIs(1));
  const Message progress = Decode(step->messages[0]);
  EXPECT_EQ(base::FromTimestamp(progress.progress().watermark()), feed_.clock.Now());
  EXPECT_EQ(progress.progress().lag(), 0);
  EXPECT_EQ(subscription->Next()->delay_ns, kProgressInterval);
}

TEST_F(AlertSubscriptionTest, ProgressMovesTheCursorPastWhatDoesNotPass) {
  v1::WatchAlertsRequest request = Earliest();
  request.mutable_filter()->add_account_ids("nobody");
  const auto subscription = Subscribe(request);
  Drain(*subscription);
  std::vector<v1::Feedback> many;
  for (int i = 0; i < 5000; ++i) many.push_back(Nps(absl::StrCat(i), 0));
  feed_.CommitGroup(many);
  EXPECT_THAT(Drain(*subscription), IsEmpty());
  feed_.steady.Advance(kProgressInterval);
  const std::vector<Message> messages = Drain(*subscription);
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(*feed_.cursors.Decode(messages[0].cursor(), ""), Position{.sequence = 5000});
}

TEST_F(AlertSubscriptionTest, BatchesHoldWhatWaitsAndTheirCursorsResumeAfterIt) {
  std::vector<v1::Feedback> many;
  std::vector<std::string> expected;
  for (int i = 0; i < 300; ++i) {
    many.push_back(Nps(absl::StrCat(i), 0));
    expected.push_back(absl::StrCat(i));
  }
  feed_.CommitGroup(many);
  v1::WatchAlertsRequest request = Earliest();
  request.set_max_batch(50);
  std::vector<std::string> found;
  std::string cursor;
  for (const Message& message : Drain(*Subscribe(request))) {
    EXPECT_FALSE(message.has_alert());
    EXPECT_LE(message.alerts().alerts_size(), 50);
    for (const v1::Alert& alert : message.alerts().alerts()) {
      found.push_back(alert.feedback().submission_id());
    }
    if (found.size() == 100) cursor = message.cursor();
  }
  EXPECT_EQ(found, expected);
  ASSERT_FALSE(cursor.empty());
  request.mutable_start()->set_after_cursor(cursor);
  request.set_max_batch(1);
  EXPECT_THAT(AlertsOf(request), SizeIs(200));
}

TEST_F(AlertSubscriptionTest, StepsAreBoundedInMessagesAndBytes) {
  std::vector<v1::Feedback> many;
  for (int i = 0; i < 300; ++i) many.push_back(Nps(absl::StrCat(i), 0));
  for (int i = 300; i < 320; ++i) {
    many.push_back(Nps(absl::StrCat(i), 0));
    many.back().mutable_response()->set_comment(std::string(30'000, 'x'));
  }
  const auto live = Subscribe({});
  Drain(*live);
  feed_.CommitGroup(many);
  Route();
  const auto behind = Subscribe(Earliest());
  for (AlertSubscription* subscription : {live.get(), behind.get()}) {
    size_t alerts = 0;
    while (alerts < many.size()) {
      const absl::StatusOr<Step<EncodedMessage>> step = subscription->Next();
      ASSERT_TRUE(step.ok());
      EXPECT_LE(step->messages.size(), kMaxStepMessages);
      size_t bytes = 0;
      for (const EncodedMessage& message : step->messages) {
        bytes += message.bytes();
        alerts += Decode(message).has_alert() ? 1 : 0;
      }
      EXPECT_LT(bytes, kMaxStepBytes + 40'000);
    }
  }
}

TEST_F(AlertSubscriptionTest, ValidationNamesEveryBadField) {
  v1::WatchAlertsRequest request;
  request.mutable_start()->mutable_since_time()->set_nanos(-1);
  request.mutable_filter()->add_metrics(v1::METRIC_UNSPECIFIED);
  request.add_rule_ids("nps-detractor");
  request.add_rule_ids("x");
  request.set_min_severity(static_cast<v1::AlertSeverity>(77));
  for (int i = 0; i <= kMaxWatchValues; ++i) request.add_owners("o");
  request.set_max_batch(-1);
  const std::vector<base::Violation> violations = ValidateWatchAlerts(request);
  std::vector<std::string> fields;
  for (const base::Violation& violation : violations) fields.push_back(violation.field);
  EXPECT_THAT(fields, ElementsAre("start.since_time", "filter.metrics[0]", "rule_ids[1]",
                                  "min_severity", "max_batch", "owners"));
  EXPECT_THAT(violations[2].description, HasSubstr("ces-high-effort"));
}

TEST_F(AlertSubscriptionTest, LiveOnesShareTheBytesOfAnAlertAndOthersAreNotWoken) {
  v1::WatchAlertsRequest acme;
  acme.mutable_filter()->add_account_ids("acme");
  v1::WatchAlertsRequest globex;
  globex.mutable_filter()->add_account_ids("globex");
  std::vector<std::unique_ptr<AlertSubscription>> subscriptions;
  std::vector<int> woken(3);
  for (const auto& request : {v1::WatchAlertsRequest(), acme, globex}) {
    int& count = woken[subscriptions.size()];
    subscriptions.push_back(Subscribe(request));
    subscriptions.back()->set_wake([&count] { ++count; });
    Drain(*subscriptions.back());
  }
  feed_.Commit(Nps("1", 0, "acme"));
  Route();
  EXPECT_THAT(woken, ElementsAre(1, 1, 0));
  const absl::StatusOr<Step<EncodedMessage>> of_all = subscriptions[0]->Next();
  const absl::StatusOr<Step<EncodedMessage>> of_acme = subscriptions[1]->Next();
  ASSERT_THAT(of_all->messages, SizeIs(1));
  ASSERT_THAT(of_acme->messages, SizeIs(1));
  EXPECT_EQ(of_all->messages[0].parts, of_acme->messages[0].parts) << "the same memory";
  feed_.Commit(Nps("2", 10, "globex"));  // no alert
  Route();
  EXPECT_THAT(woken, ElementsAre(1, 1, 0));
  Drain(*subscriptions[2]);
  EXPECT_EQ(*feed_.cursors.Decode(subscriptions[2]->cursor(), ""), Position{.sequence = 2})
      << "the cursor advances nevertheless";
}

TEST_F(AlertSubscriptionTest, AnAlertMovedToAnotherAccountReachesWatchersOfBoth) {
  v1::WatchAlertsRequest acme;
  acme.mutable_filter()->add_account_ids("acme");
  v1::WatchAlertsRequest both = acme;
  both.mutable_filter()->add_account_ids("globex");
  const auto of_acme = Subscribe(acme);
  const auto of_both = Subscribe(both);
  Drain(*of_acme);
  Drain(*of_both);
  feed_.Commit(Nps("1", 1, "acme"));
  feed_.Commit(Nps("1", 2, "globex"));
  feed_.Commit(Nps("1", 3, "globex"));
  EXPECT_THAT(Alerts(Drain(*of_acme)), ElementsAre("1/nps-detractor/1", "1/nps-detractor/2"));
  EXPECT_THAT(Alerts(Drain(*of_both)),
              ElementsAre("1/nps-detractor/1", "1/nps-detractor/2", "1/nps-detractor/3"));
}

TEST_F(AlertSubscriptionTest, WhoDoesNotReadHoldsABoundedInboxThenNoneAndLosesNothing) {
  const auto stuck = Subscribe({});
  Drain(*stuck);
  size_t most = 0;
  std::vector<std::string> expected;
  for (size_t i = 0; i < kMaxInboxAlerts + 10; ++i) {
    feed_.Commit(Nps(absl::StrCat(i), 0));
    expected.push_back(absl::StrCat(i, "/nps-detractor/1"));
    Route();
    most = std::max(most, router_.waiting_bytes());
  }
  EXPECT_GT(most, 0u);
  EXPECT_LE(most, kMaxInboxBytes);
  EXPECT_EQ(router_.waiting_bytes(), 0u);
  EXPECT_EQ(Alerts(Drain(*stuck)), expected);
}

TEST_F(AlertSubscriptionTest, BytesThatWaitForASubscriberWhoLeavesAreGivenBack) {
  auto subscription = Subscribe({});
  Drain(*subscription);
  feed_.Commit(Nps("1", 0));
  Route();
  EXPECT_GT(router_.waiting_bytes(), 0u);
  subscription.reset();
  EXPECT_EQ(router_.waiting_bytes(), 0u);
}

// The same feed, with a hub that remembers almost nothing.
class OverflowTest : public AlertSubscriptionTest {
 protected:
  OverflowTest() : AlertSubscriptionTest({.events = 3, .bytes = 1 << 20}) {}
};

TEST_F(OverflowTest, WhoFallsBehindReadsTheSameFromTheLog) {
  const auto quick = Subscribe(Earliest());
  const auto slow = Subscribe(Earliest());
  std::vector<Message> of_quick = Drain(*quick);
  std::vector<Message> of_slow = Drain(*slow);
  for (int i = 0; i < 6000; ++i) {
    feed_.Commit(i % 5 == 0 ? BadReview(absl::StrCat(i % 700))
                            : Nps(absl::StrCat(i % 700), i % 11));
    const std::vector<Message> now = Drain(*quick);
    of_quick.insert(of_quick.end(), now.begin(), now.end());
    if (i % 3000 == 1) {
      const std::vector<Message> later = Drain(*slow);
      of_slow.insert(of_slow.end(), later.begin(), later.end());
    }
  }
  const std::vector<Message> rest = Drain(*slow);
  of_slow.insert(of_slow.end(), rest.begin(), rest.end());
  EXPECT_TRUE(of_slow.back().has_progress()) << "it caught up";
  EXPECT_THAT(Alerts(of_quick), SizeIs(::testing::Gt(1000)));
  EXPECT_EQ(Alerts(of_slow), Alerts(of_quick));
  EXPECT_EQ(slow->cursor(), quick->cursor());
}

TEST_F(OverflowTest, ARouterThatFallsBehindSendsEveryoneToTheLog) {
  const auto subscription = Subscribe({});
  bool woken = false;
  subscription->set_wake([&woken] { woken = true; });
  Drain(*subscription);
  std::vector<std::string> expected;
  for (int i = 0; i < 20; ++i) {
    feed_.Commit(Nps(absl::StrCat(i), 0));
    expected.push_back(absl::StrCat(i, "/nps-detractor/1"));
  }
  Route();
  EXPECT_TRUE(woken);
  EXPECT_EQ(Alerts(Drain(*subscription)), expected);
  feed_.Commit(Nps("live", 0));
  EXPECT_THAT(Alerts(Drain(*subscription)), ElementsAre("live/nps-detractor/1"));
}

TEST_F(OverflowTest, FilterReadsTheFeedbackBeforeAChangeFromTheLog) {
  feed_.Commit(Nps("1", 1, "acme"));
  feed_.Commit(Nps("1", 2, "globex"));
  for (int i = 0; i < 10; ++i) feed_.Commit(Nps(absl::StrCat("x", i), 10));
  v1::WatchAlertsRequest request = Earliest();
  request.mutable_filter()->add_account_ids("acme");
  EXPECT_THAT(AlertsOf(request), ElementsAre("1/nps-detractor/1", "1/nps-detractor/2"));
}

}  // namespace
}  // namespace voc::subscribe
