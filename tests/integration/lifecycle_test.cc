// How open calls fare when a subscriber does not read, and when the server ends.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/rpc/limits.h"
#include "storage/testing/fake_clock.h"
#include "storage/testing/temp_dir.h"
#include "tests/integration/running_server.h"

namespace voc {
namespace {

// grpc.health.v1.HealthCheckResponse.status; 0 if the call failed. The message is
// read by hand, since the protocol's own file is not packaged: one enum, tag 1.
int Health(const std::shared_ptr<grpc::Channel>& channel) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  const grpc::Slice nothing("");
  const grpc::ByteBuffer request(&nothing, 1);
  grpc::ByteBuffer response;
  grpc::Status status;
  const auto call =
      stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", request, &queue);
  call->StartCall();
  call->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  if (!queue.Next(&tag, &ok) || !status.ok()) return 0;
  grpc::Slice slice;
  if (!response.TrySingleSlice(&slice).ok() || slice.size() != 2) return 0;
  return slice.begin()[1];
}

constexpr int kServing = 1;
constexpr int kNotServing = 2;

class LifecycleTest : public ::testing::Test {
 protected:
  static void SetDeadline(grpc::ClientContext& context) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  }

  base::TempDir dir_;
  RunningServer server_{dir_.path()};
};

TEST_F(LifecycleTest, SubscriberWhoDoesNotReadHoldsUpNobodyAndMissesNothing) {
  grpc::ClientContext slow_context;
  SetDeadline(slow_context);
  v1::WatchAlertsRequest from_start;
  from_start.mutable_start()->set_earliest(true);
  const auto slow = server_.alerts().WatchAlerts(&slow_context, from_start);
  v1::WatchAlertsResponse message;
  ASSERT_TRUE(slow->Read(&message));
  ASSERT_TRUE(message.has_started());

  // More than the transport, the step and the hub hold together.
  constexpr int kAlerts = 10'000;
  std::vector<v1::Feedback> feedback;
  for (int i = 0; i < kAlerts; ++i) {
    feedback.push_back(Nps(absl::StrCat(i), 0));
    feedback.back().mutable_response()->set_comment(std::string(4096, 'x'));
  }
  ASSERT_EQ(server_.Ingest(feedback).size(), static_cast<size_t>(kAlerts));

  // Another subscriber gets what comes now.
  grpc::ClientContext quick_context;
  SetDeadline(quick_context);
  const auto quick = server_.alerts().WatchAlerts(&quick_context, {});
  v1::WatchAlertsResponse quick_message;
  ASSERT_TRUE(quick->Read(&quick_message));
  server_.Submit(Nps("now", 0));
  ASSERT_TRUE(quick->Read(&quick_message));
  EXPECT_EQ(quick_message.alert().feedback().submission_id(), "now");

  uint64_t last = 0;
  for (int alerts = 0; alerts <= kAlerts;) {
    ASSERT_TRUE(slow->Read(&message)) << alerts;
    if (!message.has_alert()) continue;
    ++alerts;
    EXPECT_EQ(message.alert().sequence(), ++last);
  }
}

TEST_F(LifecycleTest, DrainEndsEverySubscriptionWithItsCursorInBoundedTime) {
  ASSERT_EQ(Health(server_.Connect()), kServing);
  grpc::ClientContext alerts_context;
  SetDeadline(alerts_context);
  const auto alerts = server_.alerts().WatchAlerts(&alerts_context, {});
  v1::WatchAlertsResponse alert;
  ASSERT_TRUE(alerts->Read(&alert));
  grpc::ClientContext trends_context;
  SetDeadline(trends_context);
  v1::WatchTrendsRequest trend_request;
  trend_request.mutable_query()->set_metric(v1::TREND_METRIC_NPS);
  const auto trends = server_.trends().WatchTrends(&trends_context, trend_request);
  v1::WatchTrendsResponse trend;
  ASSERT_TRUE(trends->Read(&trend));
  grpc::ClientContext ingest_context;
  SetDeadline(ingest_context);
  const auto ingest = server_.feedback().Ingest(&ingest_context);
  v1::IngestRequest request;
  *request.add_feedback() = Nps("1", 0);
  ASSERT_TRUE(ingest->Write(request));
  v1::IngestResponse response;
  ASSERT_TRUE(ingest->Read(&response));
  ASSERT_TRUE(alerts->Read(&alert));
  ASSERT_TRUE(alert.has_alert());

  server_.Drain();
  EXPECT_FALSE(alerts->Read(&alert));
  const grpc::Status alerts_end = alerts->Finish();
  EXPECT_EQ(alerts_end.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ErrorInfoOf(alerts_end).reason(), "DRAINING");
  EXPECT_EQ(ErrorInfoOf(alerts_end).metadata().at("cursor"), alert.cursor());
  while (trends->Read(&trend)) {
  }
  EXPECT_EQ(ErrorInfoOf(trends->Finish()).reason(), "DRAINING");
  EXPECT_FALSE(ingest->Read(&response));
  EXPECT_EQ(ErrorInfoOf(ingest->Finish()).reason(), "DRAINING");
  EXPECT_EQ(Health(server_.Connect()), kNotServing);

  grpc::ClientContext submit_context;
  SetDeadline(submit_context);
  v1::SubmitRequest submit;
  *submit.mutable_feedback() = Nps("2", 0);
  v1::SubmitResponse submitted;
  const grpc::Status refused = server_.feedback().Submit(&submit_context, submit, &submitted);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ErrorInfoOf(refused).reason(), "DRAINING");

  // Nothing is open any more: it need not wait for the grace.
  const absl::Time start = absl::Now();
  server_.Stop(absl::Minutes(5));
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
}

