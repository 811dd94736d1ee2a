#include "server/discover/discover_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "server/views/query/calendar.h"
#include "storage/base/status_details.h"
#include "tests/unit/server/views/query/times.h"

namespace voc::discover {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using views::At;
using views::Shown;
using views::StampAt;

std::vector<std::string> BadFields(const v1::DiscoverThemesRequest& request) {
  std::vector<std::string> fields;
  const auto spec = ParseDiscoverRequest(request);
  if (spec.ok()) return fields;
  const google::rpc::Status status = base::ToRpcStatus(spec.status());
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

TEST(ParseDiscoverRequest, NamesEveryBadField) {
  v1::DiscoverThemesRequest request;
  request.set_time_zone("Mars/Olympus");
  request.set_limit(201);
  request.set_min_texts(1);
  request.set_false_discovery_rate(std::numeric_limits<double>::quiet_NaN());
  request.mutable_filter()->add_metrics(v1::METRIC_UNSPECIFIED);
  request.mutable_before_start_time()->set_nanos(-1);
  EXPECT_THAT(BadFields(request),
              UnorderedElementsAre("time_zone", "limit", "min_texts", "false_discovery_rate",
                                   "filter.metrics[0]", "before_start_time"));
}

TEST(ParseDiscoverRequest, BeforeIsBefore) {
  v1::DiscoverThemesRequest request;
  *request.mutable_filter()->mutable_interval()->mutable_start_time() =
      StampAt("2025-10-06T00:00:00Z");
  *request.mutable_before_start_time() = StampAt("2025-10-06T00:00:00Z");
  EXPECT_THAT(BadFields(request), ElementsAre("before_start_time"));
}

class PeriodsOfTest : public ::testing::Test {
 protected:
  // "start end before_start"
  std::string Periods() {
    const auto spec = ParseDiscoverRequest(request_);
    EXPECT_TRUE(spec.ok()) << spec.status();
    const auto periods = PeriodsOf(*spec, At("2025-12-31T22:30:00Z"));
    EXPECT_TRUE(periods.ok()) << periods.status();
    EXPECT_EQ(periods->before.end, periods->now.start);
    return Shown(periods->now.start) + " " + Shown(periods->now.end) + " " +
           Shown(periods->before.start);
  }

  v1::DiscoverThemesRequest request_;
};

TEST_F(PeriodsOfTest, TheLastThirtyDaysOfTheData) {
  EXPECT_EQ(Periods(), "2025-12-02T00:00:00Z 2026-01-01T00:00:00Z 2025-11-02T00:00:00Z");
  request_.set_time_zone("Europe/Stockholm");
  EXPECT_EQ(Periods(), "2025-12-01T23:00:00Z 2025-12-31T23:00:00Z 2025-11-01T23:00:00Z");
}

TEST_F(PeriodsOfTest, TheSameLengthBefore) {
  *request_.mutable_filter()->mutable_interval()->mutable_start_time() =
      StampAt("2025-10-06T00:00:00Z");
  *request_.mutable_filter()->mutable_interval()->mutable_end_time() =
      StampAt("2025-12-08T00:00:00Z");
  EXPECT_EQ(Periods(), "2025-10-06T00:00:00Z 2025-12-08T00:00:00Z 2025-08-04T00:00:00Z");
  *request_.mutable_before_start_time() = StampAt("2025-01-01T00:00:00Z");
  EXPECT_EQ(Periods(), "2025-10-06T00:00:00Z 2025-12-08T00:00:00Z 2025-01-01T00:00:00Z");
}

TEST_F(PeriodsOfTest, OneOpenEnd) {
  *request_.mutable_filter()->mutable_interval()->mutable_end_time() =
      StampAt("2025-12-08T00:00:00Z");
  EXPECT_EQ(Periods(), "2025-11-08T00:00:00Z 2025-12-08T00:00:00Z 2025-10-09T00:00:00Z");
  request_.Clear();
  *request_.mutable_filter()->mutable_interval()->mutable_start_time() =
      StampAt("2025-12-31T20:30:00Z");
  EXPECT_EQ(Periods(),
            "2025-12-31T20:30:00Z 2025-12-31T22:30:00.000000001Z "
            "2025-12-31T18:29:59.999999999Z");
}

TEST_F(PeriodsOfTest, ABeforeThatStartsTooLateIsRefused) {
  *request_.mutable_before_start_time() = StampAt("2025-12-15T00:00:00Z");
  const auto periods = PeriodsOf(*ParseDiscoverRequest(request_), At("2025-12-31T22:30:00Z"));
  EXPECT_EQ(periods.status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace voc::discover
