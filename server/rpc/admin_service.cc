#include "server/rpc/admin_service.h"

#include <utility>

#include "absl/cleanup/cleanup.h"
#include "server/rpc/refused_stream.h"
#include "storage/base/status_details.h"

namespace voc::rpc {

grpc::ServerUnaryReactor* AdminService::GetStatus(grpc::CallbackServerContext* context,
                                                  const v1::GetStatusRequest*,
                                                  v1::GetStatusResponse* response) {
  return RunRead(context, parts_.reads, response, [this](Cancelled) {
    return absl::StatusOr<v1::GetStatusResponse>(parts_.status());
  });
}

grpc::ServerUnaryReactor* AdminService::VerifyStore(grpc::CallbackServerContext* context,
                                                    const v1::VerifyStoreRequest* request,
                                                    v1::VerifyStoreResponse* response) {
  const bool rebuild = request->rebuild();
  return RunRead(context, parts_.reads, response,
                 [this, rebuild](Cancelled cancelled) -> absl::StatusOr<v1::VerifyStoreResponse> {
                   if (verifying_.exchange(true)) {
                     return base::WithReason(
                         absl::UnavailableError("another verification is running"),
                         "VERIFICATION_RUNNING");
                   }
                   const absl::Cleanup done = [this] { verifying_ = false; };
                   return parts_.verify(rebuild, cancelled);
                 });
}

grpc::ServerWriteReactor<v1::RescoreResponse>* AdminService::Rescore(
    grpc::CallbackServerContext* context, const v1::RescoreRequest* request) {
  if (const absl::Status allowed = CheckUnrestricted(*context); !allowed.ok()) {
    return new RefusedStream<v1::RescoreResponse>(context, allowed);
  }
  std::shared_ptr<void> running = BeginRescore();
  if (running == nullptr) {
    // Also one whose caller is gone and that has not noticed yet: it soon will.
    return new RefusedStream<v1::RescoreResponse>(
        context,
        base::WithReason(absl::UnavailableError("another rescore is running"), "RESCORE_RUNNING"));
  }
  return PumpedStream<v1::RescoreResponse>::Start(
      context, parts_.streams,
      std::make_unique<rescore::Rescoring>(parts_.rescore, request->apply(), std::move(running)),
      {.heavy = true});
}

std::shared_ptr<void> AdminService::BeginRescore() {
  absl::MutexLock lock(&rescore_mutex_);
  if (!rescoring_.expired()) return nullptr;
  std::shared_ptr<void> running = std::make_shared<char>();
  rescoring_ = running;
  return running;
}

}  // namespace voc::rpc
