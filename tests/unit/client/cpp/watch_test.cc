#include "client/cpp/watch.h"

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/cpp/client.h"
#include "client/cpp/status.h"
#include "gtest/gtest.h"
#include "tests/unit/client/fake_vocd.h"

namespace voc::client {
namespace {

class WatchTest : public ::testing::Test {
 protected:
  ClientOptions Options() {
    return {.server = server_.address(),
            .retry = {.retry_for = absl::Seconds(30),
                      .initial_backoff = absl::Milliseconds(1),
                      .max_backoff = absl::Milliseconds(5)}};
  }

  FakeVocd server_;
};

TEST_F(WatchTest, AlertsResumeAfterTheLastCursor) {
  server_.BreakStreams(
      {{.after = 3}, {.after = 0}, {.after = 4, .status = grpc::Status::CANCELLED}});
  Client client(Options());
  v1::WatchAlertsRequest request;
  request.mutable_start()->set_earliest(true);
  request.add_rule_ids("nps-detractor");
  std::vector<uint64_t> sequences;
  const absl::Status status =
      WatchAlerts(client, request, [&](const v1::WatchAlertsResponse& response) {
        if (response.has_alert()) sequences.push_back(response.alert().sequence());
        return sequences.size() < 20;
      });
  EXPECT_TRUE(status.ok()) << status;
  ASSERT_EQ(sequences.size(), 20u);
  for (size_t i = 0; i < sequences.size(); ++i) EXPECT_EQ(sequences[i], i + 1);
  const auto requests = server_.watch_requests();
  ASSERT_EQ(requests.size(), 4u);
  EXPECT_TRUE(requests[0].start().earliest());
  EXPECT_EQ(requests[1].start().after_cursor(), "3");
  EXPECT_EQ(requests[2].start().after_cursor(), "3");
  EXPECT_EQ(requests[3].start().after_cursor(), "7");
  EXPECT_EQ(requests[3].rule_ids(0), "nps-detractor");
}

TEST_F(WatchTest, ADamagedCursorIsRefused) {
  Client client(Options());
  v1::WatchAlertsRequest request;
  request.mutable_start()->set_after_cursor("damaged");
  const absl::Status status =
      WatchAlerts(client, request, [](const v1::WatchAlertsResponse&) { return true; });
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "CURSOR_INVALID");
}

TEST_F(WatchTest, TrendsStartAnewWithEveryStream) {
  server_.BreakStreams({{.after = 2}});
  Client client(Options());
  std::vector<int64_t> seen;
  const absl::Status status = WatchTrends(client, {}, [&](const v1::WatchTrendsResponse& response) {
    seen.push_back(response.has_started() ? 0 : response.upsert().point().n());
    return seen.size() < 6;
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(seen, (std::vector<int64_t>{0, 1, 2, 0, 1, 2}));
}

TEST_F(WatchTest, GivesUpWhenTheBudgetIsUsedUp) {
  ClientOptions options = Options();
  options.server = "127.0.0.1:1";
  options.retry.retry_for = absl::Milliseconds(20);
  Client client(options);
  EXPECT_EQ(WatchTrends(client, {}, [](const v1::WatchTrendsResponse&) { return true; }).code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace voc::client
