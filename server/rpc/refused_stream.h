#ifndef VOC_SERVER_RPC_REFUSED_STREAM_H_
#define VOC_SERVER_RPC_REFUSED_STREAM_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "absl/status/status.h"
#include "server/rpc/caller.h"
#include "server/rpc/errors.h"

namespace voc::rpc {

// A stream of responses that ends before it begins; those who may not call are told so alone.
// Deletes itself when the call is over.
template <typename Response>
class RefusedStream final : public grpc::ServerWriteReactor<Response> {
 public:
  RefusedStream(const grpc::CallbackServerContext* context, const absl::Status& status) {
    const absl::Status allowed = CheckUnrestricted(*context);
    this->Finish(ToGrpc(allowed.ok() ? status : allowed));
  }

  void OnDone() override { delete this; }
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_REFUSED_STREAM_H_
