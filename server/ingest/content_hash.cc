#include "server/ingest/content_hash.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "server/ingest/hash_input.h"

namespace voc::ingest {
namespace {

void Text(char tag, std::string_view text, HashInput& out) {
  if (text.empty()) return;
  out.Byte(tag);
  out.Text(text);
}

void Number(char tag, uint32_t value, HashInput& out) {
  if (value == 0) return;
  out.Byte(tag);
  out.Uint32(value);
}

void Double(char tag, double value, HashInput& out) {
  out.Byte(tag);
  out.Uint64(std::bit_cast<uint64_t>(value));
}

void Encode(const v1::SurveyResponse& response, HashInput& out) {
  out.Byte(5);
  Number(6, response.metric(), out);
  if (response.has_score()) {
    out.Byte(7);
    out.Uint32(static_cast<uint32_t>(response.score()));
  }
  Number(8, static_cast<uint32_t>(response.scale_points()), out);
  Number(9, response.low_is_good() ? 1 : 0, out);
  Text(10, response.comment(), out);
  Number(11, response.finished() ? 1 : 0, out);
}

void Encode(const v1::Mention& mention, HashInput& out) {
  out.Byte(12);
  Number(13, mention.mention_type(), out);
  Text(14, mention.platform(), out);
  Text(15, mention.title(), out);
  Text(16, mention.body(), out);
  Text(17, mention.url(), out);
  Text(18, mention.author(), out);
  if (mention.has_rating()) Double(19, mention.rating(), out);
  if (mention.rating_max() != 0) Double(20, mention.rating_max(), out);
}

void EncodeProperties(const v1::Feedback& feedback, HashInput& out) {
  if (feedback.properties().empty()) return;
  absl::InlinedVector<std::pair<std::string_view, std::string_view>, 16> sorted;
  for (const auto& [key, value] : feedback.properties()) sorted.emplace_back(key, value);
  std::sort(sorted.begin(), sorted.end());
  Number(28, static_cast<uint32_t>(sorted.size()), out);
  for (const auto& [key, value] : sorted) {
    out.Text(key);
    out.Text(value);
  }
}

}  // namespace

ContentHash HashContent(const v1::Feedback& normalized) {
  HashInput out;
  out.Bytes("voc.content.1");
  Text(1, normalized.source_id(), out);
  Text(2, normalized.submission_id(), out);
  Text(3, normalized.question_id(), out);
  Number(4, normalized.client_revision(), out);
  if (normalized.has_response()) Encode(normalized.response(), out);
  if (normalized.has_mention()) Encode(normalized.mention(), out);
  Text(21, normalized.respondent_id(), out);
  Text(22, normalized.account_id(), out);
  Text(24, normalized.channel(), out);
  Number(25, normalized.journey_stage(), out);
  Text(26, normalized.touchpoint(), out);
  EncodeProperties(normalized, out);
  const XXH64_hash_t value = XXH3_64bits(out.bytes().data(), out.bytes().size());
  ContentHash hash;
  for (size_t i = 0; i < hash.size(); ++i) hash[i] = static_cast<uint8_t>(value >> (56 - 8 * i));
  return hash;
}

}  // namespace voc::ingest
