#ifndef VOC_SERVER_VIEWS_VOICE_H_
#define VOC_SERVER_VIEWS_VOICE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "server/views/facts/fact.h"
#include "storage/event_log.h"

namespace voc::views {

// What the account and respondent indexes keep of one event, so that "what did
// they say before" needs no log read.
struct Voice {
  store::Sequence event_sequence = 0;
  base::TimeNs collected_at = 0;
  Ordinal source = 0;
  Kind kind = Kind::kMention;
  uint8_t score = 0;
  uint8_t flags = 0;  // see Flag

  friend bool operator==(const Voice&, const Voice&) = default;
};

Voice VoiceOf(const Fact& fact);

// Key of an index entry: the ordinal, then the event sequence inverted, so that a
// scan meets the newest first (storage/FORMAT.md).
std::string VoiceKey(Ordinal ordinal, store::Sequence event_sequence);
std::string VoicePrefix(Ordinal ordinal);

std::string EncodeVoice(const Voice& voice);
// DATA_LOSS for bytes that VoiceKey and EncodeVoice did not make.
absl::StatusOr<Voice> DecodeVoice(std::string_view key, std::string_view value);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_VOICE_H_
