#include "server/rpc/alert_service.h"

#include <memory>
#include <utility>
#include <vector>

#include "server/rpc/read_call.h"
#include "server/rpc/refused_stream.h"
#include "server/rpc/wire.h"
#include "storage/base/status_details.h"

namespace voc::rpc {

grpc::ServerWriteReactor<grpc::ByteBuffer>* AlertService::WatchAlerts(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* bytes) {
  v1::WatchAlertsRequest request;
  if (const absl::Status decoded = DecodeInto(*bytes, request); !decoded.ok()) {
    return new RefusedStream<grpc::ByteBuffer>(context, decoded);
  }
  const std::vector<base::Violation> violations = subscribe::ValidateWatchAlerts(request);
  if (!violations.empty()) {
    return new RefusedStream<grpc::ByteBuffer>(context, base::InvalidRequest(violations));
  }
  return PumpedStream<subscribe::EncodedMessage>::Start(
      context, parts_.streams,
      std::make_unique<subscribe::AlertSubscription>(request, parts_.environment),
      {.open = parts_.subscribers});
}

grpc::ServerUnaryReactor* AlertService::ListAlerts(grpc::CallbackServerContext* context,
                                                   const v1::ListAlertsRequest* request,
                                                   v1::ListAlertsResponse* response) {
  return RunRead(context, parts_.reads, response, [this, request](Cancelled cancelled) {
    return parts_.stored->List(*request, cancelled);
  });
}

grpc::ServerUnaryReactor* AlertService::GetAlert(grpc::CallbackServerContext* context,
                                                 const v1::GetAlertRequest* request,
                                                 v1::GetAlertResponse* response) {
  return RunRead(context, parts_.reads, response,
                 [this, request](Cancelled) -> absl::StatusOr<v1::GetAlertResponse> {
                   absl::StatusOr<v1::Alert> alert = parts_.stored->Get(request->alert_id());
                   if (!alert.ok()) return alert.status();
                   v1::GetAlertResponse found;
                   *found.mutable_alert() = *std::move(alert);
                   return found;
                 });
}

}  // namespace voc::rpc
