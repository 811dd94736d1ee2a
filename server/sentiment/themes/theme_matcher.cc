#include "server/sentiment/themes/theme_matcher.h"

#include <bit>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/match.h"
#include "server/sentiment/themes/built_in_text.h"
#include "storage/base/strings.h"

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
      english_(set, kThemeEnglish),
      scandinavian_(set, kThemeSwedish | kThemeDanish | kThemeNorwegian),
      any_(set, kAllThemeLanguages) {
  for (const Theme& theme : set.themes) ids_.push_back(theme.id);
}

const LanguageThemes& ThemeMatcher::ThemesOf(std::string_view language) const {
  if (language.empty()) return any_;
  const absl::string_view primary = base::ToAbsl(language.substr(0, language.find('-')));
  const auto is = [&](const char* name) { return absl::EqualsIgnoreCase(primary, name); };
  if (is("sv") || is("da") || is("no") || is("nb") || is("nn")) return scandinavian_;
  return english_;
}

ThemeBits ThemeMatcher::Match(const SpelledText& text, std::string_view language) const {
  return ThemesOf(language).Match(text);
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
