#include "storage/base/record_pack.h"

#include <google/protobuf/io/coded_stream.h>
#include <xxhash.h>
#include <zlib.h>

#include "absl/strings/str_cat.h"

namespace voc::base {
namespace {

using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

constexpr char kCrcVersion = 1;
constexpr char kSingleVersion = 2;
constexpr char kVersion = 3;
constexpr size_t kHeaderBytes = 5;
constexpr size_t kMaxVarintBytes = 5;

uint32_t Checksum(char version, std::string_view bytes) {
  if (version == kCrcVersion) {
    return static_cast<uint32_t>(
        crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
  }
  // Seeded, so that a pack is not taken for a record of the version before.
  const XXH64_hash_t seed = version == kSingleVersion ? 0 : static_cast<XXH64_hash_t>(version);
  return static_cast<uint32_t>(XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed));
}

void AppendVarint(size_t number, std::string& out) {
  uint8_t bytes[kMaxVarintBytes];
  const uint8_t* const end =
      CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(number), bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(end - bytes));
}

// The ends of the records; what is left of `in` are the records. False if they do not add up.
bool ReadEnds(std::string_view& in, std::vector<uint32_t>& ends) {
  CodedInputStream numbers(reinterpret_cast<const uint8_t*>(in.data()),
                           static_cast<int>(in.size()));
  uint32_t count = 0;
  // A record takes a byte of length at least.
  if (!numbers.ReadVarint32(&count) || count == 0 || count > in.size()) return false;
  ends.reserve(count);
  uint64_t end = 0;
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t length = 0;
    if (!numbers.ReadVarint32(&length)) return false;
    end += length;
    if (end > in.size()) return false;
    ends.push_back(static_cast<uint32_t>(end));
  }
  in.remove_prefix(static_cast<size_t>(numbers.CurrentPosition()));
  return end == in.size();
}

}  // namespace

void SealPack(std::span<const std::string_view> records, std::string& pack) {
  size_t bytes = 0;
  for (const std::string_view record : records) bytes += record.size();
  pack.clear();
  pack.reserve(kHeaderBytes + kMaxVarintBytes * (1 + records.size()) + bytes);
  pack.append(kHeaderBytes, kVersion);
  AppendVarint(records.size(), pack);
  for (const std::string_view record : records) AppendVarint(record.size(), pack);
  for (const std::string_view record : records) pack.append(record);
  const uint32_t checksum = Checksum(kVersion, std::string_view(pack).substr(kHeaderBytes));
  for (size_t i = 1; i < kHeaderBytes; ++i) {
    pack[i] = static_cast<char>(checksum >> (8 * (i - 1)));
  }
}

absl::Status RecordPack::Open(std::string_view pack) {
  ends_.clear();
  if (pack.size() < kHeaderBytes) return absl::DataLossError("a log record is cut short");
  const char version = pack[0];
  if (version < kCrcVersion || version > kVersion) {
    return absl::DataLossError(
        absl::StrCat("a log record has format version ", static_cast<int>(version)));
  }
  uint32_t checksum = 0;
  for (size_t i = 1; i < kHeaderBytes; ++i) {
    checksum |= static_cast<uint32_t>(static_cast<uint8_t>(pack[i])) << (8 * (i - 1));
  }
  std::string_view rest = pack.substr(kHeaderBytes);
  if (rest.size() > INT32_MAX || checksum != Checksum(version, rest)) {
    return absl::DataLossError("a log record does not match its checksum");
  }
  if (version != kVersion) {
    ends_.push_back(static_cast<uint32_t>(rest.size()));
  } else if (!ReadEnds(rest, ends_)) {
    ends_.clear();
    return absl::DataLossError("the lengths of log records do not add up");
  }
  records_ = rest;
  return absl::OkStatus();
}

}  // namespace voc::base
