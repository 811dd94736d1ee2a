#ifndef VOC_SERVER_RPC_ANNOTATE_H_
#define VOC_SERVER_RPC_ANNOTATE_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/sentiment/annotator.h"
#include "voc/v1/feedback.pb.h"

namespace voc::rpc {

// The answer to an Annotate call. INVALID_ARGUMENT beyond kMaxAnnotateTexts
// (reason TOO_MANY_ITEMS), for texts beyond 32 KiB and for a malformed language;
// CANCELLED once `cancelled` says so.
absl::StatusOr<v1::AnnotateResponse> AnnotateTexts(const v1::AnnotateRequest& request,
                                                   const sentiment::Annotator& annotator,
                                                   absl::FunctionRef<bool()> cancelled);

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_ANNOTATE_H_
