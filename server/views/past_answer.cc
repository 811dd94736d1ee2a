#include "server/views/past_answer.h"

#include "absl/status/status.h"
#include "storage/base/big_endian.h"

namespace voc::views {
namespace {

constexpr size_t kKeyBytes = 4 + 4 + 1 + 8 + 8;
// Of the value, which is a score of at most 10 besides.
constexpr uint8_t kUnverifiedBit = 0x80;

// Order of times, also before 1970, as order of bytes; turned round.
uint64_t NewestFirst(base::TimeNs time) {
  return ~(static_cast<uint64_t>(time) ^ (uint64_t{1} << 63));
}

void AppendPrefix(const AnswerKey& key, std::string& out) {
  base::AppendBigEndian32(out, key.respondent);
  base::AppendBigEndian32(out, key.source);
  out.push_back(static_cast<char>(key.kind));
}

}  // namespace

std::optional<AnswerKey> AnswerKeyOf(const Fact& fact) {
  const bool mention = fact.kind == static_cast<uint8_t>(Kind::kMention);
  if (fact.respondent == 0 || mention || (fact.flags & kExcluded) != 0) return std::nullopt;
  const bool scored = (fact.flags & kScored) != 0;
  return AnswerKey{.respondent = fact.respondent,
                   .source = fact.source,
                   .kind = scored ? fact.kind : kAskedKind};
}

PastAnswer PastAnswerOf(const Fact& fact, bool unverified) {
  return {.collected_at = fact.collected_at,
          .event_sequence = fact.event_sequence,
          .score = fact.score,
          .unverified = unverified};
}

void TailAnswers::Add(const AnswerKey& key, const PastAnswer& answer) {
  const auto index = static_cast<uint32_t>(all_.size());
  const auto [newest, inserted] = newest_.try_emplace(key, index);
  all_.push_back({.key = key, .answer = answer, .before = inserted ? kNone : newest->second});
  newest->second = index;
}

std::string AnswerEntryKey(const AnswerKey& key, const PastAnswer& answer) {
  std::string bytes;
  bytes.reserve(kKeyBytes);
  AppendAnswerKey(key, answer, bytes);
  return bytes;
}

void AppendAnswerKey(const AnswerKey& key, const PastAnswer& answer, std::string& out) {
  AppendPrefix(key, out);
  base::AppendBigEndian64(out, NewestFirst(answer.collected_at));
  base::AppendBigEndian64(out, ~answer.event_sequence);
}

std::string AnswerEntryValue(const PastAnswer& answer) {
  return {static_cast<char>(answer.score | (answer.unverified ? kUnverifiedBit : 0))};
}

std::string AnswerSeekKey(const AnswerKey& key, base::TimeNs not_after) {
  std::string bytes;
  bytes.reserve(kKeyBytes);
  AppendPrefix(key, bytes);
  base::AppendBigEndian64(bytes, NewestFirst(not_after));
  return bytes;
}

absl::StatusOr<std::pair<AnswerKey, PastAnswer>> DecodeAnswer(std::string_view key,
                                                              std::string_view value) {
  if (key.size() != kKeyBytes || value.size() != 1) {
    return absl::DataLossError("an entry of the answers index has the wrong size");
  }
  const AnswerKey whose = {.respondent = base::LoadBigEndian32(key),
                           .source = base::LoadBigEndian32(key.substr(4)),
                           .kind = static_cast<uint8_t>(key[8])};
  const PastAnswer answer = {.collected_at = static_cast<base::TimeNs>(
                                 ~base::LoadBigEndian64(key.substr(9)) ^ (uint64_t{1} << 63)),
                             .event_sequence = ~base::LoadBigEndian64(key.substr(17)),
                             .score = static_cast<uint8_t>(value[0] & ~kUnverifiedBit),
                             .unverified = (value[0] & kUnverifiedBit) != 0};
  return std::pair(whose, answer);
}

}  // namespace voc::views
