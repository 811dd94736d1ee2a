#ifndef VOC_STORAGE_BASE_RECORD_ENVELOPE_H_
#define VOC_STORAGE_BASE_RECORD_ENVELOPE_H_

#include <array>
#include <string_view>

#include "absl/status/statusor.h"

namespace voc::base {

// A log record on disk: one byte of format version, the lower four bytes
// of XXH3 (64 bits) over the payload, little-endian, then the payload. The checksum is checked end
// to end, on top of the storage engine's own. What comes before the payload:
using RecordHeader = std::array<char, 5>;

// The header of a payload. The record is the two in a row.
RecordHeader SealRecord(std::string_view payload);

// The payload, a view into `record`. DATA_LOSS if the version is unknown or the
// checksum does not match.
absl::StatusOr<std::string_view> OpenRecord(std::string_view record);

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_RECORD_ENVELOPE_H_
