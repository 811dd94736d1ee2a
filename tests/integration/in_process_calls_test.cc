// Calls from inside the process are those of the gRPC edge.
#include "server/rpc/in_process_calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/testing/temp_dir.h"
#include "tests/integration/running_server.h"

namespace voc {
namespace {

using ::testing::IsEmpty;

constexpr absl::Duration kDeadline = absl::Seconds(60);
constexpr char kWatch[] = "/voc.v1.AlertService/WatchAlerts";

// Keeps what it hears, and what the listener heard together with it.
class Heard final : public rpc::CallListener {
 public:
  void OnHeaders(rpc::Metadata) override {}
  void OnMessage(std::string message) override {
    absl::MutexLock lock(&mutex_);
    EXPECT_FALSE(end_.has_value());
    messages_.push_back(std::move(message));
  }
  void OnEnd(google::rpc::Status status, rpc::Metadata) override {
    absl::MutexLock lock(&mutex_);
    EXPECT_FALSE(end_.has_value());
    end_ = std::move(status);
  }

  // The messages once there are so many.
  std::vector<std::string> AwaitMessages(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto there = [this, count] { return messages_.size() >= count; };
    EXPECT_TRUE(mutex_.AwaitWithTimeout(absl::Condition(&there), kDeadline));
    return messages_;
  }
  google::rpc::Status AwaitEnd() {
    absl::MutexLock lock(&mutex_);
    const auto there = [this] { return end_.has_value(); };
    EXPECT_TRUE(mutex_.AwaitWithTimeout(absl::Condition(&there), kDeadline));
    return end_.value_or(google::rpc::Status());
  }

 private:
  absl::Mutex mutex_;
  std::vector<std::string> messages_;
  std::optional<google::rpc::Status> end_;
};

class InProcessCallsTest : public ::testing::Test {
 protected:
  std::unique_ptr<rpc::Call> Watch(const std::shared_ptr<Heard>& heard) {
    return server_.rpc().calls().Start({.method = kWatch, .server_streaming = true}, heard);
  }

  base::TempDir dir_;
  RunningServer server_{dir_.path()};
};

TEST_F(InProcessCallsTest, AUnaryCallBringsItsMessageUnasked) {
  v1::SubmitRequest request;
  *request.mutable_feedback() = Nps("1", 9);
  const auto heard = std::make_shared<Heard>();
  const auto call = server_.rpc().calls().Start(
      {.method = "/voc.v1.FeedbackService/Submit", .message = request.SerializeAsString()}, heard);
  EXPECT_EQ(heard->AwaitEnd().code(), 0);
  v1::SubmitResponse response;
  ASSERT_TRUE(response.ParseFromString(heard->AwaitMessages(1).front()));
  EXPECT_EQ(response.result().outcome(), v1::OUTCOME_CREATED);
}

TEST_F(InProcessCallsTest, AnErrorHasItsDetails) {
  const auto heard = std::make_shared<Heard>();
  const auto call =
      server_.rpc().calls().Start({.method = "/voc.v1.FeedbackService/GetFeedback"}, heard);
  const google::rpc::Status end = heard->AwaitEnd();
  EXPECT_NE(end.code(), 0);
  EXPECT_GT(end.details_size(), 0);
  EXPECT_THAT(heard->AwaitMessages(0), IsEmpty());
}

TEST_F(InProcessCallsTest, AnUnknownMethodIsUnimplemented) {
  for (const bool streaming : {false, true}) {
    const auto heard = std::make_shared<Heard>();
    const auto call = server_.rpc().calls().Start(
        {.method = "/voc.v1.FeedbackService/Nothing", .server_streaming = streaming}, heard);
    if (streaming) call->Read();
    EXPECT_EQ(heard->AwaitEnd().code(), 12);
  }
}

TEST_F(InProcessCallsTest, AStreamBringsOneMessageForEachRead) {
  const auto heard = std::make_shared<Heard>();
  const auto call = Watch(heard);
  call->Read();
  EXPECT_EQ(heard->AwaitMessages(1).size(), 1u);
  server_.Submit(Nps("1", 0));
  server_.Submit(Nps("2", 0));
  call->Read();
  EXPECT_EQ(heard->AwaitMessages(2).size(), 2u);
  call->Read();
  v1::WatchAlertsResponse message;
  ASSERT_TRUE(message.ParseFromString(heard->AwaitMessages(3).back()));
  EXPECT_EQ(message.alert().feedback().submission_id(), "2");
  call->Cancel();
  EXPECT_EQ(heard->AwaitEnd().code(), 1);
}

TEST_F(InProcessCallsTest, DroppingACallCancelsItAndTheListenerHearsTheEnd) {
  const auto heard = std::make_shared<Heard>();
  auto call = Watch(heard);
  call->Read();
  heard->AwaitMessages(1);
  call = nullptr;
  EXPECT_EQ(heard->AwaitEnd().code(), 1);
  const auto never_read = std::make_shared<Heard>();
  Watch(never_read);
  EXPECT_EQ(never_read->AwaitEnd().code(), 1);
}

TEST_F(InProcessCallsTest, ADeadlineEndsACall) {
  const auto heard = std::make_shared<Heard>();
  const auto call = server_.rpc().calls().Start(
      {.method = kWatch, .server_streaming = true, .timeout_ns = 50'000'000}, heard);
  call->Read();
  heard->AwaitMessages(1);
  call->Read();
  EXPECT_EQ(heard->AwaitEnd().code(), 4);
}

TEST_F(InProcessCallsTest, ADrainEndsStreamsAsItEndsThoseOfGrpc) {
  const auto heard = std::make_shared<Heard>();
  const auto call = Watch(heard);
  call->Read();
  heard->AwaitMessages(1);
  call->Read();
  server_.Drain();
  const google::rpc::Status end = heard->AwaitEnd();
  EXPECT_EQ(end.code(), 14);
  google::rpc::ErrorInfo info;
  for (const google::protobuf::Any& detail : end.details()) detail.UnpackTo(&info);
  EXPECT_GT(end.details_size(), 0);
}

TEST_F(InProcessCallsTest, TheServicesAreThoseOfTheServer) {
  EXPECT_THAT(server_.rpc().services(), ::testing::Contains("voc.v1.FeedbackService"));
}

}  // namespace
}  // namespace voc
