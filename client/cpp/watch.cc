#include "client/cpp/watch.h"

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <functional>
#include <memory>
#include <utility>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "client/cpp/connection.h"
#include "client/cpp/grpc_status.h"
#include "client/cpp/retry.h"
#include "voc/v1/alert.grpc.pb.h"
#include "voc/v1/trend.grpc.pb.h"

namespace voc::client {
namespace {

// `open` starts a stream from where the last one got to; `on_event` returns
// false to stop.
template <typename Response>
absl::Status Watch(
    Connection& connection,
    const std::function<std::unique_ptr<grpc::ClientReader<Response>>(grpc::ClientContext*)>& open,
    const std::function<bool(const Response&)>& on_event) {
  absl::BitGen random;
  RetryState retry(connection.options().retry, random);
  while (true) {
    const auto context = connection.NewContext(/*bounded=*/false);
    const auto stream = open(context.get());
    Response response;
    while (stream->Read(&response)) {
      retry.OnProgress();
      if (on_event(response)) continue;
      context->TryCancel();
      // Its status is the cancellation just asked for.
      static_cast<void>(stream->Finish());
      return absl::OkStatus();
    }
    absl::Status status = FromGrpc(stream->Finish());
    if (status.ok()) status = absl::UnavailableError("the server closed the stream");
    const auto wait = connection.NextWait(retry, status);
    if (!wait.has_value()) return status;
    connection.timer().Sleep(*wait);
  }
}

}  // namespace

absl::Status WatchAlerts(Client& client, v1::WatchAlertsRequest request,
                         const std::function<bool(const v1::WatchAlertsResponse&)>& on_event) {
  Connection& connection = client.connection();
  const auto stub = v1::AlertService::NewStub(connection.channel());
  return Watch<v1::WatchAlertsResponse>(
      connection, [&](grpc::ClientContext* context) { return stub->WatchAlerts(context, request); },
      [&](const v1::WatchAlertsResponse& response) {
        if (!response.cursor().empty())
          request.mutable_start()->set_after_cursor(response.cursor());
        return on_event(response);
      });
}

absl::Status WatchTrends(Client& client, const v1::WatchTrendsRequest& request,
                         const std::function<bool(const v1::WatchTrendsResponse&)>& on_event) {
  Connection& connection = client.connection();
  const auto stub = v1::TrendService::NewStub(connection.channel());
  return Watch<v1::WatchTrendsResponse>(
      connection, [&](grpc::ClientContext* context) { return stub->WatchTrends(context, request); },
      on_event);
}

}  // namespace voc::client
