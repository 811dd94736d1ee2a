#include "server/views/known_feedback.h"

#include <cstring>
#include <tuple>

#include "absl/status/status.h"
#include "google/protobuf/io/coded_stream.h"
#include "storage/base/big_endian.h"

namespace voc::views {
namespace {

using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

constexpr uint8_t kClaimed = 1;
constexpr uint8_t kExcludedNow = 2;
constexpr uint8_t kLanguageGiven = 4;
constexpr uint8_t kExcludedByImport = 8;
constexpr uint8_t kUnverified = 16;

constexpr size_t kHashBytes = std::tuple_size_v<ingest::ContentHash>;
// Bits, hash, time, language.
constexpr size_t kFixedBytes = 1 + kHashBytes + 8 + 4;
constexpr size_t kMaxBytes = kFixedBytes + 4 * 10;

}  // namespace

uint32_t MarkLanguage(std::string_view tag) {
  uint32_t mark = 0x811c9dc5;
  for (const char c : tag) mark = (mark ^ static_cast<uint8_t>(c)) * 0x01000193;
  return mark;
}

std::string KnownKey(store::Sequence run, const ingest::FeedbackId& id) {
  std::string key;
  base::AppendBigEndian64(key, run);
  return key.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
}

std::string EncodeKnown(const KnownFeedback& known) {
  std::string bytes;
  bytes.reserve(kMaxBytes);
  AppendKnown(known, bytes);
  return bytes;
}

void AppendKnown(const KnownFeedback& known, std::string& out) {
  out.push_back(static_cast<char>(
      (known.claimed ? kClaimed : 0) | (known.excluded ? kExcludedNow : 0) |
      (known.language_given ? kLanguageGiven : 0) |
      (known.excluded_by_import ? kExcludedByImport : 0) | (known.unverified ? kUnverified : 0)));
  out.append(reinterpret_cast<const char*>(known.content_hash.data()), kHashBytes);
  base::AppendBigEndian64(out, static_cast<uint64_t>(known.collected_at));
  base::AppendBigEndian32(out, known.language);
  uint8_t numbers[kMaxBytes];
  uint8_t* end = CodedOutputStream::WriteVarint64ToArray(known.event_sequence, numbers);
  // The newest revision is the newest event, or not long before it.
  end = CodedOutputStream::WriteVarint64ToArray(known.event_sequence - known.sequence, end);
  end = CodedOutputStream::WriteVarint32ToArray(known.revision, end);
  end = CodedOutputStream::WriteVarint32ToArray(known.client_revision, end);
  out.append(reinterpret_cast<const char*>(numbers), static_cast<size_t>(end - numbers));
}

absl::StatusOr<KnownFeedback> DecodeKnown(std::string_view bytes) {
  const absl::Status damaged = absl::DataLossError("an id index entry is damaged");
  if (bytes.size() < kFixedBytes) return damaged;
  KnownFeedback known;
  const auto bits = static_cast<uint8_t>(bytes[0]);
  known.claimed = (bits & kClaimed) != 0;
  known.excluded = (bits & kExcludedNow) != 0;
  known.language_given = (bits & kLanguageGiven) != 0;
  known.excluded_by_import = (bits & kExcludedByImport) != 0;
  known.unverified = (bits & kUnverified) != 0;
  std::memcpy(known.content_hash.data(), bytes.data() + 1, kHashBytes);
  bytes.remove_prefix(1 + kHashBytes);
  known.collected_at = static_cast<base::TimeNs>(base::LoadBigEndian64(bytes));
  known.language = base::LoadBigEndian32(bytes.substr(8));
  bytes.remove_prefix(12);
  CodedInputStream numbers(reinterpret_cast<const uint8_t*>(bytes.data()),
                           static_cast<int>(bytes.size()));
  uint64_t behind = 0;
  if (!numbers.ReadVarint64(&known.event_sequence) || !numbers.ReadVarint64(&behind) ||
      !numbers.ReadVarint32(&known.revision) || !numbers.ReadVarint32(&known.client_revision) ||
      !numbers.ExpectAtEnd() || behind > known.event_sequence) {
    return damaged;
  }
  known.sequence = known.event_sequence - behind;
  return known;
}

}  // namespace voc::views
