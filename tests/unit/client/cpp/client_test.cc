#include "client/cpp/client.h"

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/cpp/retry.h"
#include "client/cpp/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/fake_vocd.h"

namespace voc::client {
namespace {

using ::testing::ElementsAre;

// A clock that only sleeping moves.
class FakeTimer final : public Timer {
 public:
  absl::Time Now() override { return now_; }
  void Sleep(absl::Duration duration) override {
    now_ += duration;
    slept_ += duration;
  }
  absl::Duration slept() const { return slept_; }

 private:
  absl::Time now_ = absl::FromUnixSeconds(1'000'000);
  absl::Duration slept_;
};

class ClientTest : public ::testing::Test {
 protected:
  ClientOptions Options() { return {.server = server_.address()}; }

  FakeVocd server_;
  FakeTimer timer_;
};

const grpc::Status kDown(grpc::StatusCode::UNAVAILABLE, "full");

TEST_F(ClientTest, RetriesWhatIsUnavailable) {
  ClientOptions options = Options();
  int told = 0;
  options.on_retry = [&](const absl::Status&, absl::Duration) { ++told; };
  Client client(options, &timer_);
  server_.FailCalls({kDown, kDown, kDown});
  v1::SubmitRequest request;
  request.mutable_feedback()->set_submission_id("a");
  const auto response = client.Submit(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->result().outcome(), v1::OUTCOME_CREATED);
  EXPECT_EQ(told, 3);
  EXPECT_GT(timer_.slept(), absl::ZeroDuration());
}

TEST_F(ClientTest, GivesUpWhenTheBudgetIsUsedUp) {
  ClientOptions options = Options();
  options.retry.retry_for = absl::Seconds(5);
  Client client(options, &timer_);
  server_.FailCalls(std::vector<grpc::Status>(1000, kDown));
  const auto response = client.GetStatus({});
  EXPECT_EQ(response.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(timer_.slept(), absl::Seconds(5));
}

TEST_F(ClientTest, KeepsTheDetailsOfARefusal) {
  Client client(Options(), &timer_);
  server_.FailCalls({RichStatus(grpc::StatusCode::INVALID_ARGUMENT, "bad", "INVALID_FIELD",
                                {{"time_zone", "is unknown"}})});
  const auto response = client.QueryTrend({});
  EXPECT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(response.status()), "INVALID_FIELD");
  EXPECT_THAT(ViolationsOf(response.status()),
              ElementsAre(FieldViolation{"time_zone", "is unknown"}));
  EXPECT_EQ(timer_.slept(), absl::ZeroDuration());
}

TEST_F(ClientTest, NobodyListeningIsUnavailable) {
  // Port 1 of the loopback is free on any machine that runs tests.
  Client client({.server = "127.0.0.1:1", .retry = {.retry_for = absl::ZeroDuration()}}, &timer_);
  EXPECT_EQ(client.GetStatus({}).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(ClientTest, WaitsUntilTheServerStartedOver) {
  Client client(Options(), &timer_);
  v1::VerifyStoreRequest request;
  request.set_rebuild(true);
  const auto verified = client.VerifyStore(request);
  ASSERT_TRUE(verified.ok()) << verified.status();
  server_.FailCalls({kDown, kDown});
  const auto status = client.AwaitStartOver(verified->start_time());
  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_NE(status->start_time().seconds(), verified->start_time().seconds());
}

TEST_F(ClientTest, AVerificationMayTakeAsLongAsItTakes) {
  ClientOptions options = Options();
  options.call_timeout = -absl::Hours(1);  // every deadline is long over
  Client client(options, &timer_);
  EXPECT_EQ(client.GetStatus({}).status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_TRUE(client.VerifyStore({}).ok());
}

TEST_F(ClientTest, GivesUpWaitingForAServerThatDoesNotStartOver) {
  ClientOptions options = Options();
  options.retry.retry_for = absl::Seconds(5);
  Client client(options, &timer_);
  const auto verified = client.VerifyStore({});
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(client.AwaitStartOver(verified->start_time()).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(timer_.slept(), absl::Seconds(5));
}

TEST_F(ClientTest, SendsTheKey) {
  ClientOptions options = Options();
  options.key = "secret";
  Client client(options, &timer_);
  ASSERT_TRUE(client.Submit({}).ok());
  EXPECT_EQ(server_.last_authorization(), "Bearer secret");
}

}  // namespace
}  // namespace voc::client
