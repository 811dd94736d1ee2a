#ifndef VOC_SERVER_RPC_ADMIN_SERVICE_H_
#define VOC_SERVER_RPC_ADMIN_SERVICE_H_

#include <functional>
#include <utility>

#include "storage/base/worker_pool.h"
#include "voc/v1/admin.grpc.pb.h"

namespace voc::rpc {

// Translates between voc.v1.AdminService and the parts that do the work.
// VerifyStore answers UNIMPLEMENTED.
class AdminService final : public v1::AdminService::CallbackService {
 public:
  // `status` may block; any thread calls it. `reads` outlives the service.
  AdminService(std::function<v1::GetStatusResponse()> status, base::WorkerPool* reads)
      : status_(std::move(status)), reads_(reads) {}

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const v1::GetStatusRequest* request,
                                      v1::GetStatusResponse* response) override;

 private:
  const std::function<v1::GetStatusResponse()> status_;
  base::WorkerPool* const reads_;
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_ADMIN_SERVICE_H_
