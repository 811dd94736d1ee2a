#include "server/rpc/trend_service.h"

#include <memory>
#include <vector>

#include "server/rpc/read_call.h"
#include "server/rpc/refused_stream.h"
#include "server/views/query/trend.h"
#include "storage/base/status_details.h"

namespace voc::rpc {

grpc::ServerUnaryReactor* TrendService::QueryTrend(grpc::CallbackServerContext* context,
                                                   const v1::QueryTrendRequest* request,
                                                   v1::QueryTrendResponse* response) {
  return RunRead(context, parts_.reads, response, [this, request](Cancelled) {
    const subscribe::TrendSubscription::Environment& environment = parts_.environment;
    return views::QueryTrend(*request, *environment.snapshot(), *environment.dictionaries,
                             *environment.reader, environment.clock->Now());
  });
}

grpc::ServerWriteReactor<v1::WatchTrendsResponse>* TrendService::WatchTrends(
    grpc::CallbackServerContext* context, const v1::WatchTrendsRequest* request) {
  const std::vector<base::Violation> violations = subscribe::ValidateWatchTrends(*request);
  if (!violations.empty()) {
    return new RefusedStream<v1::WatchTrendsResponse>(base::InvalidRequest(violations));
  }
  return PumpedStream<v1::WatchTrendsResponse>::Start(
      context, parts_.streams,
      std::make_unique<subscribe::TrendSubscription>(*request, parts_.environment),
      {.heavy = true, .open = parts_.subscribers});
}

}  // namespace voc::rpc
