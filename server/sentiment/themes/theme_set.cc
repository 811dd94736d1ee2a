#include "server/sentiment/themes/theme_set.h"

#include <xxhash.h>

#include <algorithm>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace voc::sentiment {
namespace {

// Counts up when the same files come to mean something else: how patterns are
// matched, how far negation reaches.
constexpr int kMatcherVersion = 2;

// Languages in which each thing is said, so that it does not matter over how many
// lines and files a file spreads it.
using Said = std::map<std::string, ThemeLanguages>;

void AppendSorted(const Said& said, std::string& out) {
  for (const auto& [text, languages] : said) absl::StrAppend(&out, text, " ", languages, "\n");
}

}  // namespace

uint32_t ThemeSet::Version() const {
  std::string canonical = absl::StrCat("voc.themes.", kMatcherVersion, "\n");
  for (const Theme& theme : themes) {
    absl::StrAppend(&canonical, "theme ", theme.id, theme.negation_drops ? " drops\n" : " keeps\n");
    Said said;
    for (const ThemePattern& pattern : theme.patterns) {
      said[pattern.ToString()] |= pattern.languages;
    }
    AppendSorted(said, canonical);
  }
  Said said;
  for (const NegationWord& word : negation) {
    said[absl::StrCat(std::string(NegationRoleName(word.role)), " ", word.word)] |= word.languages;
  }
  AppendSorted(said, canonical);
  const auto version = static_cast<uint32_t>(XXH3_64bits(canonical.data(), canonical.size()));
  return version == 0 ? 1 : version;
}

absl::StatusOr<ThemeSet> CombineThemes(const std::vector<ThemeFile>& files) {
  ThemeSet set;
  std::map<std::string, Theme> themes;
  std::vector<std::string> errors;
  for (const ThemeFile& file : files) {
    for (const ThemeEntry& entry : file.themes) {
      const auto known = themes.find(entry.id);
      if (entry.off) {
        if (known == themes.end()) {
          errors.push_back(absl::StrCat(
              entry.where, ": theme ", entry.id, " is not there to be switched off; there are ",
              absl::StrJoin(themes, ", ",
                            [](std::string* out, auto& t) { out->append(t.first); })));
        } else {
          themes.erase(known);
        }
        continue;
      }
      const bool names_something = std::any_of(
          entry.patterns.begin(), entry.patterns.end(),
          [](const ThemePattern& p) { return p.role != ThemePattern::Role::kException; });
      if (known == themes.end() && !names_something) {
        errors.push_back(
            absl::StrCat(entry.where, ": theme ", entry.id, " is new and has no patterns"));
        continue;
      }
      Theme& theme = themes[entry.id];
      theme.id = entry.id;
      if (entry.negation_drops.has_value()) theme.negation_drops = *entry.negation_drops;
      theme.patterns.insert(theme.patterns.end(), entry.patterns.begin(), entry.patterns.end());
      if (themes.size() > kMaxThemes) {
        errors.push_back(absl::StrCat(entry.where, ": these are more than ", kMaxThemes,
                                      " themes, built-in ones included"));
        themes.erase(entry.id);
      }
    }
    set.negation.insert(set.negation.end(), file.negation.begin(), file.negation.end());
  }
  if (!errors.empty()) return absl::InvalidArgumentError(absl::StrJoin(errors, "\n"));
  for (auto& [id, theme] : themes) set.themes.push_back(std::move(theme));
  return set;
}

}  // namespace voc::sentiment
