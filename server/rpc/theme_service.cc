#include "server/rpc/theme_service.h"

#include "server/rpc/read_call.h"
#include "server/views/query/impact.h"

namespace voc::rpc {

grpc::ServerUnaryReactor* ThemeService::QueryImpact(grpc::CallbackServerContext* context,
                                                    const v1::QueryImpactRequest* request,
                                                    v1::QueryImpactResponse* response) {
  return RunRead(context, parts_.reads, response, [this, request](Cancelled) {
    return views::QueryImpact(*request, *parts_.views->Snapshot(), parts_.views->dictionaries(),
                              *parts_.reader, parts_.reads);
  });
}

}  // namespace voc::rpc
