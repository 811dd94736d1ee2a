// TrendService over a real connection, a real RocksDB behind it.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/base/time.h"
#include "storage/testing/temp_dir.h"
#include "tests/integration/running_server.h"

namespace voc {
namespace {

using ::testing::ElementsAre;

// What a subscriber knows: the points of cells that hold something, without what
// does not count as a change.
using State = std::map<std::string, std::string>;

void Put(const google::protobuf::Map<std::string, std::string>& group, v1::TrendPoint point,
         State& state) {
  std::string key;
  for (const auto& [name, value] : std::map<std::string, std::string>(group.begin(), group.end())) {
    absl::StrAppend(&key, name, "=", value, ";");
  }
  absl::StrAppend(&key, point.start_time().seconds(), "-", point.end_time().seconds());
  if (point.n() == 0) {
    state.erase(key);
    return;
  }
  point.clear_revision();
  point.clear_final();
  std::string histogram;
  for (const auto& [score, count] :
       std::map<int32_t, int64_t>(point.histogram().begin(), point.histogram().end())) {
    absl::StrAppend(&histogram, score, ":", count, " ");
  }
  point.clear_histogram();
  state[key] = absl::StrCat(histogram, point.ShortDebugString());
}

class Watch {
 public:
  Watch(RunningServer& server, const v1::QueryTrendRequest& query) {
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    v1::WatchTrendsRequest request;
    *request.mutable_query() = query;
    stream_ = server.trends().WatchTrends(&context_, request);
  }

  // Takes in one message; false at the end.
  bool Next() {
    if (!stream_->Read(&last_)) return false;
    if (last_.has_upsert()) {
      ++upserts_;
      Put(last_.upsert().group(), last_.upsert().point(), state_);
    }
    return true;
  }

  void ReadSnapshot() {
    ASSERT_TRUE(Next());
    EXPECT_TRUE(last_.has_started());
    while (!last_.has_snapshot_complete()) {
      ASSERT_TRUE(Next());
      ASSERT_FALSE(last_.has_progress());
    }
    EXPECT_EQ(last_.snapshot_complete().cells(), upserts_);
  }

  // Reads until the state is `wanted`; false if the stream ends before.
  bool ReadUntil(const State& wanted) {
    while (state_ != wanted) {
      if (!Next()) return false;
    }
    return true;
  }

