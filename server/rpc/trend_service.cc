#include "server/rpc/trend_service.h"

#include <vector>

#include "server/rpc/read_call.h"
#include "server/rpc/refused_stream.h"
#include "server/rpc/wire.h"
#include "server/subscribe/trends_subscription.h"
#include "server/views/query/trend.h"
#include "storage/base/status_details.h"

namespace voc::rpc {

grpc::ServerUnaryReactor* TrendService::QueryTrend(grpc::CallbackServerContext* context,
                                                   const v1::QueryTrendRequest* request,
                                                   v1::QueryTrendResponse* response) {
  return RunRead(context, parts_.reads, response, [this, request](Cancelled) {
    // Threads that have no read to do help with this one. Watched trends run
    // without: they have time.
    const subscribe::TrendEnvironment& environment = parts_.board->environment();
    return views::QueryTrend(*request, *environment.snapshot(), *environment.dictionaries,
                             *environment.reader, environment.clock->Now(), parts_.reads);
  });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* TrendService::WatchTrends(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* bytes) {
  v1::WatchTrendsRequest request;
  if (const absl::Status decoded = DecodeInto(*bytes, request); !decoded.ok()) {
    return new RefusedStream<grpc::ByteBuffer>(context, decoded);
  }
  const std::vector<base::Violation> violations = subscribe::ValidateWatchTrends(request);
  if (!violations.empty()) {
    return new RefusedStream<grpc::ByteBuffer>(context, base::InvalidRequest(violations));
  }
  return PumpedStream<subscribe::EncodedMessage>::Start(
      context, parts_.streams, subscribe::SubscribeToTrends(request, parts_.board),
      {.open = parts_.subscribers});
}

}  // namespace voc::rpc
