#include "server/views/known_feedback.h"

#include <tuple>

#include "google/protobuf/wire_format_lite.h"
#include "server/views/round_time.h"
#include "storage/base/big_endian.h"

namespace voc::views {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

constexpr uint8_t kClaimed = 1;
constexpr uint8_t kExcludedNow = 2;
constexpr uint8_t kLanguageGiven = 4;
constexpr uint8_t kExcludedByImport = 8;
constexpr uint8_t kUnverified = 16;
constexpr int kTimePowerShift = 5;
constexpr uint8_t kTimePowerBits = 0x60;
constexpr uint8_t kNoLanguage = 128;

constexpr size_t kHashBytes = std::tuple_size_v<ingest::ContentHash>;
constexpr size_t kLanguageBytes = sizeof(uint32_t);
constexpr size_t kMaxNumberBytes = 5 * 10;

}  // namespace

uint32_t MarkLanguage(std::string_view tag) {
  uint32_t mark = 0x811c9dc5;
  for (const char c : tag) mark = (mark ^ static_cast<uint8_t>(c)) * 0x01000193;
  return mark;
}

void AppendKnown(const KnownFeedback& known, std::string& out) {
  const RoundTime time = Round(known.collected_at);
  const bool no_language = known.language == MarkLanguage("");
  out.push_back(static_cast<char>(
      (known.claimed ? kClaimed : 0) | (known.excluded ? kExcludedNow : 0) |
      (known.language_given ? kLanguageGiven : 0) |
      (known.excluded_by_import ? kExcludedByImport : 0) | (known.unverified ? kUnverified : 0) |
      time.power << kTimePowerShift | (no_language ? kNoLanguage : 0)));
  out.append(reinterpret_cast<const char*>(known.content_hash.data()), kHashBytes);
  if (!no_language) base::AppendBigEndian32(out, known.language);
  uint8_t numbers[kMaxNumberBytes];
  uint8_t* end =
      CodedOutputStream::WriteVarint64ToArray(WireFormatLite::ZigZagEncode64(time.units), numbers);
  end = CodedOutputStream::WriteVarint64ToArray(known.event_sequence, end);
  // The newest revision is the newest event, or not long before it.
  end = CodedOutputStream::WriteVarint64ToArray(known.event_sequence - known.sequence, end);
  end = CodedOutputStream::WriteVarint32ToArray(known.revision, end);
  end = CodedOutputStream::WriteVarint32ToArray(known.client_revision, end);
  out.append(reinterpret_cast<const char*>(numbers), static_cast<size_t>(end - numbers));
}

bool ReadKnown(CodedInputStream& in, KnownFeedback& known) {
  uint8_t bits = 0;
  if (!in.ReadRaw(&bits, 1) || !in.ReadRaw(known.content_hash.data(), kHashBytes)) return false;
  known.claimed = (bits & kClaimed) != 0;
  known.excluded = (bits & kExcludedNow) != 0;
  known.language_given = (bits & kLanguageGiven) != 0;
  known.excluded_by_import = (bits & kExcludedByImport) != 0;
  known.unverified = (bits & kUnverified) != 0;
  known.language = MarkLanguage("");
  if ((bits & kNoLanguage) == 0) {
    char language[kLanguageBytes];
    if (!in.ReadRaw(language, kLanguageBytes)) return false;
    known.language = base::LoadBigEndian32({language, kLanguageBytes});
  }
  uint64_t time = 0;
  uint64_t behind = 0;
  if (!in.ReadVarint64(&time) || !in.ReadVarint64(&known.event_sequence) ||
      !in.ReadVarint64(&behind) || !in.ReadVarint32(&known.revision) ||
      !in.ReadVarint32(&known.client_revision) || behind > known.event_sequence) {
    return false;
  }
  known.collected_at =
      TimeOf({.units = WireFormatLite::ZigZagDecode64(time),
              .power = static_cast<uint8_t>((bits & kTimePowerBits) >> kTimePowerShift)});
  known.sequence = known.event_sequence - behind;
  return true;
}

}  // namespace voc::views
