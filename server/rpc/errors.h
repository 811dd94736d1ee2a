#ifndef VOC_SERVER_RPC_ERRORS_H_
#define VOC_SERVER_RPC_ERRORS_H_

#include <grpcpp/support/status.h>

#include <string_view>

#include "absl/status/status.h"

namespace voc::rpc {

// As sent: the code, the message, and a serialized google.rpc.Status with the
// details that the status carries (storage/base/status_details.h) as the
// binary error details.
grpc::Status ToGrpc(const absl::Status& status);

// UNAVAILABLE with RetryInfo: the server is shutting down (reason DRAINING).
// `cursor`, if not empty, is where a subscriber resumes.
absl::Status Draining(std::string_view cursor = {});

// UNAVAILABLE with RetryInfo: too much waits already (reason QUEUE_FULL).
absl::Status QueueFull(std::string_view what);

// INVALID_ARGUMENT (reason TOO_MANY_ITEMS): `field` holds more than `max`.
absl::Status TooManyItems(std::string_view field, int max);

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_ERRORS_H_
