#ifndef VOC_SERVER_RPC_TREND_SERVICE_H_
#define VOC_SERVER_RPC_TREND_SERVICE_H_

#include <atomic>

#include "server/rpc/pumped_stream.h"
#include "server/subscribe/trend_board.h"
#include "server/subscribe/trend_subscription.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/trend.grpc.pb.h"

namespace voc::rpc {

// The service with its calls as this server takes them: what WatchTrends sends is
// encoded already.
using RawTrendService = v1::TrendService::WithCallbackMethod_QueryTrend<
    v1::TrendService::WithRawCallbackMethod_WatchTrends<v1::TrendService::Service>>;

// Translates between voc.v1.TrendService and the parts that do the work.
class TrendService final : public RawTrendService {
 public:
  // All outlive the service.
  struct Parts {
    subscribe::TrendBoard* board = nullptr;
    base::WorkerPool* reads = nullptr;
    StreamHost streams;
    std::atomic<int>* subscribers = nullptr;
  };

  explicit TrendService(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* QueryTrend(grpc::CallbackServerContext* context,
                                       const v1::QueryTrendRequest* request,
                                       v1::QueryTrendResponse* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchTrends(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* bytes) override;

 private:
  const Parts parts_;
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_TREND_SERVICE_H_
