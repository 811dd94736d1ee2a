#include "client/cpp/rescore.h"

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/cpp/client.h"
#include "gtest/gtest.h"
#include "tests/unit/client/fake_vocd.h"

namespace voc::client {
namespace {

class RescoreTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::RescoreReport> Run(bool apply) {
    Client client({.server = server_.address(),
                   .retry = {.retry_for = absl::Seconds(30),
                             .initial_backoff = absl::Milliseconds(1),
                             .max_backoff = absl::Milliseconds(5)}});
    v1::RescoreRequest request;
    request.set_apply(apply);
    return Rescore(
        client, request,
        [this](const v1::RescoreResponse::Progress& progress) {
          EXPECT_EQ(progress.feedback_total(), 3);
          ++progresses_;
        },
        [this] { ++resumed_; });
  }

  FakeVocd server_;
  int progresses_ = 0;
  int resumed_ = 0;
};

TEST_F(RescoreTest, ReturnsTheReport) {
  const auto report = Run(false);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_FALSE(report->applied());
  EXPECT_EQ(report->changed(), 2);
  EXPECT_EQ(progresses_, 1);
  EXPECT_EQ(resumed_, 0);
}

TEST_F(RescoreTest, ABrokenOneIsMadeAgain) {
  // The second ends in good order, but without its report.
  server_.BreakStreams({{.after = 0}, {.after = 0, .status = grpc::Status::OK}});
  const auto report = Run(true);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->applied());
  EXPECT_EQ(progresses_, 3);
  EXPECT_EQ(resumed_, 2);
}

TEST_F(RescoreTest, ARefusalIsReturned) {
  server_.BreakStreams({{.status = grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "no")}});
  EXPECT_EQ(Run(true).status().code(), absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace voc::client
