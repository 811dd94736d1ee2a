#ifndef VOC_SERVER_RPC_FEEDBACK_SERVICE_H_
#define VOC_SERVER_RPC_FEEDBACK_SERVICE_H_

#include "server/imports/import_runs.h"
#include "server/rpc/pumped_stream.h"
#include "server/rpc/submitter.h"
#include "server/sentiment/annotator.h"
#include "server/views/reader/stored_feedback.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/feedback.grpc.pb.h"

namespace voc::rpc {

// The calls that write a lot take and give bytes (wire.h).
template <typename Base>
using WithWrites = v1::FeedbackService::WithRawCallbackMethod_Submit<
    v1::FeedbackService::WithRawCallbackMethod_BatchSubmit<
        v1::FeedbackService::WithRawCallbackMethod_Ingest<Base>>>;
template <typename Base>
using WithReads = v1::FeedbackService::WithCallbackMethod_GetFeedback<
    v1::FeedbackService::WithCallbackMethod_ListFeedback<
        v1::FeedbackService::WithCallbackMethod_ExportFeedback<
            v1::FeedbackService::WithCallbackMethod_Annotate<Base>>>>;
template <typename Base>
using WithChanges = v1::FeedbackService::WithCallbackMethod_ExcludeFeedback<
    v1::FeedbackService::WithCallbackMethod_RestoreFeedback<
        v1::FeedbackService::WithCallbackMethod_CorrectFeedback<
            v1::FeedbackService::WithCallbackMethod_WithdrawCorrection<
                v1::FeedbackService::WithRawCallbackMethod_RecordDisplay<Base>>>>>;

// Translates between voc.v1.FeedbackService and the parts that do the work.
class FeedbackService final
    : public WithWrites<WithReads<WithChanges<v1::FeedbackService::Service>>> {
 public:
  // All outlive the service.
  struct Parts {
    Submitter* submitter = nullptr;
    const views::StoredFeedback* stored = nullptr;
    const sentiment::Annotator* annotator = nullptr;
    base::WorkerPool* reads = nullptr;
    const views::Views* views = nullptr;
    const base::Clock* clock = nullptr;  // the time of day
    StreamHost streams;
    imports::ImportRuns* runs = nullptr;
  };

  explicit FeedbackService(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* Submit(grpc::CallbackServerContext* context,
                                   const grpc::ByteBuffer* request,
                                   grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* BatchSubmit(grpc::CallbackServerContext* context,
                                        const grpc::ByteBuffer* request,
                                        grpc::ByteBuffer* response) override;
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Ingest(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* RecordDisplay(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
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
  grpc::ServerUnaryReactor* CorrectFeedback(grpc::CallbackServerContext* context,
                                            const v1::CorrectFeedbackRequest* request,
                                            v1::CorrectFeedbackResponse* response) override;
  grpc::ServerUnaryReactor* WithdrawCorrection(grpc::CallbackServerContext* context,
                                               const v1::WithdrawCorrectionRequest* request,
                                               v1::WithdrawCorrectionResponse* response) override;
  grpc::ServerUnaryReactor* Annotate(grpc::CallbackServerContext* context,
                                     const v1::AnnotateRequest* request,
                                     v1::AnnotateResponse* response) override;

 private:
  // Decodes, prepares and queues a batch; after an error the call is to be finished.
  absl::Status QueueBatch(grpc::ServerUnaryReactor* reactor, const grpc::ByteBuffer& bytes,
                          grpc::ByteBuffer* response);

  const Parts parts_;
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_FEEDBACK_SERVICE_H_
