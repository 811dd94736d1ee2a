#ifndef VOC_SERVER_RPC_CALLER_H_
#define VOC_SERVER_RPC_CALLER_H_

#include <grpcpp/server_context.h>

#include <string_view>

#include "absl/status/status.h"

namespace voc::rpc {

// Who calls, as the metadata of the call says. Views into the context.
struct Caller {
  std::string_view source_key;  // empty: none
  // As the HTTP edge says (server/auth/edge_metadata.h); empty and false of a gRPC client.
  std::string_view origin;
  std::string_view address;
  bool cross_site = false;
};

Caller CallerOf(const grpc::CallbackServerContext& context);

// OK for callers who may call everything: those without a source key, unless a page of another site
// calls. Else PERMISSION_DENIED, reason KEY_SCOPE or ORIGIN_NOT_ALLOWED. Every method asks, but for
// those that a source key allows, which look at the caller themselves.
absl::Status CheckUnrestricted(const grpc::CallbackServerContext& context);

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_CALLER_H_
