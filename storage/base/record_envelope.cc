#include "storage/base/record_envelope.h"

#include <xxhash.h>

#include <cstdint>
#include <tuple>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace voc::base {
namespace {

constexpr char kVersion = 1;
constexpr size_t kHeaderBytes = std::tuple_size_v<RecordHeader>;

uint32_t Checksum(std::string_view payload) {
  return static_cast<uint32_t>(XXH3_64bits(payload.data(), payload.size()));
}

}  // namespace

RecordHeader SealRecord(std::string_view payload) {
  const uint32_t checksum = Checksum(payload);
  return {kVersion, static_cast<char>(checksum), static_cast<char>(checksum >> 8),
          static_cast<char>(checksum >> 16), static_cast<char>(checksum >> 24)};
}

absl::StatusOr<std::string_view> OpenRecord(std::string_view record) {
  if (record.size() < kHeaderBytes) return absl::DataLossError("a log record is cut short");
  if (record[0] != kVersion) {
    return absl::DataLossError(
        absl::StrCat("a log record has format version ", static_cast<int>(record[0])));
  }
  uint32_t checksum = 0;
  for (int i = 0; i < 4; ++i) {
    checksum |= static_cast<uint32_t>(static_cast<uint8_t>(record[1 + i])) << (8 * i);
  }
  const std::string_view payload = record.substr(kHeaderBytes);
  if (checksum != Checksum(payload)) {
    return absl::DataLossError("a log record does not match its checksum");
  }
  return payload;
}

}  // namespace voc::base
