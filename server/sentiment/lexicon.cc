#include "server/sentiment/lexicon.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace voc::sentiment {
namespace {

// What a word of degree makes of a valence.
constexpr float kStronger = 1.4F;
constexpr float kWeaker = 0.7F;
// What is left of a valence behind a negation, turned: "not great" is mild.
constexpr float kTurned = 0.5F;
// Brings the clues to about the size of one another.
constexpr float kValenceScale = 0.5F;
constexpr float kCountScale = 0.3F;
constexpr uint32_t kMaxCount = 3;
constexpr float kLengthScale = 0.1F;  // a hundred words are long
constexpr float kShortText = 4;       // words; keeps one word from meaning all

}  // namespace

Lexicon::Lexicon(size_t words) {
  // Half full, so that a look-up is one step as a rule.
  const size_t slots = std::bit_ceil(std::max<size_t>(2 * words, 2));
  shift_ = 32 - std::countr_zero(slots);
  mask_ = slots - 1;
  slots_.resize(slots);
}

void Lexicon::Add(uint32_t word, int8_t valence) {
  if (valence == 0) return;
  size_t at = word >> shift_;
  while (slots_[at].valence != 0 && slots_[at].word != word) at = (at + 1) & mask_;
  slots_[at] = {word, valence};
}

Clues CluesOf(const Features& features, const Lexicon& lexicon, float capital_share) {
  Clues clues{};
  bool known = false;
  for (const Word& word : features.said) {
    float valence = lexicon.Find(word.hash);
    if (valence == 0) continue;
    known = true;
    if (word.strong) valence *= kStronger;
    if (word.weak) valence *= kWeaker;
    const bool positive = valence > 0;
    const float size = std::abs(valence);
    if (word.negated) {
      clues[positive ? kNegatedPositiveWords : kNegatedNegativeWords] += size;
    } else {
      clues[positive ? kPositiveWords : kNegativeWords] += size;
    }
    if (word.after_but) clues[positive ? kPositiveAfterBut : kNegativeAfterBut] += size;
  }
  const auto length = static_cast<float>(features.said.size());
  const float scale = kValenceScale / std::sqrt(length + kShortText);
  for (const Clue sum : {kPositiveWords, kNegativeWords, kNegatedPositiveWords,
                         kNegatedNegativeWords, kPositiveAfterBut, kNegativeAfterBut}) {
    clues[sum] *= scale;
  }
  clues[kCalls] = kCountScale * static_cast<float>(std::min(features.calls, kMaxCount));
  clues[kQuestions] = kCountScale * static_cast<float>(std::min(features.questions, kMaxCount));
  clues[kCapitals] = capital_share;
  clues[kNoWordKnown] = known ? 0 : 1;
  clues[kLength] = std::min(kLengthScale * std::sqrt(length), 1.0F);
  clues[kBalance] = clues[kPositiveWords] - clues[kNegativeWords] +
                    kTurned * (clues[kNegatedNegativeWords] - clues[kNegatedPositiveWords]);
  clues[kAlways] = 1;
  clues[kCharge] = clues[kPositiveWords] + clues[kNegativeWords];
  return clues;
}

}  // namespace voc::sentiment
