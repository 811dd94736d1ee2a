#ifndef VOC_SERVER_RPC_ADMIN_SERVICE_H_
#define VOC_SERVER_RPC_ADMIN_SERVICE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/rescore/rescoring.h"
#include "server/rpc/pumped_stream.h"
#include "server/rpc/read_call.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/admin.grpc.pb.h"

namespace voc::rpc {

// Translates between voc.v1.AdminService and the parts that do the work.
class AdminService final : public v1::AdminService::CallbackService {
 public:
  // All that is pointed to outlives the service.
  struct Parts {
    // See Dependencies.
    std::function<v1::GetStatusResponse()> status;
    std::function<absl::StatusOr<v1::VerifyStoreResponse>(bool, Cancelled)> verify;
    base::WorkerPool* reads = nullptr;
    rescore::Environment rescore;
    StreamHost streams;
  };

  explicit AdminService(Parts parts) : parts_(std::move(parts)) {}

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const v1::GetStatusRequest* request,
                                      v1::GetStatusResponse* response) override;
  grpc::ServerUnaryReactor* VerifyStore(grpc::CallbackServerContext* context,
                                        const v1::VerifyStoreRequest* request,
                                        v1::VerifyStoreResponse* response) override;
  grpc::ServerWriteReactor<v1::RescoreResponse>* Rescore(
      grpc::CallbackServerContext* context, const v1::RescoreRequest* request) override;

 private:
  // What a rescore holds on to while it runs; null while another one does.
  std::shared_ptr<void> BeginRescore();

  const Parts parts_;
  std::atomic<bool> verifying_{false};
  absl::Mutex rescore_mutex_;
  std::weak_ptr<void> rescoring_ ABSL_GUARDED_BY(rescore_mutex_);
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_ADMIN_SERVICE_H_
