#ifndef VOC_SERVER_INGEST_VALIDATE_H_
#define VOC_SERVER_INGEST_VALIDATE_H_

#include <vector>

#include "storage/base/violation.h"
#include "voc/v1/feedback.pb.h"

namespace voc::ingest {

// One bad field, its path relative to the Feedback: "response.score",
// "properties[plan]".
using Violation = base::Violation;

// Every bad field of a feedback as a client sent it, in field order, at most
// kMaxViolations; empty when it may be stored. Output-only fields are ignored.
// Strings must be UTF-8, as protobuf's parser makes sure. Pure; allocates
// nothing when all is well.
std::vector<Violation> Validate(const v1::Feedback& feedback);

// The same of a display.
std::vector<Violation> ValidateDisplay(const v1::Display& display);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_VALIDATE_H_
