#ifndef VOC_SERVER_SENTIMENT_THEMES_NEGATION_H_
#define VOC_SERVER_SENTIMENT_THEMES_NEGATION_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/sentiment/themes/theme_file.h"
#include "server/sentiment/tokenizer.h"

namespace voc::sentiment {

// Some tokens in a row.
struct TokenSpan {
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
  bool Negates(const Tokens& tokens, TokenSpan span, const std::vector<TokenSpan>& gaps) const;

 private:
  // Bit for a role.
  static constexpr uint8_t Bit(NegationRole role) {
    return static_cast<uint8_t>(1u << static_cast<unsigned>(role));
  }
  // Roles of the token as bits.
  uint8_t RolesOf(const Token& token) const;

  bool IsNegatedBefore(const Tokens& tokens, size_t begin) const;
  bool IsNegatedBehind(const Tokens& tokens, size_t end) const;
  // Whether what stands at `at` hangs on a condition.
  bool IsConditional(const Tokens& tokens, size_t at) const;

  absl::flat_hash_map<std::string, uint8_t> roles_;
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_THEMES_NEGATION_H_
