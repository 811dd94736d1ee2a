#include "server/views/past_answer.h"

#include <algorithm>

#include "absl/status/status.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "server/views/round_time.h"

namespace voc::views {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

constexpr size_t kMaxVarintBytes = 10;
// The first byte of an answer: its score, at most 10; how often a thousand divides its
// time, at most kMaxTimePower; and whether nothing vouches for who it is of.
constexpr uint8_t kScoreBits = 0x0f;
constexpr int kUnitShift = 4;
constexpr uint8_t kUnitBits = 0x30;
constexpr uint8_t kUnusedBit = 0x40;
constexpr uint8_t kUnverifiedBit = 0x80;
constexpr uint8_t kMaxScore = 10;

constexpr int64_t kNsPerDay = 86'400 * base::kNsPerSecond;

absl::Status Damaged() { return absl::DataLossError("an entry of the answers index is damaged"); }

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

void AppendAnswer(store::Sequence run, const PastAnswer& answer, std::string& out) {
  const RoundTime time = Round(answer.collected_at);
  out.push_back(static_cast<char>(answer.score | time.power << kUnitShift |
                                  (answer.unverified ? kUnverifiedBit : 0)));
  uint8_t numbers[2 * kMaxVarintBytes];
  uint8_t* end =
      CodedOutputStream::WriteVarint64ToArray(WireFormatLite::ZigZagEncode64(time.units), numbers);
  end = CodedOutputStream::WriteVarint64ToArray(run - answer.event_sequence, end);
  out.append(reinterpret_cast<const char*>(numbers), static_cast<size_t>(end - numbers));
}

absl::Status ForEachAnswer(store::Sequence run, std::string_view bytes,
                           absl::FunctionRef<bool(const PastAnswer&)> visit) {
  if (bytes.empty()) return Damaged();
  CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                      static_cast<int>(bytes.size()));
  for (uint8_t first = 0; in.ReadRaw(&first, 1);) {
    if ((first & kScoreBits) > kMaxScore || (first & kUnusedBit) != 0) return Damaged();
    uint64_t time = 0;
    uint64_t behind = 0;
    if (!in.ReadVarint64(&time) || !in.ReadVarint64(&behind) || behind > run) return Damaged();
    const RoundTime round = {.units = WireFormatLite::ZigZagDecode64(time),
                             .power = static_cast<uint8_t>((first & kUnitBits) >> kUnitShift)};
    const PastAnswer answer = {.collected_at = TimeOf(round),
                               .event_sequence = run - behind,
                               .score = static_cast<uint8_t>(first & kScoreBits),
                               .unverified = (first & kUnverifiedBit) != 0};
    if (!visit(answer)) return absl::OkStatus();
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

uint16_t DayOf(base::TimeNs collected_at) {
  return static_cast<uint16_t>(std::clamp<int64_t>(collected_at / kNsPerDay, 0, UINT16_MAX));
}

}  // namespace voc::views
