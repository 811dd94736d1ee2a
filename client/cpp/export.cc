#include "client/cpp/export.h"

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cpp/connection.h"
#include "client/cpp/grpc_status.h"
#include "client/cpp/retry.h"
#include "voc/v1/feedback.grpc.pb.h"

namespace voc::client {
namespace {

absl::StatusOr<int64_t> ExportOnce(Connection& connection, const v1::ExportFeedbackRequest& request,
                                   ExportSink& sink, RetryState& retry) {
  if (absl::Status status = sink.Restart(); !status.ok()) return status;
  const auto stub = v1::FeedbackService::NewStub(connection.channel());
  const auto context = connection.NewContext(/*bounded=*/false);
  const auto stream = stub->ExportFeedback(context.get(), request);
  int64_t rows = 0;
  std::optional<int64_t> row_count;
  v1::ExportFeedbackResponse response;
  while (stream->Read(&response)) {
    retry.OnProgress();
    if (response.part_case() == v1::ExportFeedbackResponse::kRowCount) {
      row_count = response.row_count();
    } else if (response.part_case() == v1::ExportFeedbackResponse::kFeedback) {
      ++rows;
      if (absl::Status status = sink.Row(response.feedback()); !status.ok()) {
        context->TryCancel();
        // Its status is the cancellation just asked for.
        static_cast<void>(stream->Finish());
        return status;
      }
    }
  }
  if (absl::Status status = FromGrpc(stream->Finish()); !status.ok()) return status;
  if (!row_count.has_value()) return absl::UnavailableError("the export was cut off");
  if (*row_count != rows) {
    return absl::DataLossError(
        absl::StrCat("the export holds ", rows, " rows where it should hold ", *row_count));
  }
  return rows;
}

}  // namespace

absl::StatusOr<int64_t> Export(Client& client, const v1::Filter& filter, ExportSink& sink) {
  Connection& connection = client.connection();
  v1::ExportFeedbackRequest request;
  *request.mutable_filter() = filter;
  absl::BitGen random;
  RetryState retry(connection.options().retry, random);
  while (true) {
    absl::StatusOr<int64_t> rows = ExportOnce(connection, request, sink, retry);
    if (rows.ok()) return rows;
    const auto wait = connection.NextWait(retry, rows.status());
    if (!wait.has_value()) return rows.status();
    connection.timer().Sleep(*wait);
  }
}

}  // namespace voc::client
