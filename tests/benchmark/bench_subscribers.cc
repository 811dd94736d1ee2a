// One trend and one alert subscriber that read and decode all they are sent. Says
// "listening" once both have started, ends when standard input does and prints what
// came, as one line of JSON.

#include <google/protobuf/arena.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <latch>
#include <memory>
#include <string>
#include <thread>

#include "tests/benchmark/unwatched_locks.h"
#include "voc/v1/alert.grpc.pb.h"
#include "voc/v1/trend.grpc.pb.h"

namespace {

namespace v1 = voc::v1;

struct Received {
  uint64_t messages = 0;
  uint64_t alerts = 0;
};

uint64_t AlertsIn(const v1::WatchAlertsResponse& response) {
  return (response.has_alert() ? 1 : 0) + static_cast<uint64_t>(response.alerts().alerts_size());
}
uint64_t AlertsIn(const v1::WatchTrendsResponse&) { return 0; }

// Reads until the call ends. Counts `listening` down at the first message.
template <typename Response>
Received Consume(grpc::ClientReader<Response>& reader, std::latch& listening) {
  Received received;
  google::protobuf::Arena arena;
  while (true) {
    auto* const response = google::protobuf::Arena::CreateMessage<Response>(&arena);
    if (!reader.Read(response)) break;
    if (received.messages++ == 0) listening.count_down();
    received.alerts += AlertsIn(*response);
    arena.Reset();
  }
  if (received.messages == 0) listening.count_down();
  return received;
}

}  // namespace

int main(int argc, char** argv) {
  voc::benchmark::LeaveLocksUnwatched();
  std::string server;
  CLI::App app("Listens to trends and alerts", "bench_subscribers");
  app.add_option("--server", server, "HOST:PORT")->required();
  CLI11_PARSE(app, argc, argv);

  const auto channel = grpc::CreateChannel(server, grpc::InsecureChannelCredentials());
  std::latch listening(2);
  Received trends;
  Received alerts;

  v1::WatchTrendsRequest trend_request;
  trend_request.mutable_query()->set_metric(v1::TREND_METRIC_NPS);
  grpc::ClientContext trend_call;
  const auto trend_stub = v1::TrendService::NewStub(channel);
  const auto trend_reader = trend_stub->WatchTrends(&trend_call, trend_request);
  std::thread trend_thread([&] { trends = Consume(*trend_reader, listening); });

  // The rows are of last year: their alerts are backfill, and sent if asked for.
  v1::WatchAlertsRequest alert_request;
  alert_request.set_include_backfill(true);
  // Tens of thousands a second: as many a message as there may be.
  alert_request.set_max_batch(128);
  grpc::ClientContext alert_call;
  const auto alert_stub = v1::AlertService::NewStub(channel);
  const auto alert_reader = alert_stub->WatchAlerts(&alert_call, alert_request);
  std::thread alert_thread([&] { alerts = Consume(*alert_reader, listening); });

  listening.wait();
  std::printf("listening\n");
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  trend_call.TryCancel();
  alert_call.TryCancel();
  trend_thread.join();
  alert_thread.join();
  const auto ended_well = [](const grpc::Status& status) {
    return status.ok() || status.error_code() == grpc::StatusCode::CANCELLED;
  };
  const bool trends_well = ended_well(trend_reader->Finish());
  const bool alerts_well = ended_well(alert_reader->Finish());
  std::printf("{\"trend_messages\": %ju, \"alert_messages\": %ju, \"alerts\": %ju, \"ok\": %s}\n",
              static_cast<uintmax_t>(trends.messages), static_cast<uintmax_t>(alerts.messages),
              static_cast<uintmax_t>(alerts.alerts), trends_well && alerts_well ? "true" : "false");
  return trends_well && alerts_well ? 0 : 1;
}
