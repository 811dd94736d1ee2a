#ifndef VOC_SERVER_RPC_MARK_REQUEST_H_
#define VOC_SERVER_RPC_MARK_REQUEST_H_

#include "absl/status/statusor.h"
#include "voc/v1/mark.pb.h"

namespace voc::rpc {

// The mark that a request records, with an id: its own, or the one that follows from
// title and time. INVALID_ARGUMENT names every bad field. Pure.
absl::StatusOr<v1::Mark> MarkOf(const v1::RecordMarkRequest& request);

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_MARK_REQUEST_H_
