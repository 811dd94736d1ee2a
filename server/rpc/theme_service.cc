#include "server/rpc/theme_service.h"

#include "absl/cleanup/cleanup.h"
#include "server/discover/discover.h"
#include "server/rpc/errors.h"
#include "server/rpc/limits.h"
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

grpc::ServerUnaryReactor* ThemeService::DiscoverThemes(grpc::CallbackServerContext* context,
                                                       const v1::DiscoverThemesRequest* request,
                                                       v1::DiscoverThemesResponse* response) {
  return RunRead(
      context, parts_.reads, response,
      [this, request](Cancelled cancelled) -> absl::StatusOr<v1::DiscoverThemesResponse> {
        const absl::Cleanup done = [this] { --discoveries_; };
        if (++discoveries_ > kMaxDiscoveries) return QueueFull("theme discoveries");
        return discover::DiscoverThemes(*request, *parts_.views->Snapshot(),
                                        parts_.views->dictionaries(), *parts_.reader, cancelled);
      });
}

}  // namespace voc::rpc
