#include "client/cli/trend_query.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "client/cli/time_zone.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

absl::StatusOr<v1::QueryTrendRequest> Request(const TrendOptions& options) {
  return ToTrendRequest(options, *LoadZone("Europe/Stockholm"), "Europe/Stockholm");
}

TEST(TrendQueryTest, Defaults) {
  const auto request = Request({});
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->metric(), v1::TREND_METRIC_NPS);
  EXPECT_EQ(request->granularity(), v1::GRANULARITY_MONTH);
  EXPECT_EQ(request->time_zone(), "Europe/Stockholm");
  EXPECT_EQ(request->respondent_mode(), v1::RESPONDENT_MODE_ALL_RESPONSES);
  EXPECT_EQ(request->confidence(), 0.95);
  EXPECT_EQ(request->min_n(), 30);
  EXPECT_EQ(request->comparison(), v1::COMPARISON_PREVIOUS);
}

TEST(TrendQueryTest, EveryOption) {
  TrendOptions options;
  options.metric = "sentiment";
  options.by = "week";
  options.group_by = {"source", "property.plan"};
  options.window_days = 28;
  options.mode = "account";
  options.confidence = 0.9;
  options.min_n = 5;
  options.compare = "year-ago";
  options.language = "da";
  options.filter.since = "2025-03-01";
  const auto request = Request(options);
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->metric(), v1::TREND_METRIC_SENTIMENT);
  EXPECT_EQ(request->granularity(), v1::GRANULARITY_ISO_WEEK);
  EXPECT_EQ(request->group_by(1), "property.plan");
  EXPECT_EQ(request->window_days(), 28);
  EXPECT_EQ(request->respondent_mode(), v1::RESPONDENT_MODE_LATEST_PER_ACCOUNT);
  EXPECT_EQ(request->confidence(), 0.9);
  EXPECT_EQ(request->min_n(), 5);
  EXPECT_EQ(request->filter().interval().start_time().seconds(), 1740783600);
  EXPECT_EQ(request->comparison(), v1::COMPARISON_YEAR_AGO);
  const auto view = ViewOf(*request, options, *LoadZone("Europe/Stockholm"));
  ASSERT_TRUE(view.ok());
  EXPECT_EQ(view->window_days, 28);
  EXPECT_EQ(view->zone_name, "Europe/Stockholm");
  EXPECT_EQ(view->comparison, v1::COMPARISON_YEAR_AGO);
  EXPECT_EQ(view->language, report::Language::kDanish);
  EXPECT_EQ(view->min_n, 5);
}

TEST(TrendQueryTest, GranularitiesByTheirOwnNamesToo) {
  for (const char* by : {"hour", "day", "iso_week", "quarter", "year", "total"}) {
    EXPECT_TRUE(Request({.by = by}).ok()) << by;
  }
}

TEST(TrendQueryTest, ErrorsNameTheOption) {
  EXPECT_TRUE(absl::StartsWith(Request({.metric = "x"}).status().message(), "--metric: "));
  EXPECT_EQ(Request({.by = "x"}).status().message(),
            "--by: hour, day, week, month, quarter, year, total, not \"x\"");
  EXPECT_TRUE(absl::StartsWith(Request({.mode = "x"}).status().message(), "--mode: "));
}

}  // namespace
}  // namespace voc::cli
