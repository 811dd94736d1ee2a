#include "server/views/known_feedback.h"

#include <cstring>

#include "absl/status/status.h"
#include "storage/base/big_endian.h"

namespace voc::views {
namespace {

constexpr size_t kBytes = 8 + 8 + 16 + 8 + 4 + 4 + 1;
constexpr char kClaimed = 1;
constexpr char kExcludedNow = 2;

}  // namespace

std::string EncodeKnown(const KnownFeedback& known) {
  std::string bytes;
  bytes.reserve(kBytes);
  base::AppendBigEndian64(bytes, known.sequence);
  base::AppendBigEndian64(bytes, known.event_sequence);
  bytes.append(reinterpret_cast<const char*>(known.content_hash.data()), known.content_hash.size());
  base::AppendBigEndian64(bytes, static_cast<uint64_t>(known.collected_at));
  base::AppendBigEndian32(bytes, known.client_revision);
  base::AppendBigEndian32(bytes, known.revision);
  bytes.push_back(
      static_cast<char>((known.claimed ? kClaimed : 0) | (known.excluded ? kExcludedNow : 0)));
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
  known.claimed = (bytes[48] & kClaimed) != 0;
  known.excluded = (bytes[48] & kExcludedNow) != 0;
  return known;
}

}  // namespace voc::views
