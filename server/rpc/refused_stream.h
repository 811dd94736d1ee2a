#ifndef VOC_SERVER_RPC_REFUSED_STREAM_H_
#define VOC_SERVER_RPC_REFUSED_STREAM_H_

#include <grpcpp/support/server_callback.h>

#include "absl/status/status.h"
#include "server/rpc/errors.h"

namespace voc::rpc {

// A stream of responses that ends before it begins. Deletes itself when the call
// is over.
template <typename Response>
class RefusedStream final : public grpc::ServerWriteReactor<Response> {
 public:
  explicit RefusedStream(const absl::Status& status) { this->Finish(ToGrpc(status)); }

  void OnDone() override { delete this; }
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_REFUSED_STREAM_H_
