#ifndef VOC_SERVER_SENTIMENT_THEMES_THEME_MATCHER_H_
#define VOC_SERVER_SENTIMENT_THEMES_THEME_MATCHER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "server/sentiment/features.h"
#include "server/sentiment/themes/language_themes.h"
#include "server/sentiment/themes/matched_words.h"
#include "server/sentiment/themes/theme_file.h"
#include "server/sentiment/themes/theme_set.h"

namespace voc::sentiment {

// Says what texts are about. Thread-safe.
//
// The language of a text selects patterns: those of Swedish, Danish and Norwegian
// (also nb and nn) for all three, since a short text of one is easily taken for
// another and they spell little alike that means different things; those of English
// in any other language, whose speakers borrow such words from there; and those of
// all four where the language is not known.
class ThemeMatcher {
 public:
  explicit ThemeMatcher(const ThemeSet& set);

  // What a thread remembers of words, of one matcher.
  using Memory = std::array<MatchedWords, 3>;

  // `language` is the BCP 47 tag of the text, or empty. Linear in the text. `memory` has
  // met no other matcher.
  ThemeBits Match(const SpelledText& text, std::string_view language, Memory& memory) const;

  // The ids of what Match found, sorted.
  std::vector<std::string> Names(ThemeBits themes) const;

  // See ThemeSet::Version.
  uint32_t version() const { return version_; }

 private:
  enum Patterns : size_t { kEnglish, kScandinavian, kAny };

  static Patterns PatternsFor(std::string_view language);

  std::vector<std::string> ids_;
  uint32_t version_;
  std::array<LanguageThemes, std::tuple_size_v<Memory>> themes_;  // by Patterns
};

// The themes of the file that vocd is built with. Parsed once.
std::shared_ptr<const ThemeMatcher> BuiltInThemes();

// Those and what is in `files`, the tenants'. Errors as CombineThemes.
absl::StatusOr<std::shared_ptr<const ThemeMatcher>> ThemesWith(const std::vector<ThemeFile>& files);

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_THEMES_THEME_MATCHER_H_