TEST_F(LifecycleTest, StopEndsStreamsNobodyReadsAndAcknowledgesWhatWasSent) {
  std::vector<v1::Feedback> feedback;
  for (int i = 0; i < 5'000; ++i) {
    feedback.push_back(Nps(absl::StrCat(i), 0));
    feedback.back().mutable_response()->set_comment(std::string(4096, 'x'));
  }
  server_.Ingest(feedback);
  // An export and a subscription whose clients do not read: writes are in flight.
  grpc::ClientContext export_context;
  const auto exported = server_.feedback().ExportFeedback(&export_context, {});
  v1::ExportFeedbackResponse row;
  ASSERT_TRUE(exported->Read(&row));
  grpc::ClientContext alerts_context;
  v1::WatchAlertsRequest from_start;
  from_start.mutable_start()->set_earliest(true);
  const auto alerts = server_.alerts().WatchAlerts(&alerts_context, from_start);
  v1::WatchAlertsResponse alert;
  ASSERT_TRUE(alerts->Read(&alert));

  const absl::Time start = absl::Now();
  server_.Stop(absl::Seconds(1));
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
}

TEST(WriteWatchdogTest, CutsOffASubscriberWhoTakesNothingForTooLong) {
  base::TempDir dir;
  base::FakeClock steady(0);
  RunningServer server(dir.path(), &steady);
  grpc::ClientContext stuck_context;
  v1::WatchAlertsRequest from_start;
  from_start.mutable_start()->set_earliest(true);
  const auto stuck = server.alerts().WatchAlerts(&stuck_context, from_start);
  v1::WatchAlertsResponse message;
  ASSERT_TRUE(stuck->Read(&message));
  std::vector<v1::Feedback> feedback;
  for (int i = 0; i < 5'000; ++i) {
    feedback.push_back(Nps(absl::StrCat(i), 0));
    feedback.back().mutable_response()->set_comment(std::string(4096, 'x'));
  }
  server.Ingest(feedback);

  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  v1::GetStatusResponse status;
  do {
    ASSERT_LT(absl::Now(), deadline);
    steady.Advance(rpc::kMaxWriteNs);
    server.Submit(Nps("another", 10));  // wakes the threads to look at the clock
    // So does a subscription that comes and goes.
    grpc::ClientContext context;
    const auto brief = server.alerts().WatchAlerts(&context, {});
    ASSERT_TRUE(brief->Read(&message));
    context.TryCancel();
    brief->Finish();
    grpc::ClientContext status_context;
    ASSERT_TRUE(server.admin().GetStatus(&status_context, {}, &status).ok());
  } while (status.alert_subscribers() > 0);
  while (stuck->Read(&message)) {
  }
  EXPECT_EQ(stuck->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(LifecycleTest, CancelledSubscriptionsAreForgotten) {
  for (int i = 0; i < 50; ++i) {
    grpc::ClientContext context;
    const auto watch = server_.alerts().WatchAlerts(&context, {});
    v1::WatchAlertsResponse message;
    ASSERT_TRUE(watch->Read(&message));
    context.TryCancel();
    watch->Finish();
  }
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  v1::GetStatusResponse status;
  do {
    ASSERT_LT(absl::Now(), deadline) << status.alert_subscribers() << " are left";
    grpc::ClientContext context;
    ASSERT_TRUE(server_.admin().GetStatus(&context, {}, &status).ok());
  } while (status.alert_subscribers() > 0);
}

TEST_F(LifecycleTest, VerifyStoreTellsWhatWasFoundAndPassesRebuildOn) {
  for (const bool rebuild : {false, true}) {
    grpc::ClientContext context;
    v1::VerifyStoreRequest request;
    request.set_rebuild(rebuild);
    v1::VerifyStoreResponse response;
    ASSERT_TRUE(server_.admin().VerifyStore(&context, request, &response).ok());
    ASSERT_EQ(response.problems_size(), 1);
    EXPECT_EQ(response.problems(0), "one that was found");
    EXPECT_EQ(response.rebuilding(), rebuild);
  }
}

}  // namespace
}  // namespace voc
