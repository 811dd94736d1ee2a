#ifndef VOC_SERVER_RPC_IMPORT_SERVICE_H_
#define VOC_SERVER_RPC_IMPORT_SERVICE_H_

#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/imports/import_runs.h"
#include "server/imports/undoing.h"
#include "server/rpc/pumped_stream.h"
#include "server/rpc/submitter.h"
#include "server/views/views.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/import.grpc.pb.h"

namespace voc::rpc {

// Translates between voc.v1.ImportService and the parts that do the work.
class ImportService final : public v1::ImportService::CallbackService {
 public:
  // All that is pointed to outlives the service.
  struct Parts {
    const Submitter* submitter = nullptr;
    const views::Views* views = nullptr;
    base::WorkerPool* reads = nullptr;
    imports::Environment undo;
    imports::ImportRuns* runs = nullptr;
    StreamHost streams;
  };

  explicit ImportService(Parts parts) : parts_(std::move(parts)) {}

  grpc::ServerUnaryReactor* BeginImport(grpc::CallbackServerContext* context,
                                        const v1::BeginImportRequest* request,
                                        v1::BeginImportResponse* response) override;
  grpc::ServerUnaryReactor* ReportImport(grpc::CallbackServerContext* context,
                                         const v1::ReportImportRequest* request,
                                         v1::ReportImportResponse* response) override;
  grpc::ServerUnaryReactor* ListImports(grpc::CallbackServerContext* context,
                                        const v1::ListImportsRequest* request,
                                        v1::ListImportsResponse* response) override;
  grpc::ServerUnaryReactor* LeaveOut(grpc::CallbackServerContext* context,
                                     const v1::LeaveOutRequest* request,
                                     v1::LeaveOutResponse* response) override;
  grpc::ServerWriteReactor<v1::UndoImportResponse>* UndoImport(
      grpc::CallbackServerContext* context, const v1::UndoImportRequest* request) override;
  grpc::ServerWriteReactor<v1::RedoImportResponse>* RedoImport(
      grpc::CallbackServerContext* context, const v1::RedoImportRequest* request) override;

 private:
  template <typename Response>
  grpc::ServerWriteReactor<Response>* Run(grpc::CallbackServerContext* context,
                                          const std::string& import_id, bool redo);
  // What an undo or redo holds on to while it runs; null while another one does.
  std::shared_ptr<void> BeginUndoing();

  const Parts parts_;
  absl::Mutex undo_mutex_;
  std::weak_ptr<void> undoing_ ABSL_GUARDED_BY(undo_mutex_);
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_IMPORT_SERVICE_H_
