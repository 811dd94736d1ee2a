#include "server/ingest/content_hash.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "server/ingest/sha256.h"

namespace voc::ingest {
namespace {

// Enough for a typical response with a comment of a few sentences.
constexpr size_t kTypicalContentBytes = 1024;

class Encoder {
 public:
  Encoder() {
    out_.reserve(kTypicalContentBytes);
    out_.append("voc.content.1");
  }

  void Tag(char tag) { out_.push_back(tag); }

  void Text(char tag, std::string_view text) {
    if (text.empty()) return;
    Tag(tag);
    AppendLengthPrefixed(text, out_);
  }
  void Number(char tag, uint32_t value) {
    if (value == 0) return;
    Tag(tag);
    AppendUint32(value, out_);
  }
  void Double(char tag, double value) {
    Tag(tag);
    Append64(std::bit_cast<uint64_t>(value));
  }
  std::string& bytes() { return out_; }

 private:
  void Append64(uint64_t value) {
    AppendUint32(static_cast<uint32_t>(value), out_);
    AppendUint32(static_cast<uint32_t>(value >> 32), out_);
  }

  std::string out_;
};

void Encode(const v1::SurveyResponse& response, Encoder& out) {
  out.Tag(5);
  out.Number(6, response.metric());
  if (response.has_score()) {
    out.Tag(7);
    AppendUint32(static_cast<uint32_t>(response.score()), out.bytes());
  }
  out.Number(8, static_cast<uint32_t>(response.scale_points()));
  out.Number(9, response.low_is_good() ? 1 : 0);
  out.Text(10, response.comment());
  out.Number(11, response.finished() ? 1 : 0);
}

void Encode(const v1::Mention& mention, Encoder& out) {
  out.Tag(12);
  out.Number(13, mention.mention_type());
  out.Text(14, mention.platform());
  out.Text(15, mention.title());
  out.Text(16, mention.body());
  out.Text(17, mention.url());
  out.Text(18, mention.author());
  if (mention.has_rating()) out.Double(19, mention.rating());
  if (mention.rating_max() != 0) out.Double(20, mention.rating_max());
}

void EncodeProperties(const v1::Feedback& feedback, Encoder& out) {
  if (feedback.properties().empty()) return;
  absl::InlinedVector<std::pair<std::string_view, std::string_view>, 16> sorted;
  for (const auto& [key, value] : feedback.properties()) sorted.emplace_back(key, value);
  std::sort(sorted.begin(), sorted.end());
  out.Number(28, static_cast<uint32_t>(sorted.size()));
  for (const auto& [key, value] : sorted) {
    AppendLengthPrefixed(key, out.bytes());
    AppendLengthPrefixed(value, out.bytes());
  }
}

}  // namespace

ContentHash HashContent(const v1::Feedback& normalized) {
  Encoder out;
  out.Text(1, normalized.source_id());
  out.Text(2, normalized.submission_id());
  out.Text(3, normalized.question_id());
  out.Number(4, normalized.client_revision());
  if (normalized.has_response()) Encode(normalized.response(), out);
  if (normalized.has_mention()) Encode(normalized.mention(), out);
  out.Text(21, normalized.respondent_id());
  out.Text(22, normalized.account_id());
  out.Text(24, normalized.channel());
  out.Number(25, normalized.journey_stage());
  out.Text(26, normalized.touchpoint());
  EncodeProperties(normalized, out);
  const XXH64_hash_t value = XXH3_64bits(out.bytes().data(), out.bytes().size());
  ContentHash hash;
  for (size_t i = 0; i < hash.size(); ++i) hash[i] = static_cast<uint8_t>(value >> (56 - 8 * i));
  return hash;
}

}  // namespace voc::ingest
