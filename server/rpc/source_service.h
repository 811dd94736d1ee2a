#ifndef VOC_SERVER_RPC_SOURCE_SERVICE_H_
#define VOC_SERVER_RPC_SOURCE_SERVICE_H_

#include <utility>

#include "server/auth/random.h"
#include "server/rpc/submitter.h"
#include "server/views/views.h"
#include "storage/base/clock.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/source.grpc.pb.h"

namespace voc::rpc {

// Translates between voc.v1.SourceService and the parts that do the work.
class SourceService final : public v1::SourceService::CallbackService {
 public:
  // All that is pointed to outlives the service.
  struct Parts {
    const Submitter* submitter = nullptr;
    const views::Views* views = nullptr;
    base::WorkerPool* reads = nullptr;
    const base::Clock* clock = nullptr;  // the time of day
    auth::RandomBytes random;
  };

  explicit SourceService(Parts parts) : parts_(std::move(parts)) {}

  grpc::ServerUnaryReactor* CreateSource(grpc::CallbackServerContext* context,
                                         const v1::CreateSourceRequest* request,
                                         v1::CreateSourceResponse* response) override;
  grpc::ServerUnaryReactor* GetSource(grpc::CallbackServerContext* context,
                                      const v1::GetSourceRequest* request,
                                      v1::GetSourceResponse* response) override;
  grpc::ServerUnaryReactor* ListSources(grpc::CallbackServerContext* context,
                                        const v1::ListSourcesRequest* request,
                                        v1::ListSourcesResponse* response) override;
  grpc::ServerUnaryReactor* UpdateSource(grpc::CallbackServerContext* context,
                                         const v1::UpdateSourceRequest* request,
                                         v1::UpdateSourceResponse* response) override;
  grpc::ServerUnaryReactor* CreateSourceKey(grpc::CallbackServerContext* context,
                                            const v1::CreateSourceKeyRequest* request,
                                            v1::CreateSourceKeyResponse* response) override;
  grpc::ServerUnaryReactor* RevokeSourceKey(grpc::CallbackServerContext* context,
                                            const v1::RevokeSourceKeyRequest* request,
                                            v1::RevokeSourceKeyResponse* response) override;
  grpc::ServerUnaryReactor* GetSurvey(grpc::CallbackServerContext* context,
                                      const v1::GetSurveyRequest* request,
                                      v1::GetSurveyResponse* response) override;
  grpc::ServerUnaryReactor* CheckEligibility(grpc::CallbackServerContext* context,
                                             const v1::CheckEligibilityRequest* request,
                                             v1::CheckEligibilityResponse* response) override;

 private:
  // Of a caller who may ask: `caller.restricted()` ones for the source of their key alone.
  absl::StatusOr<v1::CheckEligibilityResponse> Check(const v1::CheckEligibilityRequest& request,
                                                     notes::NotePtr source, bool restricted) const;

  const Parts parts_;
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_SOURCE_SERVICE_H_
