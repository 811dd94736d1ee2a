#ifndef VOC_SERVER_RPC_ALERT_SERVICE_H_
#define VOC_SERVER_RPC_ALERT_SERVICE_H_

#include <atomic>

#include "server/rpc/pumped_stream.h"
#include "server/subscribe/alert_subscription.h"
#include "server/views/reader/stored_alerts.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/alert.grpc.pb.h"

namespace voc::rpc {

// Translates between voc.v1.AlertService and the parts that do the work.
class AlertService final : public v1::AlertService::CallbackService {
 public:
  // All outlive the service.
  struct Parts {
    subscribe::AlertSubscription::Environment environment;
    const views::StoredAlerts* stored = nullptr;
    base::WorkerPool* reads = nullptr;
    StreamHost streams;
    std::atomic<int>* subscribers = nullptr;
  };

  explicit AlertService(const Parts& parts) : parts_(parts) {}

  grpc::ServerWriteReactor<v1::WatchAlertsResponse>* WatchAlerts(
      grpc::CallbackServerContext* context, const v1::WatchAlertsRequest* request) override;
  grpc::ServerUnaryReactor* ListAlerts(grpc::CallbackServerContext* context,
                                       const v1::ListAlertsRequest* request,
                                       v1::ListAlertsResponse* response) override;
  grpc::ServerUnaryReactor* GetAlert(grpc::CallbackServerContext* context,
                                     const v1::GetAlertRequest* request,
                                     v1::GetAlertResponse* response) override;

 private:
  const Parts parts_;
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_ALERT_SERVICE_H_
