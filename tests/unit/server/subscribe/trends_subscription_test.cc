#include "server/subscribe/trends_subscription.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/server/subscribe/event_feed.h"
#include "tests/unit/server/subscribe/trend_watching.h"

namespace voc::subscribe {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

class TrendsSubscriptionTest : public TrendWatching {
 protected:
  // NPS by account, and CSAT and NPS of all together.
  static v1::WatchTrendsRequest Three() {
    v1::WatchTrendsRequest request = ByAccount();
    v1::QueryTrendRequest* query = request.add_more_queries();
    query->set_metric(v1::TREND_METRIC_CSAT);
    query = request.add_more_queries();
    query->set_metric(v1::TREND_METRIC_NPS);
    query->set_granularity(v1::GRANULARITY_YEAR);
    return request;
  }

  // What is said of each query, in order: "started", "n 2", "complete", "progress".
  static std::map<int, std::vector<std::string>> ByQuery(const std::vector<Message>& messages) {
    std::map<int, std::vector<std::string>> said;
    for (const Message& message : messages) {
      std::vector<std::string>& all = said[message.query_index()];
      if (message.has_started()) all.push_back("started");
      if (message.has_upsert()) all.push_back(absl::StrCat("n ", message.upsert().point().n()));
      if (message.has_snapshot_complete()) all.push_back("complete");
      if (message.has_progress()) all.push_back("progress");
    }
    return said;
  }
};

TEST_F(TrendsSubscriptionTest, EachQueryHasItsOwnSnapshotAndIndex) {
  feed_.Commit(Nps("1", 9, "acme"));
  EXPECT_THAT(ByQuery(Drain(*Subscribe(Three()))),
              ElementsAre(Pair(0, ElementsAre("started", "n 1", "complete")),
                          Pair(1, ElementsAre("started", "complete")),
                          Pair(2, ElementsAre("started", "n 1", "complete"))));
}

TEST_F(TrendsSubscriptionTest, WhatChangesIsSaidOfEveryQueryThatCountsIt) {
  feed_.Commit(Nps("1", 9, "acme"));
  const auto subscription = Subscribe(Three());
  Drain(*subscription);
  feed_.Commit(Nps("2", 3, "acme"));
  feed_.steady.Advance(kMinEvaluationInterval);
  EXPECT_THAT(ByQuery(Drain(*subscription)), ElementsAre(Pair(0, ElementsAre("n 2", "progress")),
                                                         Pair(2, ElementsAre("n 2", "progress"))));
}

TEST_F(TrendsSubscriptionTest, EveryQueryHasItsHeartbeat) {
  const auto subscription = Subscribe(Three());
  Drain(*subscription);
  feed_.steady.Advance(kProgressInterval - 1);
  EXPECT_THAT(Drain(*subscription), IsEmpty());
  feed_.steady.Advance(1);
  EXPECT_THAT(ByQuery(Drain(*subscription)),
              ElementsAre(Pair(0, ElementsAre("progress")), Pair(1, ElementsAre("progress")),
                          Pair(2, ElementsAre("progress"))));
}

TEST_F(TrendsSubscriptionTest, ASilentStepNamesTheEarliestTimeToAskAgain) {
  const auto subscription = Subscribe(Three());
  Drain(*subscription);
  const absl::StatusOr<Step<EncodedMessage>> step = subscription->Next();
  ASSERT_TRUE(step.ok());
  EXPECT_THAT(step->messages, IsEmpty());
  EXPECT_GT(step->delay_ns, 0);
  EXPECT_LE(step->delay_ns, kProgressInterval);
}

TEST_F(TrendsSubscriptionTest, ALargeSnapshotDoesNotKeepTheOthersWaiting) {
  std::vector<v1::Feedback> many;
  for (int i = 0; i < 1000; ++i) many.push_back(Nps(absl::StrCat(i), 9, absl::StrCat("a", i)));
  feed_.CommitGroup(many);
  const std::vector<Message> messages = Drain(*Subscribe(Three()));
  // Framed by Started and SnapshotComplete.
  EXPECT_THAT(ByQuery(messages)[0], SizeIs(1002));
  size_t small_complete = 0;
  size_t large_complete = 0;
  for (size_t i = 0; i < messages.size(); ++i) {
    if (!messages[i].has_snapshot_complete()) continue;
    (messages[i].query_index() == 0 ? large_complete : small_complete) = i;
  }
  EXPECT_LT(small_complete, large_complete / 2);
}

TEST_F(TrendsSubscriptionTest, WakesWhenAnyQueryHasSomethingToSay) {
  v1::WatchTrendsRequest request;
  request.mutable_query()->set_metric(v1::TREND_METRIC_CSAT);
  request.add_more_queries()->set_metric(v1::TREND_METRIC_NPS);
  const auto subscription = Subscribe(request);
  int woken = 0;
  subscription->set_wake([&woken] { ++woken; });
  Drain(*subscription);
  woken = 0;
  feed_.Commit(Nps("1", 9, "acme"));
  feed_.steady.Advance(kMinEvaluationInterval);
  host_.RunAll();
  EXPECT_GT(woken, 0);
}

TEST_F(TrendsSubscriptionTest, ValidationNamesTheQueryAndTheField) {
  v1::WatchTrendsRequest request = Three();
  request.mutable_more_queries(1)->set_time_zone("Mars/Olympus");
  request.mutable_query()->clear_metric();
  std::vector<std::string> fields;
  for (const base::Violation& violation : ValidateWatchTrends(request)) {
    fields.push_back(violation.field);
  }
  EXPECT_THAT(fields, ElementsAre("query.metric", "more_queries[1].time_zone"));
}

TEST_F(TrendsSubscriptionTest, MoreThanFifteenOthersAreRefused) {
  v1::WatchTrendsRequest request = ByAccount();
  for (int i = 0; i < kMaxMoreQueries; ++i) {
    request.add_more_queries()->set_metric(v1::TREND_METRIC_NPS);
  }
  EXPECT_THAT(ValidateWatchTrends(request), IsEmpty());
  request.add_more_queries()->set_metric(v1::TREND_METRIC_NPS);
  const std::vector<base::Violation> violations = ValidateWatchTrends(request);
  ASSERT_THAT(violations, SizeIs(1));
  EXPECT_EQ(violations[0].field, "more_queries");
}

}  // namespace
}  // namespace voc::subscribe
