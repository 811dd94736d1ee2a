#ifndef VOC_SERVER_INGEST_REJECTION_H_
#define VOC_SERVER_INGEST_REJECTION_H_

#include <span>

#include "google/rpc/status.pb.h"
#include "server/ingest/validate.h"

namespace voc::ingest {

// The error of an OUTCOME_REJECTED result: code INVALID_ARGUMENT, a message
// that names the first violation, ErrorInfo (reason INVALID_FEEDBACK, domain
// voc) and BadRequest with the first kMaxViolations violations. `violations`
// must not be empty. Pure.
google::rpc::Status RejectionStatus(std::span<const Violation> violations);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_REJECTION_H_
