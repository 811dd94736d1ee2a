#include "client/cpp/rescore.h"

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <memory>
#include <optional>
#include <utility>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "client/cpp/connection.h"
#include "client/cpp/grpc_status.h"
#include "client/cpp/retry.h"
#include "voc/v1/admin.grpc.pb.h"

namespace voc::client {
namespace {

absl::StatusOr<v1::RescoreReport> RescoreOnce(
    Connection& connection, const v1::RescoreRequest& request,
    const std::function<void(const v1::RescoreResponse::Progress&)>& on_progress,
    RetryState& retry) {
  const auto stub = v1::AdminService::NewStub(connection.channel());
  const auto context = connection.NewContext(/*bounded=*/false);
  const auto stream = stub->Rescore(context.get(), request);
  std::optional<v1::RescoreReport> report;
  v1::RescoreResponse response;
  while (stream->Read(&response)) {
    retry.OnProgress();
    if (response.has_progress() && on_progress) on_progress(response.progress());
    if (response.has_report()) report = std::move(*response.mutable_report());
  }
  if (absl::Status status = FromGrpc(stream->Finish()); !status.ok()) return status;
  if (!report.has_value()) return absl::UnavailableError("the rescore was cut off");
  return *std::move(report);
}

}  // namespace

absl::StatusOr<v1::RescoreReport> Rescore(
    Client& client, const v1::RescoreRequest& request,
    const std::function<void(const v1::RescoreResponse::Progress&)>& on_progress,
    const std::function<void()>& on_resume) {
  Connection& connection = client.connection();
  absl::BitGen random;
  RetryState retry(connection.options().retry, random);
  while (true) {
    absl::StatusOr<v1::RescoreReport> report = RescoreOnce(connection, request, on_progress, retry);
    if (report.ok()) return report;
    const auto wait = connection.NextWait(retry, report.status());
    if (!wait.has_value()) return report.status();
    connection.timer().Sleep(*wait);
    if (on_resume) on_resume();
  }
}

}  // namespace voc::client
