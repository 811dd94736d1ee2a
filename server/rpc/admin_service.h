#ifndef VOC_SERVER_RPC_ADMIN_SERVICE_H_
#define VOC_SERVER_RPC_ADMIN_SERVICE_H_

#include <atomic>
#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "server/rpc/read_call.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/admin.grpc.pb.h"

namespace voc::rpc {

// Translates between voc.v1.AdminService and the parts that do the work.
class AdminService final : public v1::AdminService::CallbackService {
 public:
  // See Dependencies for the functions. `reads` outlives the service.
  AdminService(std::function<v1::GetStatusResponse()> status,
               std::function<absl::StatusOr<v1::VerifyStoreResponse>(bool, Cancelled)> verify,
               base::WorkerPool* reads)
      : status_(std::move(status)), verify_(std::move(verify)), reads_(reads) {}

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const v1::GetStatusRequest* request,
                                      v1::GetStatusResponse* response) override;
  grpc::ServerUnaryReactor* VerifyStore(grpc::CallbackServerContext* context,
                                        const v1::VerifyStoreRequest* request,
                                        v1::VerifyStoreResponse* response) override;

 private:
  const std::function<v1::GetStatusResponse()> status_;
  const std::function<absl::StatusOr<v1::VerifyStoreResponse>(bool, Cancelled)> verify_;
  base::WorkerPool* const reads_;
  std::atomic<bool> verifying_{false};
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_ADMIN_SERVICE_H_
