#include "client/cpp/undo_import.h"

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <memory>
#include <optional>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "client/cpp/connection.h"
#include "client/cpp/grpc_status.h"
#include "client/cpp/retry.h"
#include "voc/v1/import.grpc.pb.h"

namespace voc::client {
namespace {

template <typename Response>
using Progress = std::function<void(const Response&)>;

// One call; `open(stub, context)` returns its stream.
template <typename Response, typename Open>
absl::StatusOr<Response> RunOnce(Connection& connection, const Open& open,
                                 const Progress<Response>& on_progress, RetryState& retry) {
  const auto stub = v1::ImportService::NewStub(connection.channel());
  const auto context = connection.NewContext(/*bounded=*/false);
  const std::unique_ptr<grpc::ClientReader<Response>> stream = open(*stub, context.get());
  std::optional<Response> last;
  Response response;
  while (stream->Read(&response)) {
    retry.OnProgress();
    if (response.has_import()) {
      last = response;
    } else if (on_progress) {
      on_progress(response);
    }
  }
  if (absl::Status status = FromGrpc(stream->Finish()); !status.ok()) return status;
  if (!last.has_value()) return absl::UnavailableError("the call was cut off");
  return *last;
}

template <typename Response, typename Open>
absl::StatusOr<Response> Run(Client& client, const Open& open,
                             const Progress<Response>& on_progress) {
  Connection& connection = client.connection();
  absl::BitGen random;
  RetryState retry(connection.options().retry, random);
  while (true) {
    absl::StatusOr<Response> last = RunOnce<Response>(connection, open, on_progress, retry);
    if (last.ok()) return last;
    const auto wait = connection.NextWait(retry, last.status());
    if (!wait.has_value()) return last.status();
    connection.timer().Sleep(*wait);
  }
}

}  // namespace

absl::StatusOr<v1::UndoImportResponse> UndoImport(
    Client& client, const v1::UndoImportRequest& request,
    const std::function<void(const v1::UndoImportResponse&)>& on_progress) {
  return Run<v1::UndoImportResponse>(
      client,
      [&](v1::ImportService::Stub& stub, grpc::ClientContext* context) {
        return stub.UndoImport(context, request);
      },
      on_progress);
}

absl::StatusOr<v1::RedoImportResponse> RedoImport(
    Client& client, const v1::RedoImportRequest& request,
    const std::function<void(const v1::RedoImportResponse&)>& on_progress) {
  return Run<v1::RedoImportResponse>(
      client,
      [&](v1::ImportService::Stub& stub, grpc::ClientContext* context) {
        return stub.RedoImport(context, request);
      },
      on_progress);
}

}  // namespace voc::client
