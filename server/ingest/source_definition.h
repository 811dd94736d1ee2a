#ifndef VOC_SERVER_INGEST_SOURCE_DEFINITION_H_
#define VOC_SERVER_INGEST_SOURCE_DEFINITION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/field_mask.pb.h"
#include "storage/base/violation.h"
#include "voc/v1/source.pb.h"

namespace voc::ingest {

// What a source may be. Pure, but for OpenSSL, which reads keys.

// Every bad field, as "source.metric", at most kMaxViolations. Output-only fields are not looked
// at.
std::vector<base::Violation> ValidateSource(const v1::Source& source);

// Brings a source that passed ValidateSource into the form that is stored: defaults of kind, scale
// and top box are said, language tags and origins have one spelling, origins are there once.
void NormalizeSource(v1::Source& source);

// Takes out what only the server says.
void ClearOutputOnly(v1::Source& source);

// The fields that an update names: those of the mask, all that may be changed where there is none.
// INVALID_ARGUMENT for a path that is no such field.
absl::StatusOr<std::vector<std::string>> FieldsOf(const google::protobuf::FieldMask& mask);

// Makes these fields of `source` what they are in `update`, absent ones too.
void ReplaceFields(const v1::Source& update, const std::vector<std::string>& fields,
                   v1::Source& source);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_SOURCE_DEFINITION_H_
