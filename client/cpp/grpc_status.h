#ifndef VOC_CLIENT_CPP_GRPC_STATUS_H_
#define VOC_CLIENT_CPP_GRPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace voc::client {

// The status of a finished call with its details kept; see FromRpcStatus.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace voc::client

#endif  // VOC_CLIENT_CPP_GRPC_STATUS_H_
