#ifndef VOC_SERVER_RPC_FEEDBACK_SERVICE_H_
#define VOC_SERVER_RPC_FEEDBACK_SERVICE_H_

#include "server/rpc/pumped_stream.h"
#include "server/rpc/submitter.h"
#include "server/sentiment/annotator.h"
#include "server/views/reader/stored_feedback.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/feedback.grpc.pb.h"

namespace voc::rpc {

// Translates between voc.v1.FeedbackService and the parts that do the work.
class FeedbackService final : public v1::FeedbackService::CallbackService {
 public:
  // All outlive the service.
  struct Parts {
    Submitter* submitter = nullptr;
    const views::StoredFeedback* stored = nullptr;
    const sentiment::Annotator* annotator = nullptr;
    base::WorkerPool* reads = nullptr;
    StreamHost streams;
  };

  explicit FeedbackService(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* Submit(grpc::CallbackServerContext* context,
                                   const v1::SubmitRequest* request,
                                   v1::SubmitResponse* response) override;
  grpc::ServerUnaryReactor* BatchSubmit(grpc::CallbackServerContext* context,
                                        const v1::BatchSubmitRequest* request,
                                        v1::BatchSubmitResponse* response) override;
  grpc::ServerBidiReactor<v1::IngestRequest, v1::IngestResponse>* Ingest(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* GetFeedback(grpc::CallbackServerContext* context,
                                        const v1::GetFeedbackRequest* request,
                                        v1::GetFeedbackResponse* response) override;
  grpc::ServerUnaryReactor* ListFeedback(grpc::CallbackServerContext* context,
                                         const v1::ListFeedbackRequest* request,
                                         v1::ListFeedbackResponse* response) override;
  grpc::ServerWriteReactor<v1::ExportFeedbackResponse>* ExportFeedback(
      grpc::CallbackServerContext* context, const v1::ExportFeedbackRequest* request) override;
  grpc::ServerUnaryReactor* ExcludeFeedback(grpc::CallbackServerContext* context,
                                            const v1::ExcludeFeedbackRequest* request,
                                            v1::ExcludeFeedbackResponse* response) override;
  grpc::ServerUnaryReactor* RestoreFeedback(grpc::CallbackServerContext* context,
                                            const v1::RestoreFeedbackRequest* request,
                                            v1::RestoreFeedbackResponse* response) override;
  grpc::ServerUnaryReactor* Annotate(grpc::CallbackServerContext* context,
                                     const v1::AnnotateRequest* request,
                                     v1::AnnotateResponse* response) override;

 private:
  const Parts parts_;
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_FEEDBACK_SERVICE_H_
