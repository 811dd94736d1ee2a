#include "client/cli/theme_query.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "client/cli/time_zone.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

TEST(ToImpactRequest, Defaults) {
  const auto request = ToImpactRequest({}, *LoadZone("UTC"));
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->metric(), v1::TREND_METRIC_NPS);
  EXPECT_EQ(request->group_by(), "theme");
  EXPECT_FALSE(request->has_before());
  EXPECT_EQ(request->confidence(), 0.95);
  EXPECT_EQ(request->min_n(), 30);
  EXPECT_EQ(request->false_discovery_rate(), 0.10);
  EXPECT_EQ(request->limit(), 100);
}

TEST(ToImpactRequest, EveryOption) {
  ImpactOptions options;
  options.metric = "csat";
  options.by = "property.plan";
  options.before_since = "2025-02-01";
  options.before_until = "2025-02-15T12:00";
  options.confidence = 0.9;
  options.min_n = 5;
  options.false_discovery_rate = 0.05;
  options.limit = 7;
  options.filter.since = "2025-03-01";
  options.filter.where = {"channel=web"};
  const auto request = ToImpactRequest(options, *LoadZone("Europe/Stockholm"));
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->metric(), v1::TREND_METRIC_CSAT);
  EXPECT_EQ(request->group_by(), "property.plan");
  EXPECT_EQ(request->before().start_time().seconds(), 1738364400);
  EXPECT_EQ(request->before().end_time().seconds(), 1739617200);
  EXPECT_EQ(request->filter().interval().start_time().seconds(), 1740783600);
  EXPECT_EQ(request->filter().channels(0), "web");
  EXPECT_EQ(request->limit(), 7);
  EXPECT_EQ(request->min_n(), 5);
  EXPECT_EQ(request->confidence(), 0.9);
  EXPECT_EQ(request->false_discovery_rate(), 0.05);
}

TEST(ToImpactRequest, ErrorsNameTheOption) {
  const auto refused = [](const ImpactOptions& options) {
    return std::string(ToImpactRequest(options, *LoadZone("UTC")).status().message());
  };
  EXPECT_TRUE(absl::StartsWith(refused({.metric = "x"}), "--metric: "));
  EXPECT_TRUE(absl::StartsWith(refused({.before_since = "x"}), "--before-since"));
  EXPECT_TRUE(absl::StartsWith(refused({.before_until = "x"}), "--before-until"));
}

TEST(ToDiscoverRequest, EveryOption) {
  const auto defaults = ToDiscoverRequest({}, *LoadZone("UTC"), "UTC");
  ASSERT_TRUE(defaults.ok());
  EXPECT_EQ(defaults->limit(), 25);
  EXPECT_EQ(defaults->min_texts(), 5);
  EXPECT_EQ(defaults->false_discovery_rate(), 0.10);
  EXPECT_FALSE(defaults->has_before_start_time());

  DiscoverOptions options;
  options.before_since = "2025-02-01";
  options.limit = 7;
  options.min_texts = 3;
  options.false_discovery_rate = 0.05;
  options.filter.since = "2025-03-01";
  options.filter.metrics = {"nps"};
  const auto request =
      ToDiscoverRequest(options, *LoadZone("Europe/Stockholm"), "Europe/Stockholm");
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->before_start_time().seconds(), 1738364400);
  EXPECT_EQ(request->filter().interval().start_time().seconds(), 1740783600);
  EXPECT_EQ(request->filter().metrics(0), v1::METRIC_NPS);
  EXPECT_EQ(request->time_zone(), "Europe/Stockholm");
  EXPECT_EQ(request->limit(), 7);
  EXPECT_EQ(request->min_texts(), 3);
  EXPECT_EQ(request->false_discovery_rate(), 0.05);
}

TEST(ToDiscoverRequest, ErrorsNameTheOption) {
  DiscoverOptions options;
  options.before_since = "x";
  EXPECT_TRUE(absl::StartsWith(
      ToDiscoverRequest(options, *LoadZone("UTC"), "UTC").status().message(), "--before-since"));
}

}  // namespace
}  // namespace voc::cli
