#ifndef VOC_SERVER_RPC_MARK_SERVICE_H_
#define VOC_SERVER_RPC_MARK_SERVICE_H_

#include "server/rpc/submitter.h"
#include "server/views/views.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/mark.grpc.pb.h"

namespace voc::rpc {

// Translates between voc.v1.MarkService and the parts that do the work.
class MarkService final : public v1::MarkService::CallbackService {
 public:
  // All outlive the service.
  struct Parts {
    const Submitter* submitter = nullptr;
    const views::Views* views = nullptr;
    base::WorkerPool* reads = nullptr;
  };

  explicit MarkService(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* RecordMark(grpc::CallbackServerContext* context,
                                       const v1::RecordMarkRequest* request,
                                       v1::RecordMarkResponse* response) override;
  grpc::ServerUnaryReactor* ListMarks(grpc::CallbackServerContext* context,
                                      const v1::ListMarksRequest* request,
                                      v1::ListMarksResponse* response) override;
  grpc::ServerUnaryReactor* DeleteMark(grpc::CallbackServerContext* context,
                                       const v1::DeleteMarkRequest* request,
                                       v1::DeleteMarkResponse* response) override;

 private:
  const Parts parts_;
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_MARK_SERVICE_H_
