#ifndef VOC_SERVER_SENTIMENT_THEMES_THEME_MATCHER_H_
#define VOC_SERVER_SENTIMENT_THEMES_THEME_MATCHER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "server/sentiment/features.h"
#include "server/sentiment/themes/language_themes.h"
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

  // `language` is the BCP 47 tag of the text, or empty. Linear in the text.
  ThemeBits Match(const SpelledText& text, std::string_view language) const;

  // The ids of what Match found, sorted.
  std::vector<std::string> Names(ThemeBits themes) const;

  // See ThemeSet::Version.
  uint32_t version() const { return version_; }

 private:
  const LanguageThemes& ThemesOf(std::string_view language) const;

  std::vector<std::string> ids_;
  uint32_t version_;
  LanguageThemes english_;
  LanguageThemes scandinavian_;
  LanguageThemes any_;
};

// The themes of the file that vocd is built with. Parsed once.
std::shared_ptr<const ThemeMatcher> BuiltInThemes();

// Those and what is in `files`, the tenants'. Errors as CombineThemes.
absl::StatusOr<std::shared_ptr<const ThemeMatcher>> ThemesWith(const std::vector<ThemeFile>& files);

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_THEMES_THEME_MATCHER_H_
