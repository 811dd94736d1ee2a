#ifndef VOC_STORAGE_BASE_RECORD_ENVELOPE_H_
#define VOC_STORAGE_BASE_RECORD_ENVELOPE_H_

#include <array>
#include <string_view>

#include "absl/status/statusor.h"

namespace voc::base {

// A log record on disk: one byte of format version, four bytes of checksum, then the
// payload. The checksum, the lower half of XXH3 (64 bits) in little-endian order, is
// checked end to end, on top of the storage engine's own. Records of version 1,
// whose checksum is zlib's CRC-32, are read too. What comes before the payload:
using RecordHeader = std::array<char, 5>;

// The header of a payload. The record is the two in a row.
RecordHeader SealRecord(std::string_view payload);

// The payload, a view into `record`. DATA_LOSS if the version is unknown or the
// checksum does not match.
absl::StatusOr<std::string_view> OpenRecord(std::string_view record);

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_RECORD_ENVELOPE_H_
