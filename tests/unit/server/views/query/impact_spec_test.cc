#include "server/views/query/impact_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "storage/base/status_details.h"
#include "tests/unit/server/views/query/times.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

v1::QueryImpactRequest Good() {
  v1::QueryImpactRequest request;
  request.set_metric(v1::TREND_METRIC_NPS);
  return request;
}

std::vector<std::string> BadFields(const v1::QueryImpactRequest& request) {
  std::vector<std::string> fields;
  const auto spec = ParseImpactRequest(request);
  if (spec.ok()) return fields;
  const google::rpc::Status status = base::ToRpcStatus(spec.status());
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

TEST(ParseImpactRequest, FillsDefaultsIn) {
  const auto spec = ParseImpactRequest(Good());
  ASSERT_TRUE(spec.ok()) << spec.status();
  ASSERT_EQ(spec->trend.group_by.size(), 1u);
  EXPECT_EQ(spec->trend.group_by[0].kind, GroupDimension::Kind::kTheme);
  EXPECT_EQ(spec->trend.confidence, 0.95);
  EXPECT_EQ(spec->trend.min_n, 30);
  EXPECT_EQ(spec->false_discovery_rate, 0.10);
  EXPECT_EQ(spec->limit, 100u);
  EXPECT_FALSE(spec->before_start.has_value());
}

TEST(ParseImpactRequest, NamesEveryBadField) {
  v1::QueryImpactRequest request;
  request.set_group_by("colour");
  request.set_confidence(1);
  request.set_min_n(-1);
  request.set_false_discovery_rate(std::numeric_limits<double>::quiet_NaN());
  request.set_limit(1001);
  request.mutable_filter()->add_metrics(v1::METRIC_UNSPECIFIED);
  EXPECT_THAT(BadFields(request),
              UnorderedElementsAre("metric", "filter.metrics[0]", "group_by", "confidence", "min_n",
                                   "false_discovery_rate", "limit"));
}

TEST(ParseImpactRequest, ThePeriodBeforeLiesBefore) {
  v1::QueryImpactRequest request = Good();
  request.mutable_before();
  EXPECT_THAT(BadFields(request), ElementsAre("before.start_time"));
  *request.mutable_before()->mutable_start_time() = StampAt("2025-02-01T00:00:00Z");
  EXPECT_THAT(BadFields(request), ElementsAre("before"));
  *request.mutable_filter()->mutable_interval()->mutable_start_time() =
      StampAt("2025-03-01T00:00:00Z");
  EXPECT_THAT(BadFields(request), IsEmpty());
  *request.mutable_before()->mutable_end_time() = StampAt("2025-03-01T00:00:01Z");
  EXPECT_THAT(BadFields(request), ElementsAre("before.end_time"));
  *request.mutable_before()->mutable_end_time() = StampAt("2025-02-01T00:00:00Z");
  EXPECT_THAT(BadFields(request), ElementsAre("before"));
  request.mutable_before()->mutable_end_time()->set_seconds(1'000'000'000'000);
  EXPECT_THAT(BadFields(request), ElementsAre("before.end_time"));
}

}  // namespace
}  // namespace voc::views