  const State& state() const { return state_; }
  int upserts() const { return upserts_; }
  grpc::Status Finish() { return stream_->Finish(); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchTrendsResponse>> stream_;
  v1::WatchTrendsResponse last_;
  State state_;
  int upserts_ = 0;
};

class TrendsTest : public ::testing::Test {
 protected:
  State Query(const v1::QueryTrendRequest& query) {
    grpc::ClientContext context;
    v1::QueryTrendResponse response;
    const grpc::Status status = server_.trends().QueryTrend(&context, query, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    State state;
    for (const v1::TrendSeries& series : response.series()) {
      for (const v1::TrendPoint& point : series.points()) Put(series.group(), point, state);
    }
    return state;
  }

  static v1::QueryTrendRequest NpsBy(v1::Granularity granularity) {
    v1::QueryTrendRequest query;
    query.set_metric(v1::TREND_METRIC_NPS);
    query.set_granularity(granularity);
    return query;
  }

  // An NPS response some days after the first of 2026.
  static v1::Feedback OnDay(int id, int score, int day) {
    v1::Feedback feedback = Nps(absl::StrCat(id), score, absl::StrCat("account-", id % 7));
    base::SetTimestamp((1'767'225'600 + day * 86'400LL) * base::kNsPerSecond,
                       *feedback.mutable_collected_at());
    return feedback;
  }

  base::TempDir dir_;
  RunningServer server_{dir_.path()};
};

TEST_F(TrendsTest, QueryCountsWhatWasSubmitted) {
  server_.Ingest({OnDay(1, 10, 0), OnDay(2, 0, 0), OnDay(3, 9, 40)});
  grpc::ClientContext context;
  v1::QueryTrendResponse response;
  ASSERT_TRUE(server_.trends().QueryTrend(&context, NpsBy(v1::GRANULARITY_MONTH), &response).ok());
  ASSERT_EQ(response.series_size(), 1);
  ASSERT_EQ(response.series(0).points_size(), 2);
  EXPECT_EQ(response.series(0).points(0).value(), 0);
  EXPECT_EQ(response.series(0).points(1).value(), 100);
  EXPECT_EQ(response.total().n(), 3);
}

TEST_F(TrendsTest, BadQueriesAreRefusedNamingEveryField) {
  v1::QueryTrendRequest query;
  query.set_time_zone("Mars/Olympus");
  query.add_group_by("weather");
  grpc::ClientContext context;
  v1::QueryTrendResponse response;
  const grpc::Status status = server_.trends().QueryTrend(&context, query, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFieldsOf(DetailsOf(status)), ElementsAre("metric", "time_zone", "group_by[0]"));
  EXPECT_EQ(ErrorInfoOf(status).domain(), "voc");
  Watch watch(server_, query);
  EXPECT_FALSE(watch.Next());
  EXPECT_THAT(BadFieldsOf(DetailsOf(watch.Finish())),
              ElementsAre("query.metric", "query.time_zone", "query.group_by[0]"));
}

TEST_F(TrendsTest, WatchSendsASnapshotThenChangesUntilItIsWhatAQueryAnswers) {
  server_.Ingest({OnDay(1, 10, 0), OnDay(2, 0, 40)});
  const v1::QueryTrendRequest query = NpsBy(v1::GRANULARITY_MONTH);
  Watch watch(server_, query);
  watch.ReadSnapshot();
  EXPECT_EQ(watch.state(), Query(query));
  const std::string id = server_.Submit(OnDay(3, 5, 100)).feedback_id();
  EXPECT_TRUE(watch.ReadUntil(Query(query)));
  server_.Exclude(id, "test");
  EXPECT_TRUE(watch.ReadUntil(Query(query)));
  server_.Restore(id);
  EXPECT_TRUE(watch.ReadUntil(Query(query)));
}

TEST_F(TrendsTest, ChangeBeforeTheIntervalMovesTheComparisonOfTheFirstPoint) {
  server_.Ingest({OnDay(1, 10, 0), OnDay(2, 10, 40)});
  v1::QueryTrendRequest query = NpsBy(v1::GRANULARITY_MONTH);
  base::SetTimestamp(1'769'904'000 * base::kNsPerSecond,  // 2026-02-01
                     *query.mutable_filter()->mutable_interval()->mutable_start_time());
  Watch watch(server_, query);
  watch.ReadSnapshot();
  const State before = watch.state();
  server_.Submit(OnDay(3, 0, 1));
  const State wanted = Query(query);
  ASSERT_NE(wanted, before);
  EXPECT_TRUE(watch.ReadUntil(wanted));
}

TEST_F(TrendsTest, WatchersStayRightThroughRandomChanges) {
  const char* given = std::getenv("VOC_TEST_SEED");
  const unsigned seed = given != nullptr ? static_cast<unsigned>(std::atoi(given)) : 7;
  SCOPED_TRACE(absl::StrCat("VOC_TEST_SEED=", seed));
  std::mt19937 random(seed);
  std::vector<v1::QueryTrendRequest> queries;
  queries.push_back(NpsBy(v1::GRANULARITY_DAY));
  queries.push_back(NpsBy(v1::GRANULARITY_MONTH));
  queries.back().add_group_by("account");
  queries.push_back(NpsBy(v1::GRANULARITY_ISO_WEEK));
  queries.back().set_window_days(30);
  queries.back().set_time_zone("Asia/Kathmandu");
  queries.push_back(NpsBy(v1::GRANULARITY_TOTAL));
  queries.push_back(NpsBy(v1::GRANULARITY_MONTH));
  queries.back().mutable_filter()->add_account_ids("account-3");
  std::vector<std::unique_ptr<Watch>> watches;
  for (const v1::QueryTrendRequest& query : queries) {
    watches.push_back(std::make_unique<Watch>(server_, query));
    watches.back()->ReadSnapshot();
  }
  std::vector<std::string> ids;
  for (int round = 0; round < 40; ++round) {
    std::vector<v1::Feedback> batch;
    for (int i = 0; i < 50; ++i) {
      batch.push_back(OnDay(static_cast<int>(random() % 400), static_cast<int>(random() % 11),
                            static_cast<int>(random() % 200)));
    }
    for (const v1::SubmitResult& result : server_.Ingest(batch)) {
      ids.push_back(result.feedback_id());
    }
    for (int i = 0; i < 5; ++i) {
      server_.Exclude(ids[random() % ids.size()], absl::StrCat("round ", round));
      server_.Restore(ids[random() % ids.size()]);
    }
  }
  for (size_t i = 0; i < queries.size(); ++i) {
    EXPECT_TRUE(watches[i]->ReadUntil(Query(queries[i]))) << "query " << i;
  }
}

TEST_F(TrendsTest, ManyQueriesOnOneStreamEachBecomeWhatAQueryAnswers) {
  server_.Ingest({OnDay(1, 10, 0), OnDay(2, 0, 40)});
  std::vector<v1::QueryTrendRequest> queries;
  for (const v1::Granularity granularity : {v1::GRANULARITY_DAY, v1::GRANULARITY_ISO_WEEK,
                                            v1::GRANULARITY_MONTH, v1::GRANULARITY_YEAR}) {
    for (const char* group : {"", "account", "source", "channel"}) {
      queries.push_back(NpsBy(granularity));
      if (*group != '\0') queries.back().add_group_by(group);
    }
  }
  ASSERT_EQ(queries.size(), 16u);
  v1::WatchTrendsRequest request;
  *request.mutable_query() = queries[0];
  for (size_t i = 1; i < queries.size(); ++i) *request.add_more_queries() = queries[i];
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  const auto stream = server_.trends().WatchTrends(&context, request);

  std::vector<State> states(queries.size());
  std::set<int> complete;
  const auto take = [&](const v1::WatchTrendsResponse& message) {
    const auto index = static_cast<size_t>(message.query_index());
    ASSERT_LT(index, states.size());
    if (message.has_upsert())
      Put(message.upsert().group(), message.upsert().point(), states[index]);
    if (message.has_snapshot_complete()) complete.insert(message.query_index());
  };
  v1::WatchTrendsResponse message;
  while (complete.size() < queries.size() && stream->Read(&message)) take(message);
  ASSERT_EQ(complete.size(), queries.size());

  server_.Ingest({OnDay(3, 5, 100), OnDay(2, 9, 40), OnDay(4, 7, 8)});
  std::vector<State> wanted;
  for (const v1::QueryTrendRequest& query : queries) wanted.push_back(Query(query));
  while (states != wanted && stream->Read(&message)) take(message);
  EXPECT_EQ(states, wanted);
  context.TryCancel();
}

TEST_F(TrendsTest, BadFieldsAreNamedWithTheQueryTheyAreOf) {
  v1::WatchTrendsRequest request;
  *request.mutable_query() = NpsBy(v1::GRANULARITY_DAY);
  request.add_more_queries()->set_metric(v1::TREND_METRIC_CSAT);
  request.add_more_queries()->add_group_by("weather");
  grpc::ClientContext context;
  const auto stream = server_.trends().WatchTrends(&context, request);
  v1::WatchTrendsResponse message;
  EXPECT_FALSE(stream->Read(&message));
  EXPECT_THAT(BadFieldsOf(DetailsOf(stream->Finish())),
              ElementsAre("more_queries[1].metric", "more_queries[1].group_by[0]"));
}

// The rule of now holds for answers of before.
TEST_F(TrendsTest, AWatcherSeesThatASourceCountsAnotherTopBox) {
  for (int score = 1; score <= 5; ++score) {
    v1::Feedback feedback = OnDay(score, score, 1);
    feedback.mutable_response()->set_metric(v1::METRIC_CSAT);
    ASSERT_EQ(server_.Submit(feedback).outcome(), v1::OUTCOME_CREATED);
    feedback.set_source_id("other");
    ASSERT_EQ(server_.Submit(feedback).outcome(), v1::OUTCOME_CREATED);
  }
  v1::QueryTrendRequest query = NpsBy(v1::GRANULARITY_YEAR);
  query.set_metric(v1::TREND_METRIC_CSAT);
  const State both = Query(query);
  EXPECT_EQ(both.size(), 1u);
  Watch watch(server_, query);
  watch.ReadSnapshot();
  EXPECT_EQ(watch.state(), both);

  v1::Source source;
  source.set_source_id("app");
  source.set_metric(v1::METRIC_CSAT);
  source.set_top_box(1);
  {
    grpc::ClientContext context;
    v1::CreateSourceRequest request;
    *request.mutable_source() = source;
    v1::CreateSourceResponse response;
    ASSERT_TRUE(server_.sources().CreateSource(&context, request, &response).ok());
  }
  const State split = Query(query);
  EXPECT_EQ(split.size(), 2u);
  EXPECT_TRUE(watch.ReadUntil(split));
  query.mutable_filter()->add_source_ids("app");
  v1::QueryTrendResponse alone;
  {
    grpc::ClientContext context;
    ASSERT_TRUE(server_.trends().QueryTrend(&context, query, &alone).ok());
  }
  EXPECT_DOUBLE_EQ(alone.total().value(), 20);
  {
    grpc::ClientContext context;
    v1::UpdateSourceRequest request;
    source.clear_top_box();
    *request.mutable_source() = source;
    v1::UpdateSourceResponse response;
    ASSERT_TRUE(server_.sources().UpdateSource(&context, request, &response).ok());
  }
  EXPECT_TRUE(watch.ReadUntil(both));
}

}  // namespace
}  // namespace voc
