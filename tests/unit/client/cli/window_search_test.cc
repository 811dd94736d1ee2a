#include "client/cli/window_search.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>

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
    query.mutable_filter()->add_channels("email");
    const absl::Time end = absl::FromCivil(absl::CivilDay(2025, 7, 1), absl::UTCTimeZone());
    const auto windows = FindWindows(*server_.NewClient(), query, {{}}, end, absl::UTCTimeZone());
    if (!windows.ok()) return windows.status();
    return windows->front();
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

TEST_F(WindowSearchTest, AsksTheSameOfOneBucket) {
  ASSERT_TRUE(Find(1, 30).ok());
  for (const v1::QueryTrendRequest& request : server_.trend_requests()) {
    EXPECT_EQ(request.granularity(), v1::GRANULARITY_TOTAL);
    EXPECT_EQ(request.metric(), v1::TREND_METRIC_CSAT);
    EXPECT_EQ(request.window_days(), 0);
    EXPECT_EQ(request.filter().channels_size(), 1);
  }
}

TEST_F(WindowSearchTest, EachGroupHasItsOwn) {
  server_.trend = [](const v1::QueryTrendRequest& request) {
    const v1::Interval& interval = request.filter().interval();
    const int64_t days = (interval.end_time().seconds() - interval.start_time().seconds()) / 86'400;
    v1::QueryTrendResponse response;
    for (const auto& [source, a_day] : std::map<std::string, int64_t>{{"few", 1}, {"many", 10}}) {
      v1::TrendSeries& series = *response.add_series();
      (*series.mutable_group())["source"] = source;
      series.mutable_total()->set_n(days * a_day);
    }
    response.mutable_total()->set_n(days * 11);
    return response;
  };
  v1::QueryTrendRequest query;
  query.set_min_n(30);
  query.add_group_by("source");
  const absl::Time end = absl::FromCivil(absl::CivilDay(2025, 7, 1), absl::UTCTimeZone());
  const auto windows = FindWindows(
      *server_.NewClient(), query,
      {{{"source", "few"}}, {{"source", "many"}}, {{"source", "none"}}}, end, absl::UTCTimeZone());
  ASSERT_TRUE(windows.ok());
  EXPECT_EQ((*windows)[0].days, 30);
  EXPECT_EQ((*windows)[1].days, 3);
  EXPECT_EQ((*windows)[2].days, kMaxWindowDays);
  EXPECT_EQ((*windows)[2].n, 0);
  // What is known of a window is not asked again.
  std::set<int64_t> starts;
  for (const v1::QueryTrendRequest& request : server_.trend_requests()) {
    EXPECT_EQ(request.group_by_size(), 1);
    EXPECT_TRUE(starts.insert(request.filter().interval().start_time().seconds()).second);
  }
}

TEST(WindowSearchErrorTest, IsThatOfTheCall) {
  client::ClientOptions options;
  options.server = "127.0.0.1:1";
  options.retry.retry_for = absl::ZeroDuration();
  client::Client client(options);
  EXPECT_FALSE(FindWindows(client, {}, {{}}, absl::UnixEpoch(), absl::UTCTimeZone()).ok());
}

}  // namespace
}  // namespace voc::cli
