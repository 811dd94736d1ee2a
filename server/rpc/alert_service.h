#ifndef VOC_SERVER_RPC_ALERT_SERVICE_H_
#define VOC_SERVER_RPC_ALERT_SERVICE_H_

#include <atomic>

#include "server/rpc/pumped_stream.h"
#include "server/subscribe/alert_subscription.h"
#include "server/views/reader/stored_alerts.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/alert.grpc.pb.h"

namespace voc::rpc {

// The service with its calls as this server takes them: what WatchAlerts sends is
// encoded already.
using RawAlertService = v1::AlertService::WithRawCallbackMethod_WatchAlerts<
    v1::AlertService::WithCallbackMethod_ListAlerts<
        v1::AlertService::WithCallbackMethod_GetAlert<v1::AlertService::Service>>>;

// Translates between voc.v1.AlertService and the parts that do the work.
class AlertService final : public RawAlertService {
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

  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchAlerts(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request) override;
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
