#include "client/cli/monday_fetch.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "client/cli/time_text.h"
#include "client/cli/time_zone.h"
#include "gtest/gtest.h"
#include "tests/unit/client/fake_reports.h"

namespace voc::cli {
namespace {

absl::Time Local(absl::CivilSecond second) {
  return absl::FromCivil(second, *LoadZone("Europe/Stockholm"));
}

MondayQuery Query() {
  MondayQuery query;
  query.view.zone = *LoadZone("Europe/Stockholm");
  query.view.zone_name = "Europe/Stockholm";
  // A Wednesday.
  query.now = Local(absl::CivilSecond(2025, 10, 15, 9, 30));
  return query;
}

v1::QueryTrendResponse Answered(int64_t n) {
  v1::QueryTrendResponse response;
  v1::TrendPoint* point = response.add_series()->add_points();
  point->set_n(n);
  response.mutable_total()->set_n(n);
  return response;
}

TEST(MondayFetchTest, TheLastFullIsoWeek) {
  client::FakeReports server;
  const auto monday = FetchMonday(*server.NewClient(), Query());
  ASSERT_TRUE(monday.ok());
  EXPECT_EQ(monday->start, Local(absl::CivilSecond(2025, 10, 6)));
  EXPECT_EQ(monday->end, Local(absl::CivilSecond(2025, 10, 13)));
  EXPECT_EQ(monday->before, Local(absl::CivilSecond(2025, 9, 29)));
  // Nobody answered anything.
  EXPECT_TRUE(monday->metrics.empty());
  const auto requests = server.trend_requests();
  ASSERT_GE(requests.size(), 2u);
  EXPECT_EQ(requests[0].granularity(), v1::GRANULARITY_TOTAL);
  EXPECT_EQ(requests[0].time_zone(), "Europe/Stockholm");
  EXPECT_EQ(requests[1].granularity(), v1::GRANULARITY_ISO_WEEK);
  EXPECT_EQ(FromTimestamp(requests[1].filter().interval().start_time()),
            Local(absl::CivilSecond(2025, 7, 14)));
  EXPECT_EQ(FromTimestamp(requests[1].filter().interval().end_time()), monday->end);
}

TEST(MondayFetchTest, OnAMondayTheWeekJustOver) {
  client::FakeReports server;
  MondayQuery query = Query();
  query.now = Local(absl::CivilSecond(2025, 10, 13, 0, 0, 1));
  EXPECT_EQ(FetchMonday(*server.NewClient(), query)->end, Local(absl::CivilSecond(2025, 10, 13)));
}

TEST(MondayFetchTest, OneEndGivesTheOther) {
  client::FakeReports server;
  MondayQuery query = Query();
  *query.filter.mutable_interval()->mutable_start_time() =
      ToTimestamp(Local(absl::CivilSecond(2025, 10, 24)));
  // The clock goes back within.
  EXPECT_EQ(FetchMonday(*server.NewClient(), query)->end, Local(absl::CivilSecond(2025, 10, 31)));
  query.filter.Clear();
  *query.filter.mutable_interval()->mutable_end_time() =
      ToTimestamp(Local(absl::CivilSecond(2025, 10, 31)));
  EXPECT_EQ(FetchMonday(*server.NewClient(), query)->start, Local(absl::CivilSecond(2025, 10, 24)));
  *query.filter.mutable_interval()->mutable_start_time() =
      ToTimestamp(Local(absl::CivilSecond(2025, 10, 31)));
  EXPECT_EQ(FetchMonday(*server.NewClient(), query).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(MondayFetchTest, LongPeriodsAreSeenByMonths) {
  client::FakeReports server;
  MondayQuery query = Query();
  *query.filter.mutable_interval()->mutable_start_time() =
      ToTimestamp(Local(absl::CivilSecond(2025, 7, 1)));
  *query.filter.mutable_interval()->mutable_end_time() =
      ToTimestamp(Local(absl::CivilSecond(2025, 10, 1)));
  ASSERT_TRUE(FetchMonday(*server.NewClient(), query).ok());
  const auto requests = server.trend_requests();
  EXPECT_EQ(requests[1].granularity(), v1::GRANULARITY_MONTH);
  EXPECT_EQ(FromTimestamp(requests[1].filter().interval().start_time()),
            Local(absl::CivilSecond(2024, 9, 1)));
}

TEST(MondayFetchTest, TheFirstMetricThatWasAnsweredLeads) {
  client::FakeReports server;
  server.trend = [](const v1::QueryTrendRequest& request) {
    return Answered(request.metric() == v1::TREND_METRIC_CES ||
                            request.metric() == v1::TREND_METRIC_SENTIMENT
                        ? 40
                        : 0);
  };
  const auto monday = FetchMonday(*server.NewClient(), Query());
  ASSERT_TRUE(monday.ok());
  EXPECT_EQ(monday->lead, v1::TREND_METRIC_CES);
  EXPECT_EQ(monday->metrics.size(), 2u);
  ASSERT_EQ(monday->groups.size(), 3u);
  EXPECT_EQ(monday->groups[0].dimension, "source");
}

TEST(MondayFetchTest, ThemesOfALongerTimeWhereTheWeekHasTooFew) {
  client::FakeReports server;
  std::vector<v1::QueryImpactRequest> requests;
  server.impact = [&](const v1::QueryImpactRequest& request) {
    requests.push_back(request);
    v1::QueryImpactResponse response;
    response.set_tests(requests.size() == 2 ? 3 : 0);
    return response;
  };
  const auto monday = FetchMonday(*server.NewClient(), Query());
  ASSERT_TRUE(monday.ok());
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(FromTimestamp(requests[0].filter().interval().start_time()), monday->start);
  EXPECT_EQ(FromTimestamp(requests[1].filter().interval().start_time()),
            Local(absl::CivilSecond(2025, 7, 14)));
  EXPECT_EQ(monday->themes.tests(), 3);
}

TEST(MondayFetchTest, NewestAndOldestOpenAlerts) {
  client::FakeReports server;
  // In no order of when they were collected.
  for (const int at : {7, 1, 12, 3, 9, 5, 11, 2, 8, 4, 10, 6}) {
    v1::Alert alert;
    alert.set_alert_id(absl::StrCat(at));
    alert.mutable_feedback()->mutable_collected_at()->set_seconds(at);
    server.alerts.push_back(alert);
  }
  const auto monday = FetchMonday(*server.NewClient(), Query());
  ASSERT_TRUE(monday.ok());
  EXPECT_EQ(monday->open_alerts, 12);
  ASSERT_EQ(monday->newest.size(), kShownAlerts);
  ASSERT_EQ(monday->oldest.size(), kShownAlerts);
  EXPECT_EQ(monday->newest.front().alert_id(), "12");
  EXPECT_EQ(monday->newest.back().alert_id(), "8");
  EXPECT_EQ(monday->oldest.front().alert_id(), "1");
  EXPECT_EQ(monday->oldest.back().alert_id(), "5");
  const v1::ListAlertsRequest request = server.alert_requests().front();
  EXPECT_EQ(request.states(0), v1::ALERT_STATE_OPEN);
  EXPECT_FALSE(request.filter().interval().has_start_time());
  EXPECT_EQ(FromTimestamp(request.filter().interval().end_time()), monday->end);
}

TEST(MondayFetchTest, FewAlertsAreShownOnce) {
  client::FakeReports server;
  server.alerts.resize(kShownAlerts + 1);
  const auto monday = FetchMonday(*server.NewClient(), Query());
  ASSERT_TRUE(monday.ok());
  EXPECT_EQ(monday->newest.size(), kShownAlerts);
  EXPECT_EQ(monday->oldest.size(), 1u);
}

TEST(MondayFetchTest, QuotesOfBothSidesThatSaySomething) {
  client::FakeReports server;
  server.trend = [](const v1::QueryTrendRequest&) { return Answered(40); };
  server.feedback = [](const v1::Filter& filter) {
    std::vector<v1::Feedback> found;
    const std::string side = filter.nps_groups(0) == v1::NPS_GROUP_PROMOTER ? "thanks" : "too slow";
    for (const std::string text : {"", "ok", " for the whole of this week"}) {
      v1::Feedback feedback;
      feedback.mutable_response()->set_comment(text.size() > 5 ? side + text : text);
      found.push_back(feedback);
    }
    return found;
  };
  const auto monday = FetchMonday(*server.NewClient(), Query());
  ASSERT_TRUE(monday.ok());
  ASSERT_EQ(monday->to_thank.size(), 1u);
  ASSERT_EQ(monday->to_call.size(), 1u);
  EXPECT_EQ(monday->to_thank[0].response().comment(), "thanks for the whole of this week");
  EXPECT_EQ(monday->to_call[0].response().comment(), "too slow for the whole of this week");
}

}  // namespace
}  // namespace voc::cli
