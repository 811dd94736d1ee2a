#include "server/views/past_answer.h"

#include "absl/status/status.h"
#include "storage/base/big_endian.h"

namespace voc::views {
namespace {

// Run; respondent, source, kind.
constexpr size_t kKeyBytes = 8 + 4 + 4 + 1;
// Time, how far the event lies behind the run's newest, score.
constexpr size_t kAnswerBytes = 8 + 4 + 1;
// Of the score, which is at most 10 besides.
constexpr uint8_t kUnverifiedBit = 0x80;

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

void AppendAnswersKey(store::Sequence run, const AnswerKey& key, std::string& out) {
  base::AppendBigEndian64(out, run);
  base::AppendBigEndian32(out, key.respondent);
  base::AppendBigEndian32(out, key.source);
  out.push_back(static_cast<char>(key.kind));
}

void AppendAnswer(store::Sequence run, const PastAnswer& answer, std::string& out) {
  base::AppendBigEndian64(out, static_cast<uint64_t>(answer.collected_at));
  base::AppendBigEndian32(out, static_cast<uint32_t>(run - answer.event_sequence));
  out.push_back(static_cast<char>(answer.score | (answer.unverified ? kUnverifiedBit : 0)));
}

absl::StatusOr<AnswersKey> DecodeAnswersKey(std::string_view bytes) {
  if (bytes.size() != kKeyBytes) {
    return absl::DataLossError("a key of the answers index has the wrong size");
  }
  return AnswersKey{.run = base::LoadBigEndian64(bytes),
                    .key = {.respondent = base::LoadBigEndian32(bytes.substr(8)),
                            .source = base::LoadBigEndian32(bytes.substr(12)),
                            .kind = static_cast<uint8_t>(bytes[16])}};
}

absl::Status ForEachAnswer(store::Sequence run, std::string_view bytes,
                           absl::FunctionRef<bool(const PastAnswer&)> visit) {
  if (bytes.empty() || bytes.size() % kAnswerBytes != 0) {
    return absl::DataLossError("an entry of the answers index has the wrong size");
  }
  for (; !bytes.empty(); bytes.remove_prefix(kAnswerBytes)) {
    const auto score = static_cast<uint8_t>(bytes[12]);
    const PastAnswer answer = {
        .collected_at = static_cast<base::TimeNs>(base::LoadBigEndian64(bytes)),
        .event_sequence = run - base::LoadBigEndian32(bytes.substr(8)),
        .score = static_cast<uint8_t>(score & ~kUnverifiedBit),
        .unverified = (score & kUnverifiedBit) != 0};
    if (!visit(answer)) break;
  }
  return absl::OkStatus();
}

uint32_t MarkAnswerKey(const AnswerKey& key) {
  // The finaliser of SplitMix64: ordinals are small numbers, marks are spread.
  uint64_t mixed = (uint64_t{key.respondent} << 32 | key.source) + key.kind * 0x9E3779B97F4A7C15;
  mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
  return static_cast<uint32_t>((mixed ^ mixed >> 31) >> 32);
}

}  // namespace voc::views
