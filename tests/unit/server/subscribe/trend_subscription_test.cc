#include "server/subscribe/trend_subscription.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/base/time.h"
#include "tests/unit/server/subscribe/event_feed.h"
#include "tests/unit/server/subscribe/trend_watching.h"

namespace voc::subscribe {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

using TrendSubscriptionTest = TrendWatching;

TEST_F(TrendSubscriptionTest, SnapshotIsFramedByStartedAndSnapshotComplete) {
  feed_.Commit(Nps("1", 9, "acme"));
  feed_.Commit(Nps("2", 3, "globex"));
  const std::vector<Message> messages = Drain(*Subscribe(ByAccount()));
  ASSERT_THAT(messages, SizeIs(4));
  EXPECT_EQ(messages.front().started().sequence(), 2u);
  EXPECT_THAT(Upserts(messages), UnorderedElementsAre(Pair("acme", 1), Pair("globex", 1)));
  EXPECT_EQ(messages.back().snapshot_complete().cells(), 2);
  for (const Message& message : messages) {
    EXPECT_EQ(*feed_.cursors.Decode(message.cursor(), ""), Position{.sequence = 2});
  }
}

TEST_F(TrendSubscriptionTest, EmptySnapshotIsCompleteToo) {
  const std::vector<Message> messages = Drain(*Subscribe(ByAccount()));
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_TRUE(messages[0].has_started());
  EXPECT_TRUE(messages[1].has_snapshot_complete());
}

TEST_F(TrendSubscriptionTest, OnlyCellsThatChangedAreSentThenProgress) {
  feed_.Commit(Nps("1", 9, "acme"));
  feed_.Commit(Nps("2", 3, "globex"));
  const auto subscription = Subscribe(ByAccount());
  Drain(*subscription);
  feed_.Commit(Nps("3", 0, "acme"));
  feed_.steady.Advance(kMinEvaluationInterval);
  const std::vector<Message> messages = Drain(*subscription);
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_THAT(Upserts(messages), UnorderedElementsAre(Pair("acme", 2)));
  EXPECT_TRUE(messages[1].has_progress());
  EXPECT_EQ(*feed_.cursors.Decode(messages[1].cursor(), ""), Position{.sequence = 3});
}

TEST_F(TrendSubscriptionTest, VanishedCellComesWithoutAnswersOnce) {
  feed_.Commit(Nps("1", 9, "acme"));
  feed_.Commit(Nps("2", 3, "globex"));
  const auto subscription = Subscribe(ByAccount());
  Drain(*subscription);
  feed_.Commit(Nps("2", 3, "acme"));  // globex has none left
  feed_.steady.Advance(kMinEvaluationInterval);
  EXPECT_THAT(Upserts(Drain(*subscription)),
              UnorderedElementsAre(Pair("acme", 2), Pair("globex", 0)));
  feed_.Commit(Nps("3", 3, "acme"));
  feed_.steady.Advance(kMinEvaluationInterval);
  EXPECT_THAT(Upserts(Drain(*subscription)), UnorderedElementsAre(Pair("acme", 3)));
  feed_.Commit(Nps("4", 3, "globex"));
  feed_.steady.Advance(kMinEvaluationInterval);
  EXPECT_THAT(Upserts(Drain(*subscription)), UnorderedElementsAre(Pair("globex", 1)));
}

TEST_F(TrendSubscriptionTest, ThemesMoveWithTheTextThatTheyAreHeardIn) {
  v1::WatchTrendsRequest request = ByAccount();
  request.mutable_query()->set_group_by(0, "theme");
  v1::Feedback both = Nps("1", 3);
  both.add_themes("crash");
  both.add_themes("price");
  feed_.Commit(both);
  feed_.Commit(Nps("2", 9));
  const auto subscription = Subscribe(request);
  EXPECT_THAT(Upserts(Drain(*subscription), "theme"),
              UnorderedElementsAre(Pair("", 1), Pair("crash", 1), Pair("price", 1)));
  both.clear_themes();
  both.add_themes("price");
  both.add_themes("support");
  feed_.Commit(both);  // corrected: no longer about crashes
  feed_.steady.Advance(kMinEvaluationInterval);
  EXPECT_THAT(Upserts(Drain(*subscription), "theme"),
              UnorderedElementsAre(Pair("crash", 0), Pair("support", 1)));

  request.mutable_query()->mutable_filter()->add_themes("price");
  EXPECT_THAT(Upserts(Drain(*Subscribe(request)), "theme"),
              UnorderedElementsAre(Pair("price", 1), Pair("support", 1)));
}

TEST_F(TrendSubscriptionTest, ChangesInQuickSuccessionAreConflated) {
  const auto subscription = Subscribe(ByAccount());
  Drain(*subscription);
  feed_.Commit(Nps("first", 9, "acme"));
  const Runner::Next next = host_.RunAll();
  EXPECT_EQ(next.delay_ns, kMinEvaluationInterval);
  EXPECT_FALSE(next.on_commit);
  EXPECT_THAT(Drain(*subscription), IsEmpty());
  for (int i = 0; i < 100; ++i) feed_.Commit(Nps(absl::StrCat(i), 9, "acme"));
  feed_.steady.Advance(kMinEvaluationInterval);
  EXPECT_THAT(Upserts(Drain(*subscription)), ElementsAre(Pair("acme", 101)));
  EXPECT_EQ(snapshots_, 2);
}

TEST_F(TrendSubscriptionTest, WhatTheFilterDoesNotPassCausesNoEvaluation) {
  v1::WatchTrendsRequest request = ByAccount();
  request.mutable_query()->mutable_filter()->add_account_ids("acme");
  const auto subscription = Subscribe(request);
  Drain(*subscription);
  for (int i = 0; i < 10; ++i) feed_.Commit(Nps(absl::StrCat(i), 9, "globex"));
  feed_.steady.Advance(kMinEvaluationInterval);
  EXPECT_THAT(Drain(*subscription), IsEmpty());
  EXPECT_EQ(snapshots_, 1);
  feed_.Commit(Nps("0", 9, "acme"));
  EXPECT_THAT(Upserts(Drain(*subscription)), ElementsAre(Pair("acme", 1)));
  feed_.Commit(Nps("0", 9, "globex"));  // passed before the change
  feed_.steady.Advance(kMinEvaluationInterval);
  EXPECT_THAT(Upserts(Drain(*subscription)), ElementsAre(Pair("acme", 0)));
}

TEST_F(TrendSubscriptionTest, MoreThanTheHubRemembersCountsAsAChange) {
  v1::WatchTrendsRequest request = ByAccount();
  request.mutable_query()->mutable_filter()->add_account_ids("acme");
  const auto subscription = Subscribe(request);
  Drain(*subscription);
  std::vector<v1::Feedback> many;
  many.push_back(Nps("one", 9, "acme"));
  for (size_t i = 0; i < kMaxRecentEvents; ++i) many.push_back(Nps(absl::StrCat(i), 9, "globex"));
  feed_.CommitGroup(many);
  feed_.steady.Advance(kMinEvaluationInterval);
  EXPECT_THAT(Upserts(Drain(*subscription)), ElementsAre(Pair("acme", 1)));
}

TEST_F(TrendSubscriptionTest, SaysProgressWhenNothingHappens) {
  const auto subscription = Subscribe(ByAccount());
  Drain(*subscription);
  feed_.steady.Advance(kMinEvaluationInterval);
  absl::StatusOr<Step<EncodedMessage>> step = subscription->Next();
  EXPECT_EQ(step->delay_ns, kProgressInterval - kMinEvaluationInterval);
  EXPECT_TRUE(host_.RunAll().on_commit);
  feed_.steady.Advance(kProgressInterval);
  feed_.clock.Advance(kProgressInterval);
  step = subscription->Next();
  ASSERT_THAT(step->messages, SizeIs(1));
  EXPECT_EQ(base::FromTimestamp(Decode(step->messages[0]).progress().watermark()),
            feed_.clock.Now());
}

TEST_F(TrendSubscriptionTest, ThoseWhoAskTheSameShareOneEvaluationAndItsBytes) {
  feed_.Commit(Nps("1", 9, "acme"));
  const auto first = Subscribe(ByAccount());
  const auto second = Subscribe(ByAccount());
  v1::WatchTrendsRequest other = ByAccount();
  other.mutable_query()->set_granularity(v1::GRANULARITY_DAY);
  const auto third = Subscribe(other);
  for (Subscription<EncodedMessage>* subscription : {first.get(), second.get(), third.get()}) {
    ASSERT_TRUE(subscription->Next().ok());
  }
  EXPECT_EQ(host_.size(), 2u);
  for (Subscription<EncodedMessage>* subscription : {first.get(), second.get(), third.get()}) {
    EXPECT_THAT(Upserts(Drain(*subscription)), ElementsAre(Pair("acme", 1)));
  }
  snapshots_ = 0;
  feed_.Commit(Nps("2", 9, "acme"));
  feed_.steady.Advance(kMinEvaluationInterval);
  host_.RunAll();
  EXPECT_EQ(snapshots_, 2);
  const absl::StatusOr<Step<EncodedMessage>> of_first = first->Next();
  const absl::StatusOr<Step<EncodedMessage>> of_second = second->Next();
  ASSERT_THAT(of_first->messages, SizeIs(2));
  ASSERT_THAT(of_second->messages, SizeIs(2));
  EXPECT_EQ(of_first->messages[0].parts, of_second->messages[0].parts) << "the same memory";
}

TEST_F(TrendSubscriptionTest, QueriesThatNobodyWatchesAreLetGo) {
  auto first = Subscribe(ByAccount());
  auto second = Subscribe(ByAccount());
  Drain(*first);
  Drain(*second);
  first.reset();
  EXPECT_EQ(host_.size(), 1u);
  second.reset();
  EXPECT_EQ(host_.size(), 0u);
}

TEST_F(TrendSubscriptionTest, WhoComesLaterHasWhatWasCommittedBeforeWithoutWaiting) {
  feed_.Commit(Nps("1", 9, "acme"));
  const auto first = Subscribe(ByAccount());
  Drain(*first);
  const auto again = Subscribe(ByAccount());
  snapshots_ = 0;
  EXPECT_THAT(Upserts(Drain(*again)), ElementsAre(Pair("acme", 1)));
  EXPECT_EQ(snapshots_, 1) << "asked how new it is, not evaluated";
  feed_.Commit(Nps("2", 9, "acme"));
  const auto late = Subscribe(ByAccount());
  EXPECT_THAT(Upserts(Drain(*late)), ElementsAre(Pair("acme", 2)));
  EXPECT_THAT(Drain(*first), IsEmpty()) << "at most four times a second";
  feed_.steady.Advance(kMinEvaluationInterval);
  EXPECT_THAT(Upserts(Drain(*first)), ElementsAre(Pair("acme", 2)));
}

TEST_F(TrendSubscriptionTest, ASlowOneIsToldOfWhatVanishedAndOfNoCellItNeverHad) {
  feed_.Commit(Nps("1", 9, "acme"));
  feed_.Commit(Nps("2", 3, "globex"));
  const auto slow = Subscribe(ByAccount());
  const auto quick = Subscribe(ByAccount());
  Drain(*slow);
  Drain(*quick);
  const auto commit = [&](const v1::Feedback& feedback) {
    feed_.Commit(feedback);
    feed_.steady.Advance(kMinEvaluationInterval);
    return Upserts(Drain(*quick));
  };
  commit(Nps("2", 3, "initech"));  // globex vanishes
  EXPECT_THAT(commit(Nps("2", 3, "acme")),
              UnorderedElementsAre(Pair("acme", 2), Pair("initech", 0)));
  EXPECT_THAT(commit(Nps("3", 3, "acme")), UnorderedElementsAre(Pair("acme", 3)));
  EXPECT_THAT(Upserts(Drain(*slow)), UnorderedElementsAre(Pair("acme", 3), Pair("globex", 0)));
  EXPECT_THAT(commit(Nps("4", 3, "globex")), UnorderedElementsAre(Pair("globex", 1)));
  EXPECT_THAT(Upserts(Drain(*slow)), UnorderedElementsAre(Pair("globex", 1)));
}

TEST_F(TrendSubscriptionTest, LargeSnapshotsComeInBoundedSteps) {
  std::vector<v1::Feedback> many;
  for (int i = 0; i < 1000; ++i) many.push_back(Nps(absl::StrCat(i), 9, absl::StrCat("a", i)));
  feed_.CommitGroup(many);
  const std::vector<Message> messages = Drain(*Subscribe(ByAccount()));
  EXPECT_THAT(Upserts(messages), SizeIs(1000));
  EXPECT_EQ(messages.back().snapshot_complete().cells(), 1000);
  EXPECT_EQ(snapshots_, 1);
}

TEST_F(TrendSubscriptionTest, TextContainsIsHonoured) {
  v1::Feedback slow = Nps("1", 1, "acme");
  slow.mutable_response()->set_comment("The LOGIN is slow");
  feed_.Commit(slow);
  feed_.Commit(Nps("2", 9, "acme"));
  v1::WatchTrendsRequest request = ByAccount();
  request.mutable_query()->mutable_filter()->set_text_contains("login");
  EXPECT_THAT(Upserts(Drain(*Subscribe(request))), ElementsAre(Pair("acme", 1)));
}

TEST_F(TrendSubscriptionTest, ValidationNamesFieldsWithinTheQuery) {
  v1::WatchTrendsRequest request = ByAccount();
  request.mutable_query()->clear_metric();
  request.mutable_query()->add_group_by("weather");
  std::vector<std::string> fields;
  for (const base::Violation& violation : ValidateWatchTrends(request)) {
    fields.push_back(violation.field);
  }
  EXPECT_THAT(fields, ElementsAre("query.metric", "query.group_by[1]"));
}

}  // namespace
}  // namespace voc::subscribe
