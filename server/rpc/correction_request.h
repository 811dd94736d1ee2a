#ifndef VOC_SERVER_RPC_CORRECTION_REQUEST_H_
#define VOC_SERVER_RPC_CORRECTION_REQUEST_H_

#include "absl/status/statusor.h"
#include "voc/v1/feedback.pb.h"

namespace voc::rpc {

// What a human says, its themes sorted and each once. INVALID_ARGUMENT names every bad
// field of the request. Pure.
absl::StatusOr<v1::Correction> CorrectionOf(const v1::CorrectFeedbackRequest& request);

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_CORRECTION_REQUEST_H_
