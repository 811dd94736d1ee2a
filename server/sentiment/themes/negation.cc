#include "server/sentiment/themes/negation.h"

#include <algorithm>

#include "server/sentiment/symbols.h"
#include "server/sentiment/themes/spelling.h"

namespace voc::sentiment {
namespace {

// How many words a negation reaches: "not going to ever [cancel]", "[säger] vi
// inte". A change is another kMatcherVersion (theme_set.cc).
constexpr size_t kReachBefore = 6;
constexpr size_t kReachBehind = 2;
constexpr size_t kConditionReach = 6;

}  // namespace

Negation::Negation(const std::vector<NegationWord>& words, ThemeLanguages languages) {
  for (const NegationWord& word : words) {
    if ((word.languages & languages) == 0) continue;
    for (const std::string& spelling : SpellingsOf(word.word)) {
      roles_[HashFoldedWord(FoldedWord(spelling))] |= Bit(word.role);
    }
  }
}

uint8_t Negation::RolesOf(const Spelling& word) const {
  const auto found = roles_.find(word.hash);
  return found == roles_.end() ? 0 : found->second;
}

bool Negation::Negates(const SpelledText& text, WordSpan span,
                       const std::vector<WordSpan>& gaps) const {
  constexpr uint8_t kEither = Bit(NegationRole::kBefore) | Bit(NegationRole::kAfter);
  for (const WordSpan& gap : gaps) {
    for (size_t i = gap.begin; i < gap.end; ++i) {
      if ((RolesOf(text.words[i]) & kEither) != 0) return true;
    }
  }
  return IsNegatedBefore(text, span.begin) || IsNegatedBehind(text, span.end);
}

bool Negation::IsNegatedBefore(const SpelledText& text, size_t begin) const {
  for (size_t at = begin; at > 0 && begin - at < kReachBefore;) {
    --at;
    if (!text.IsWord(at)) return false;
    const uint8_t roles = RolesOf(text.words[at]);
    if ((roles & Bit(NegationRole::kBefore)) != 0) return !IsConditional(text, at);
    if ((roles & Bit(NegationRole::kClause)) != 0) return false;
    if ((roles & Bit(NegationRole::kSubject)) != 0) {
      const bool opinion =
          at > 0 && (RolesOf(text.words[at - 1]) & Bit(NegationRole::kOpinion)) != 0;
      if (!opinion) return false;
    }
  }
  return false;
}

bool Negation::IsNegatedBehind(const SpelledText& text, size_t end) const {
  constexpr uint8_t kStop = Bit(NegationRole::kClause) | Bit(NegationRole::kCondition);
  for (size_t at = end; at < std::min(text.size(), end + kReachBehind); ++at) {
    if (!text.IsWord(at)) return false;
    const uint8_t roles = RolesOf(text.words[at]);
    if ((roles & Bit(NegationRole::kAfter)) != 0) return true;
    if ((roles & kStop) != 0) return false;
  }
  return false;
}

bool Negation::IsConditional(const SpelledText& text, size_t at) const {
  const size_t floor = at - std::min(at, kConditionReach);
  while (at > floor) {
    --at;
    if (!text.IsWord(at)) return false;
    const uint8_t roles = RolesOf(text.words[at]);
    if ((roles & Bit(NegationRole::kCondition)) != 0) return true;
    if ((roles & Bit(NegationRole::kClause)) != 0) return false;
    // "unless you mend it we will not ..." against "if we do not ...".
    if ((roles & Bit(NegationRole::kSubject)) != 0) {
      return at > 0 && (RolesOf(text.words[at - 1]) & Bit(NegationRole::kCondition)) != 0;
    }
  }
  return false;
}

}  // namespace voc::sentiment
