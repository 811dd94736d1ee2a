#include "server/views/voice.h"

#include "absl/status/status.h"
#include "storage/base/big_endian.h"

namespace voc::views {
namespace {

constexpr size_t kKeyBytes = 12;
constexpr size_t kValueBytes = 15;

}  // namespace

Voice VoiceOf(const Fact& fact) {
  return {.event_sequence = fact.event_sequence,
          .collected_at = fact.collected_at,
          .source = fact.source,
          .kind = static_cast<Kind>(fact.kind),
          .score = fact.score,
          .flags = fact.flags};
}

std::string VoicePrefix(Ordinal ordinal) {
  std::string prefix;
  base::AppendBigEndian32(prefix, ordinal);
  return prefix;
}

std::string VoiceKey(Ordinal ordinal, store::Sequence event_sequence) {
  std::string key = VoicePrefix(ordinal);
  base::AppendBigEndian64(key, ~event_sequence);
  return key;
}

std::string EncodeVoice(const Voice& voice) {
  std::string value;
  value.reserve(kValueBytes);
  base::AppendBigEndian64(value, static_cast<uint64_t>(voice.collected_at));
  base::AppendBigEndian32(value, voice.source);
  value.push_back(static_cast<char>(voice.kind));
  value.push_back(static_cast<char>(voice.score));
  value.push_back(static_cast<char>(voice.flags));
  return value;
}

absl::StatusOr<Voice> DecodeVoice(std::string_view key, std::string_view value) {
  if (key.size() != kKeyBytes || value.size() != kValueBytes) {
    return absl::DataLossError("an account or respondent index entry has the wrong size");
  }
  Voice voice;
  voice.event_sequence = ~base::LoadBigEndian64(key.substr(4));
  voice.collected_at = static_cast<base::TimeNs>(base::LoadBigEndian64(value));
  voice.source = base::LoadBigEndian32(value.substr(8));
  voice.kind = static_cast<Kind>(value[12]);
  voice.score = static_cast<uint8_t>(value[13]);
  voice.flags = static_cast<uint8_t>(value[14]);
  return voice;
}

}  // namespace voc::views
