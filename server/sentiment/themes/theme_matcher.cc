#include "server/sentiment/themes/theme_matcher.h"

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "server/sentiment/language.h"
#include "server/sentiment/themes/built_in_text.h"

namespace voc::sentiment {
namespace {

// A test reads the same text, so a vocd that ends here was never released.
template <typename T>
T OrEnd(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::fprintf(stderr, "%s\n", std::string(value.status().message()).c_str());
  std::abort();
}

const ThemeFile& BuiltInFile() {
  static const ThemeFile* const kFile =
      new ThemeFile(OrEnd(ParseThemeFile("themes.txt", BuiltInThemeText())));
  return *kFile;
}

}  // namespace

ThemeMatcher::ThemeMatcher(const ThemeSet& set)
    : version_(set.Version()),
      themes_{{LanguageThemes(set, kThemeEnglish),
               LanguageThemes(set, kThemeSwedish | kThemeDanish | kThemeNorwegian),
               LanguageThemes(set, kAllThemeLanguages)}} {
  for (const Theme& theme : set.themes) ids_.push_back(theme.id);
}

ThemeMatcher::Patterns ThemeMatcher::PatternsFor(std::string_view language) {
  if (language.empty()) return kAny;
  const std::optional<Language> known = LanguageOfTag(language);
  return known.has_value() && *known != Language::kEnglish ? kScandinavian : kEnglish;
}

ThemeBits ThemeMatcher::Match(const SpelledText& text, std::string_view language,
                              Memory& memory) const {
  const Patterns patterns = PatternsFor(language);
  return themes_[patterns].Match(text, memory[patterns]);
}

std::vector<std::string> ThemeMatcher::Names(ThemeBits themes) const {
  std::vector<std::string> names;
  if (themes == 0) return names;
  names.reserve(static_cast<size_t>(std::popcount(themes)));
  for (; themes != 0; themes &= themes - 1) {
    names.push_back(ids_[static_cast<size_t>(std::countr_zero(themes))]);
  }
  return names;
}

std::shared_ptr<const ThemeMatcher> BuiltInThemes() {
  static const auto* const kMatcher =
      new std::shared_ptr<const ThemeMatcher>(OrEnd(ThemesWith({})));
  return *kMatcher;
}

absl::StatusOr<std::shared_ptr<const ThemeMatcher>> ThemesWith(
    const std::vector<ThemeFile>& files) {
  std::vector<ThemeFile> all = {BuiltInFile()};
  all.insert(all.end(), files.begin(), files.end());
  absl::StatusOr<ThemeSet> set = CombineThemes(all);
  if (!set.ok()) return set.status();
  return std::make_shared<const ThemeMatcher>(*set);
}

}  // namespace voc::sentiment
