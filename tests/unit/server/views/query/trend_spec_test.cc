#include "server/views/query/trend_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "tests/unit/server/views/query/times.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Fields(const v1::QueryTrendRequest& request) {
  std::vector<std::string> fields;
  for (const base::Violation& violation : ValidateTrendRequest(request)) {
    EXPECT_FALSE(violation.description.empty());
    fields.push_back(violation.field);
  }
  return fields;
}

v1::QueryTrendRequest Good() {
  v1::QueryTrendRequest request;
  request.set_metric(v1::TREND_METRIC_NPS);
  return request;
}

TEST(ParseTrendRequest, FillsInDefaults) {
  const auto spec = ParseTrendRequest(Good());
  ASSERT_TRUE(spec.ok());
  EXPECT_EQ(spec->granularity, v1::GRANULARITY_MONTH);
  EXPECT_EQ(spec->zone, absl::UTCTimeZone());
  EXPECT_EQ(spec->mode, v1::RESPONDENT_MODE_ALL_RESPONSES);
  EXPECT_EQ(spec->confidence, 0.95);
  EXPECT_EQ(spec->min_n, 30);
  EXPECT_EQ(spec->window_days, 0);
  EXPECT_FALSE(spec->start || spec->end);
}

TEST(ParseTrendRequest, TakesWhatIsSaid) {
  v1::QueryTrendRequest request = Good();
  request.set_granularity(v1::GRANULARITY_HOUR);
  request.set_time_zone("Asia/Kathmandu");
  request.set_respondent_mode(v1::RESPONDENT_MODE_LATEST_PER_ACCOUNT);
  request.set_confidence(0.8);
  request.set_min_n(1);
  request.set_window_days(kMaxWindowDays);
  for (const char* name : {"source", "question", "account", "channel", "language", "journey_stage",
                           "theme", "property.plan.x"}) {
    request.add_group_by(name);
  }
  *request.mutable_filter()->mutable_interval()->mutable_end_time() =
      StampAt("2262-01-01T00:00:00Z");
  const auto spec = ParseTrendRequest(request);
  ASSERT_TRUE(spec.ok()) << spec.status();
  EXPECT_EQ(spec->granularity, v1::GRANULARITY_HOUR);
  EXPECT_EQ(spec->zone.name(), "Asia/Kathmandu");
  EXPECT_EQ(spec->mode, v1::RESPONDENT_MODE_LATEST_PER_ACCOUNT);
  EXPECT_EQ(spec->confidence, 0.8);
  EXPECT_EQ(spec->min_n, 1);
  ASSERT_EQ(spec->group_by.size(), 8u);
  EXPECT_EQ(spec->group_by[2].dimension, Dimension::kAccount);
  EXPECT_EQ(spec->group_by[7].property_key, "plan.x");
  EXPECT_FALSE(spec->start);
  EXPECT_EQ(spec->end, At("2262-01-01T00:00:00Z"));
}

TEST(ValidateTrendRequest, NamesEveryBadField) {
  v1::QueryTrendRequest request;
  request.mutable_filter()->add_metrics(v1::METRIC_UNSPECIFIED);
  request.set_granularity(static_cast<v1::Granularity>(8));
  request.set_time_zone("Mars/Olympus");
  request.add_group_by("source");
  request.add_group_by("sources");
  request.add_group_by("source");
  request.add_group_by("property.");
  request.add_group_by("property." + std::string(256, 'k'));
  request.set_window_days(-1);
  request.set_respondent_mode(static_cast<v1::RespondentMode>(4));
  request.set_confidence(1);
  request.set_min_n(-1);
  request.set_comparison(static_cast<v1::Comparison>(3));
  EXPECT_THAT(Fields(request),
              ElementsAre("metric", "filter.metrics[0]", "granularity", "time_zone", "group_by[1]",
                          "group_by[2]", "group_by[3]", "group_by[4]", "window_days",
                          "respondent_mode", "confidence", "comparison", "min_n"));
}

TEST(ParseTrendRequest, AccountsThatWereChosenAreNotDrawn) {
  v1::QueryTrendRequest request = Good();
  EXPECT_EQ(ParseTrendRequest(request)->cluster_by, ClusterBy::kAccount);
  request.mutable_filter()->add_account_ids("acme");
  EXPECT_EQ(ParseTrendRequest(request)->cluster_by, ClusterBy::kRespondent);
  request = Good();
  request.add_group_by("account");
  EXPECT_EQ(ParseTrendRequest(request)->cluster_by, ClusterBy::kRespondent);
}

TEST(ValidateTrendRequest, BoundsOfNumbers) {
  v1::QueryTrendRequest request = Good();
  request.set_metric(static_cast<v1::TrendMetric>(6));
  EXPECT_THAT(Fields(request), ElementsAre("metric"));
  request = Good();
  request.set_window_days(kMaxWindowDays + 1);
  EXPECT_THAT(Fields(request), ElementsAre("window_days"));
  request = Good();
  for (const double bad : {-0.1, 1.5, std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity()}) {
    request.set_confidence(bad);
    EXPECT_THAT(Fields(request), ElementsAre("confidence")) << bad;
  }
  request.set_confidence(0.999);
  EXPECT_THAT(Fields(request), IsEmpty());
  for (int i = 0; i < 9; ++i) request.add_group_by("property.k" + std::to_string(i));
  EXPECT_THAT(Fields(request), ElementsAre("group_by"));
}

TEST(ValidateTrendRequest, IntervalsMustBeOfTimesThatAreStored) {
  v1::QueryTrendRequest request = Good();
  v1::Interval& interval = *request.mutable_filter()->mutable_interval();
  *interval.mutable_start_time() = StampAt("1678-01-01T00:00:00Z");
  *interval.mutable_end_time() = StampAt("2262-01-01T00:00:00Z");
  EXPECT_THAT(Fields(request), IsEmpty());
  interval.mutable_start_time()->set_seconds(interval.start_time().seconds() - 1);
  interval.mutable_end_time()->set_nanos(1);
  EXPECT_THAT(Fields(request),
              ElementsAre("filter.interval.start_time", "filter.interval.end_time"));
}

TEST(ValidateTrendRequest, AnEndNotAfterTheStartIsOneViolation) {
  v1::QueryTrendRequest request = Good();
  v1::Interval& interval = *request.mutable_filter()->mutable_interval();
  *interval.mutable_start_time() = StampAt("2025-01-01T00:00:00Z");
  *interval.mutable_end_time() = StampAt("2025-01-01T00:00:00Z");
  EXPECT_THAT(Fields(request), ElementsAre("filter.interval"));
}

}  // namespace
}  // namespace voc::views
