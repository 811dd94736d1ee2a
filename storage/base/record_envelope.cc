#include "storage/base/record_envelope.h"

#include <xxhash.h>
#include <zlib.h>

#include <cstdint>
#include <tuple>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace voc::base {
namespace {

// The checksum of version 1 was CRC-32.
constexpr char kCrcVersion = 1;
constexpr char kVersion = 2;
constexpr size_t kHeaderBytes = std::tuple_size_v<RecordHeader>;

uint32_t Checksum(char version, std::string_view payload) {
  if (version == kCrcVersion) {
    return static_cast<uint32_t>(
        crc32_z(0, reinterpret_cast<const Bytef*>(payload.data()), payload.size()));
  }
  return static_cast<uint32_t>(XXH3_64bits(payload.data(), payload.size()));
}

}  // namespace

RecordHeader SealRecord(std::string_view payload) {
  const uint32_t checksum = Checksum(kVersion, payload);
  return {kVersion, static_cast<char>(checksum), static_cast<char>(checksum >> 8),
          static_cast<char>(checksum >> 16), static_cast<char>(checksum >> 24)};
}

absl::StatusOr<std::string_view> OpenRecord(std::string_view record) {
  if (record.size() < kHeaderBytes) return absl::DataLossError("a log record is cut short");
  const char version = record[0];
  if (version != kVersion && version != kCrcVersion) {
    return absl::DataLossError(
        absl::StrCat("a log record has format version ", static_cast<int>(version)));
  }
  uint32_t checksum = 0;
  for (int i = 0; i < 4; ++i) {
    checksum |= static_cast<uint32_t>(static_cast<uint8_t>(record[1 + i])) << (8 * i);
  }
  const std::string_view payload = record.substr(kHeaderBytes);
  if (checksum != Checksum(version, payload)) {
    return absl::DataLossError("a log record does not match its checksum");
  }
  return payload;
}

}  // namespace voc::base
