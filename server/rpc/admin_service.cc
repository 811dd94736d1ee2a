#include "server/rpc/admin_service.h"

#include "server/rpc/read_call.h"

namespace voc::rpc {

grpc::ServerUnaryReactor* AdminService::GetStatus(grpc::CallbackServerContext* context,
                                                  const v1::GetStatusRequest*,
                                                  v1::GetStatusResponse* response) {
  return RunRead(context, reads_, response,
                 [this](Cancelled) { return absl::StatusOr<v1::GetStatusResponse>(status_()); });
}

}  // namespace voc::rpc
