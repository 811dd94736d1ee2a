// One alert subscriber that begins with the oldest event: how long until it has caught
// up with what is stored. Prints JSON.

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <string>

#include "tests/benchmark/live/ingest_load.h"
#include "tests/benchmark/unwatched_locks.h"
#include "voc/v1/alert.grpc.pb.h"

int main(int argc, char** argv) {
  voc::benchmark::LeaveLocksUnwatched();
  namespace v1 = voc::v1;
  std::string server;
  std::string account;
  v1::WatchAlertsRequest request;
  bool backfill = false;
  int batch = 1;
  CLI::App app("An alert subscriber who catches up", "bench_catch_up");
  app.add_option("--server", server, "HOST:PORT")->required();
  app.add_option("--account", account, "Only alerts of this account");
  app.add_flag("--backfill", backfill, "Alerts of old feedback too");
  app.add_option("--max-batch", batch, "Alerts a message")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  request.mutable_start()->set_earliest(true);
  if (!account.empty()) request.mutable_filter()->add_account_ids(account);
  request.set_include_backfill(backfill);
  request.set_max_batch(batch);

  const auto stub =
      v1::AlertService::NewStub(grpc::CreateChannel(server, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  const auto reader = stub->WatchAlerts(&context, request);
  v1::WatchAlertsResponse message;
  uint64_t alerts = 0;
  const voc::base::TimeNs start = voc::benchmark::SteadyNow();
  while (reader->Read(&message)) {
    alerts += message.has_alert() ? 1 : static_cast<uint64_t>(message.alerts().alerts_size());
    if (!message.has_progress() || message.progress().lag() > 0) continue;
    const double seconds = static_cast<double>(voc::benchmark::SteadyNow() - start) / 1e9;
    std::printf("{\"alerts\": %ju, \"seconds\": %.3f}\n", static_cast<uintmax_t>(alerts), seconds);
    context.TryCancel();
    return 0;
  }
  std::fprintf(stderr, "bench_catch_up: %s\n", reader->Finish().error_message().c_str());
  return 1;
}
