#include "server/rpc/admin_service.h"

#include "absl/cleanup/cleanup.h"
#include "storage/base/status_details.h"

namespace voc::rpc {

grpc::ServerUnaryReactor* AdminService::GetStatus(grpc::CallbackServerContext* context,
                                                  const v1::GetStatusRequest*,
                                                  v1::GetStatusResponse* response) {
  return RunRead(context, reads_, response,
                 [this](Cancelled) { return absl::StatusOr<v1::GetStatusResponse>(status_()); });
}

grpc::ServerUnaryReactor* AdminService::VerifyStore(grpc::CallbackServerContext* context,
                                                    const v1::VerifyStoreRequest* request,
                                                    v1::VerifyStoreResponse* response) {
  const bool rebuild = request->rebuild();
  return RunRead(context, reads_, response,
                 [this, rebuild](Cancelled cancelled) -> absl::StatusOr<v1::VerifyStoreResponse> {
                   if (verifying_.exchange(true)) {
                     return base::WithReason(
                         absl::UnavailableError("another verification is running"),
                         "VERIFICATION_RUNNING");
                   }
                   const absl::Cleanup done = [this] { verifying_ = false; };
                   return verify_(rebuild, cancelled);
                 });
}

}  // namespace voc::rpc
