#include "server/views/known_feedback.h"

#include <cstring>

#include "absl/status/status.h"
#include "storage/base/big_endian.h"

namespace voc::views {
namespace {

constexpr size_t kBytes = 8 + 8 + 16 + 8 + 4 + 4 + 8 + 1;
constexpr char kClaimed = 1;
constexpr char kExcludedNow = 2;
constexpr char kLanguageGiven = 4;

}  // namespace

uint64_t MarkLanguage(std::string_view tag) {
  uint64_t mark = 0xcbf29ce484222325;
  for (const char c : tag) mark = (mark ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  return mark;
}

std::string EncodeKnown(const KnownFeedback& known) {
  std::string bytes;
  bytes.reserve(kBytes);
  base::AppendBigEndian64(bytes, known.sequence);
  base::AppendBigEndian64(bytes, known.event_sequence);
  bytes.append(reinterpret_cast<const char*>(known.content_hash.data()), known.content_hash.size());
  base::AppendBigEndian64(bytes, static_cast<uint64_t>(known.collected_at));
  base::AppendBigEndian32(bytes, known.client_revision);
  base::AppendBigEndian32(bytes, known.revision);
  base::AppendBigEndian64(bytes, known.language);
  bytes.push_back(static_cast<char>((known.claimed ? kClaimed : 0) |
                                    (known.excluded ? kExcludedNow : 0) |
                                    (known.language_given ? kLanguageGiven : 0)));
  return bytes;
}

absl::StatusOr<KnownFeedback> DecodeKnown(std::string_view bytes) {
  if (bytes.size() != kBytes) return absl::DataLossError("an id index entry has the wrong size");
  KnownFeedback known;
  known.sequence = base::LoadBigEndian64(bytes);
  known.event_sequence = base::LoadBigEndian64(bytes.substr(8));
  std::memcpy(known.content_hash.data(), bytes.data() + 16, known.content_hash.size());
  known.collected_at = static_cast<base::TimeNs>(base::LoadBigEndian64(bytes.substr(32)));
  known.client_revision = base::LoadBigEndian32(bytes.substr(40));
  known.revision = base::LoadBigEndian32(bytes.substr(44));
  known.language = base::LoadBigEndian64(bytes.substr(48));
  known.claimed = (bytes[56] & kClaimed) != 0;
  known.excluded = (bytes[56] & kExcludedNow) != 0;
  known.language_given = (bytes[56] & kLanguageGiven) != 0;
  return known;
}

}  // namespace voc::views
