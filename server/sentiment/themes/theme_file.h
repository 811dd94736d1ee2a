#ifndef VOC_SERVER_SENTIMENT_THEMES_THEME_FILE_H_
#define VOC_SERVER_SENTIMENT_THEMES_THEME_FILE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace voc::sentiment {

// Limits of one theme file. Words and phrases are short so that looking at one
// word of a text has a bounded cost.
inline constexpr size_t kMaxThemeFileBytes = 1 << 20;
inline constexpr size_t kMaxThemePatterns = 20'000;
inline constexpr size_t kMaxThemeIdBytes = 40;
inline constexpr size_t kMaxPatternWords = 8;
inline constexpr size_t kMaxPatternWordBytes = 64;
// Fewest letters that may stand beside a '*': fewer would match by accident. Of a word
// as texts have it (see Symbols): a letter three times in a row counts twice.
inline constexpr size_t kMinPrefixLetters = 3;
inline constexpr size_t kMinSuffixLetters = 3;
inline constexpr size_t kMinInfixLetters = 4;

// Languages a line of a theme file is for, as bits.
enum ThemeLanguage : uint8_t {
  kThemeEnglish = 1,
  kThemeSwedish = 2,
  kThemeDanish = 4,
  kThemeNorwegian = 8,
};
using ThemeLanguages = uint8_t;
inline constexpr ThemeLanguages kAllThemeLanguages = 15;

// One word of a pattern, or what may stand for it in a text.
struct PatternWord {
  enum class Kind : uint8_t {
    kExact,   // faktura
    kPrefix,  // faktur*
    kSuffix,  // *faktura
    kInfix,   // *faktur*
    kGap,     // .. up to three words
  };
  Kind kind = Kind::kExact;
  // UTF-8, in lower case. FoldedWord makes of it what texts have.
  std::string text;

  friend bool operator==(const PatternWord&, const PatternWord&) = default;
};

// Fewest letters that a pattern word of a kind has.
constexpr size_t FewestLetters(PatternWord::Kind kind) {
  switch (kind) {
    case PatternWord::Kind::kPrefix:
      return kMinPrefixLetters;
    case PatternWord::Kind::kSuffix:
      return kMinSuffixLetters;
    case PatternWord::Kind::kInfix:
      return kMinInfixLetters;
    default:
      return 1;
  }
}

// Words in a row that say something about a theme.
struct ThemePattern {
  enum class Role : uint8_t {
    kNames,      // is about the theme
    kIfNegated,  // !renew: only when negated
    kException,  // -slow food: what it covers says nothing about the theme
  };
  Role role = Role::kNames;
  ThemeLanguages languages = 0;
  // Spelled as it is only, not also without å, ä, ö, æ, ø.
  bool literal = false;
  std::vector<PatternWord> words;

  // As a theme file writes it, without languages.
  std::string ToString() const;
  friend bool operator==(const ThemePattern&, const ThemePattern&) = default;
};

// What a file says of one theme.
struct ThemeEntry {
  std::string id;
  // "FILE:LINE" where it begins, for errors.
  std::string where;
  bool off = false;
  // Whether a negation takes the theme away; absent if the file does not say.
  std::optional<bool> negation_drops;
  std::vector<ThemePattern> patterns;
};

// Words with a part in negation.
enum class NegationRole : uint8_t {
  kBefore,     // negates what follows: not, inte
  kAfter,      // negates what precedes: (vi förnyar) inte
  kClause,     // begins a clause, which a negation does not reach into: but, and
  kSubject,    // begins one too, unless it hangs on an opinion: we, I
  kOpinion,    // (I don't) think (we will cancel)
  kCondition,  // what is negated behind it does not happen yet: if, om
};
inline constexpr size_t kNegationRoles = 6;
std::string_view NegationRoleName(NegationRole role);

struct NegationWord {
  NegationRole role;
  ThemeLanguages languages = 0;
  std::string word;  // as PatternWord::text

  friend bool operator==(const NegationWord&, const NegationWord&) = default;
};

struct ThemeFile {
  std::vector<ThemeEntry> themes;
  std::vector<NegationWord> negation;
};

// Reads a theme file; README.md describes it. `name` stands in the errors.
// INVALID_ARGUMENT with one line for each of the first errors:
// "NAME:LINE: what is wrong".
absl::StatusOr<ThemeFile> ParseThemeFile(std::string_view name, std::string_view text);

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_THEMES_THEME_FILE_H_
