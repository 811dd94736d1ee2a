#include "client/cli/window_search.h"

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "tests/unit/client/fake_reports.h"

namespace voc::cli {
namespace {

class WindowSearchTest : public ::testing::Test {
 protected:
  // `a_day` answers a day.
  absl::StatusOr<Window> Find(double a_day, int min_n) {
    server_.trend = [a_day](const v1::QueryTrendRequest& request) {
      const v1::Interval& interval = request.filter().interval();
      const double days =
          static_cast<double>(interval.end_time().seconds() - interval.start_time().seconds()) /
          86'400;
      v1::QueryTrendResponse response;
      response.mutable_total()->set_n(static_cast<int64_t>(days * a_day + 1e-9));
      return response;
    };
    v1::QueryTrendRequest query;
    query.set_metric(v1::TREND_METRIC_CSAT);
    query.set_min_n(min_n);
    query.set_granularity(v1::GRANULARITY_MONTH);
    query.set_window_days(7);
    query.add_group_by("source");
    query.mutable_filter()->add_channels("email");
    const absl::Time end = absl::FromCivil(absl::CivilDay(2025, 7, 1), absl::UTCTimeZone());
    return FindWindow(*server_.NewClient(), query, end, absl::UTCTimeZone());
  }

  client::FakeReports server_;
};

TEST_F(WindowSearchTest, TheShortestThatHasEnough) {
  for (const int min_n : {1, 2, 3, 4, 5, 30, 31, 32, 33, 64, 100}) {
    const auto window = Find(1, min_n);
    ASSERT_TRUE(window.ok());
    EXPECT_EQ(window->days, min_n);
    EXPECT_EQ(window->n, min_n);
  }
}

TEST_F(WindowSearchTest, OneDayIsTheLeast) {
  const auto window = Find(1000, 30);
  ASSERT_TRUE(window.ok());
  EXPECT_EQ(window->days, 1);
  EXPECT_EQ(window->n, 1000);
}

TEST_F(WindowSearchTest, NoneHasEnough) {
  const auto window = Find(0, 30);
  ASSERT_TRUE(window.ok());
  EXPECT_EQ(window->days, kMaxWindowDays);
  EXPECT_EQ(window->n, 0);
  EXPECT_LE(server_.trend_requests().size(), 14u);
}

TEST_F(WindowSearchTest, AsksTheSameOfOneBucketWithoutGroups) {
  ASSERT_TRUE(Find(1, 30).ok());
  for (const v1::QueryTrendRequest& request : server_.trend_requests()) {
    EXPECT_EQ(request.granularity(), v1::GRANULARITY_TOTAL);
    EXPECT_EQ(request.metric(), v1::TREND_METRIC_CSAT);
    EXPECT_EQ(request.window_days(), 0);
    EXPECT_TRUE(request.group_by().empty());
    EXPECT_EQ(request.filter().channels_size(), 1);
  }
}

TEST(WindowSearchErrorTest, IsThatOfTheCall) {
  client::ClientOptions options;
  options.server = "127.0.0.1:1";
  options.retry.retry_for = absl::ZeroDuration();
  client::Client client(options);
  EXPECT_FALSE(FindWindow(client, {}, absl::UnixEpoch(), absl::UTCTimeZone()).ok());
}

}  // namespace
}  // namespace voc::cli
