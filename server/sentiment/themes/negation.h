#ifndef VOC_SERVER_SENTIMENT_THEMES_NEGATION_H_
#define VOC_SERVER_SENTIMENT_THEMES_NEGATION_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/sentiment/features.h"
#include "server/sentiment/themes/theme_file.h"

namespace voc::sentiment {

// Some words in a row.
struct WordSpan {
  size_t begin = 0;
  size_t end = 0;
};

// Whether words of a text are negated: "we are not going to [cancel]", "vi [säger
// upp] inte". A negation reaches a few words within its clause, not beyond the
// next subject ("it does not work we [cancel]") unless an opinion carries it there
// ("I don't think we will [cancel]"), and says nothing behind a condition ("if you
// don't mend it [cancel] us"). Thread-safe.
class Negation {
 public:
  // The words of one or several languages.
  Negation(const std::vector<NegationWord>& words, ThemeLanguages languages);

  // By a word before or behind the span, or in one of the `gaps` of it.
  bool Negates(const SpelledText& text, WordSpan span, const std::vector<WordSpan>& gaps) const;

 private:
  // Bit for a role.
  static constexpr uint8_t Bit(NegationRole role) {
    return static_cast<uint8_t>(1u << static_cast<unsigned>(role));
  }
  // Roles of the word as bits.
  uint8_t RolesOf(const Spelling& word) const;

  bool IsNegatedBefore(const SpelledText& text, size_t begin) const;
  bool IsNegatedBehind(const SpelledText& text, size_t end) const;
  // Whether what stands at `at` hangs on a condition.
  bool IsConditional(const SpelledText& text, size_t at) const;

  // By Spelling::hash.
  absl::flat_hash_map<uint64_t, uint8_t> roles_;
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_THEMES_NEGATION_H_
