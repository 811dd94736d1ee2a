#include "server/sentiment/model.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "server/sentiment/softmax.h"

namespace voc::sentiment {
namespace {

// The shortest text counts as so many features, so that one word is not
// everything.
constexpr float kLeastLength = 4;

float Norm(size_t words, size_t pieces, size_t context) {
  const auto squares =
      static_cast<float>(words * kWordValue * kWordValue + pieces * kPieceValue * kPieceValue +
                         context * kContextValue * kContextValue);
  return 1 / std::sqrt(std::max(kLeastLength, squares));
}

// The weights of the bucket of a feature.
const int8_t* Weights(const LanguageModel& model, uint32_t feature) {
  return model.table + LanguageModel::kBucketBytes * (feature >> (32 - model.bits));
}

const int8_t* Weights(const SentimentModel& model, uint32_t feature) {
  return model.table + SentimentModel::kOutputs * (feature >> (32 - model.bits));
}

// What a word adds up to: itself and its pieces.
template <typename Sum, size_t kSums, typename Model>
std::array<Sum, kSums> SumOf(const Model& model, const char* text, const Spelling& word) {
  std::array<Sum, kSums> sums{};
  const auto add = [&](uint32_t feature, int value) {
    const int8_t* const weights = Weights(model, feature);
    for (size_t k = 0; k < kSums; ++k) sums[k] = static_cast<Sum>(sums[k] + value * weights[k]);
  };
  add(word.feature(), kWordValue);
  if (word.length > 0) ForEachPiece(text, word, [&](uint32_t piece) { add(piece, kPieceValue); });
  return sums;
}

// The sums of a word that is kept fit, and none is WordMemory::kUnknown.
static_assert(128 * (kWordValue + kPieceValue * 3 * int{WordMemory::kMaxLetters}) < 32767);

}  // namespace

float LanguageNorm(const Features& features) {
  const std::vector<Spelling>& words = features.spelling;
  if (words.size() <= LanguageModel::kMaxWords) return Norm(words.size(), features.pieces, 0);
  size_t pieces = 0;
  for (size_t i = 0; i < LanguageModel::kMaxWords; ++i) pieces += words[i].pieces();
  return Norm(LanguageModel::kMaxWords, pieces, 0);
}

float SentimentNorm(const Features& features) {
  return Norm(features.spelling.size(), features.pieces, features.context.size());
}

std::optional<Language> LanguageModel::Guess(const char* text, const Features& features,
                                             WordMemory& memory) const {
  // All eight at once, of which five are classes.
  std::array<int32_t, kBucketBytes> sums{};
  const size_t words = std::min(features.spelling.size(), kMaxWords);
  // All at once: a word that is not known would hold up those behind it.
  for (size_t i = 0; i < words; ++i) memory.Prefetch(features.spelling[i]);
  for (size_t i = 0; i < words; ++i) {
    const Spelling& word = features.spelling[i];
    if (!WordMemory::Keeps(word)) {
      const auto of_word = SumOf<int32_t, kClasses>(*this, text, word);
      for (size_t c = 0; c < kClasses; ++c) sums[c] += of_word[c];
      continue;
    }
    WordMemory::Word& known = memory.Of(word);
    if (known.language[0] == WordMemory::kUnknown) {
      const auto of_word = SumOf<int16_t, kBucketBytes>(*this, text, word);
      std::copy_n(of_word.begin(), kClasses, known.language.begin());
    }
    for (size_t c = 0; c < kBucketBytes; ++c) sums[c] += known.language[c];
  }
  const float step = scale * LanguageNorm(features);
  size_t best = 0;
  float best_logit = 0;
  for (size_t c = 0; c < kClasses; ++c) {
    const float logit = bias[c] + step * static_cast<float>(sums[c]);
    if (c == 0 || logit > best_logit) {
      best = c;
      best_logit = logit;
    }
  }
  if (best >= kLanguages) return std::nullopt;
  return static_cast<Language>(best);
}

void SentimentModel::Prefetch(const Features& features) const {
  for (const uint32_t feature : features.context) __builtin_prefetch(Weights(*this, feature));
  for (const Word& word : features.said) lexicon.Prefetch(word.hash);
}

double SentimentModel::Balance(const char* text, const Features& features, float capital_share,
                               Language language, WordMemory& memory) const {
  std::array<int32_t, kOutputs> sums{};
  for (const uint32_t feature : features.context) {
    const int8_t* const weights = Weights(*this, feature);
    for (size_t k = 0; k < kOutputs; ++k) sums[k] += weights[k];
  }
  for (int32_t& sum : sums) sum *= kContextValue;
  for (const Spelling& word : features.spelling) {
    if (!WordMemory::Keeps(word)) {
      const auto of_word = SumOf<int32_t, kOutputs>(*this, text, word);
      for (size_t k = 0; k < kOutputs; ++k) sums[k] += of_word[k];
      continue;
    }
    auto& known = memory.Of(word).sentiment[static_cast<size_t>(language)];
    if (known[0] == WordMemory::kUnknown) known = SumOf<int16_t, kOutputs>(*this, text, word);
    for (size_t k = 0; k < kOutputs; ++k) sums[k] += known[k];
  }
  const Clues clues = CluesOf(features, lexicon, capital_share);
  const float norm = SentimentNorm(features);
  std::array<double, 3> logits{};  // negative, positive, neutral
  for (size_t k = 0; k < kOutputs; ++k) {
    float logit = norm * scale[k] * static_cast<float>(sums[k]);
    for (size_t clue = 0; clue < kClues; ++clue) logit += clue_weights[clue][k] * clues[clue];
    logits[k] = logit;
  }
  const auto shares = Softmax(logits);
  return shares[1] - shares[0];
}

double SentimentModel::Score(double balance) const {
  constexpr std::array<double, 6> kScores = {-1, -0.5, -0.1, 0, 0.1, 1};
  const std::array<double, 6> at = {-1, knots[0], knots[1], knots[2], knots[3], 1};
  size_t piece = 0;
  while (piece + 2 < at.size() && balance > at[piece + 1]) ++piece;
  const double share = (balance - at[piece]) / (at[piece + 1] - at[piece]);
  return kScores[piece] + std::clamp(share, 0.0, 1.0) * (kScores[piece + 1] - kScores[piece]);
}

}  // namespace voc::sentiment
