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

// Why a metric has no scale of so many points (0: its default); empty if it has one. Pure.
std::string_view ProblemOfScale(v1::Metric metric, int32_t points);

// Whether it has the shape that every BCP 47 tag has. Pure.
bool IsLanguageTag(std::string_view tag);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_VALIDATE_H_
