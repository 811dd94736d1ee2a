#ifndef VOC_SERVER_RPC_THEME_SERVICE_H_
#define VOC_SERVER_RPC_THEME_SERVICE_H_

#include <atomic>

#include "server/views/query/feedback_reader.h"
#include "server/views/views.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/theme.grpc.pb.h"

namespace voc::rpc {

// Translates between voc.v1.ThemeService and the parts that do the work.
class ThemeService final : public v1::ThemeService::CallbackService {
 public:
  // All outlive the service.
  struct Parts {
    const views::Views* views = nullptr;
    const views::FeedbackReader* reader = nullptr;
    base::WorkerPool* reads = nullptr;
  };

  explicit ThemeService(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* QueryImpact(grpc::CallbackServerContext* context,
                                        const v1::QueryImpactRequest* request,
                                        v1::QueryImpactResponse* response) override;
  grpc::ServerUnaryReactor* DiscoverThemes(grpc::CallbackServerContext* context,
                                           const v1::DiscoverThemesRequest* request,
                                           v1::DiscoverThemesResponse* response) override;

 private:
  const Parts parts_;
  std::atomic<int> discoveries_{0};  // under way
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_THEME_SERVICE_H_
