#include "client/cpp/grpc_status.h"

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "client/cpp/status.h"
#include "google/rpc/status.pb.h"

namespace voc::client {

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status details;
  // Details that cannot be read, or say something else than the status itself,
  // are dropped.
  if (!details.ParseFromString(status.error_details()) ||
      details.code() != static_cast<int>(status.error_code())) {
    details.Clear();
  }
  details.set_code(static_cast<int>(status.error_code()));
  details.set_message(status.error_message());
  return FromRpcStatus(details);
}

}  // namespace voc::client
