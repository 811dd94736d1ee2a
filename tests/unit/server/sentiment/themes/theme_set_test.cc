#include "server/sentiment/themes/theme_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/sentiment/themes/built_in_text.h"

namespace voc::sentiment {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ThemeFile Parsed(std::string_view name, std::string_view text) {
  absl::StatusOr<ThemeFile> file = ParseThemeFile(name, text);
  EXPECT_TRUE(file.ok()) << file.status();
  return *std::move(file);
}

absl::StatusOr<ThemeSet> Combine(const std::vector<std::string_view>& texts) {
  std::vector<ThemeFile> files;
  files.reserve(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) files.push_back(Parsed(absl::StrCat("f", i), texts[i]));
  return CombineThemes(files);
}

std::vector<std::string> IdsOf(const ThemeSet& set) {
  std::vector<std::string> ids;
  ids.reserve(set.themes.size());
  for (const Theme& theme : set.themes) ids.push_back(theme.id);
  return ids;
}

constexpr std::string_view kBase = "theme b\nen: x\ntheme a\nnegation: drops\nen: y\n";

uint32_t VersionOf(const std::vector<std::string_view>& texts) {
  const absl::StatusOr<ThemeSet> set = Combine(texts);
  EXPECT_TRUE(set.ok()) << set.status();
  return set->Version();
}

TEST(CombineThemes, AddsThemesAndPatternsAndSwitchesOff) {
  const absl::StatusOr<ThemeSet> set =
      Combine({kBase, "theme c\nen: z\ntheme b\nsv: w\n", "theme a off\n"});
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_THAT(IdsOf(*set), ElementsAre("b", "c"));
  EXPECT_EQ(set->themes[0].patterns.size(), 2u);
}

TEST(CombineThemes, WhatNegationDoesStaysUnlessSaid) {
  EXPECT_TRUE(Combine({kBase, "theme a\nen: z\n"})->themes[0].negation_drops);
  EXPECT_FALSE(Combine({kBase, "theme a\nnegation: keeps\n"})->themes[0].negation_drops);
}

TEST(CombineThemes, WhatCannotBeCombinedIsNamed) {
  EXPECT_THAT(std::string(Combine({kBase, "\ntheme x off\n"}).status().message()),
              HasSubstr("f1:2: theme x is not there to be switched off; there are a, b"));
  EXPECT_THAT(std::string(Combine({kBase, "theme x\n"}).status().message()),
              HasSubstr("f1:1: theme x is new and has no patterns"));
  EXPECT_THAT(std::string(Combine({kBase, "theme x\nen: -y\n"}).status().message()),
              HasSubstr("has no patterns"));
  std::string many;
  for (size_t i = 0; i < kMaxThemes - 1; ++i) absl::StrAppend(&many, "theme t", i, "\nen: x\n");
  EXPECT_THAT(std::string(Combine({kBase, many}).status().message()),
              HasSubstr("more than 64 themes"));
}

TEST(ThemeSetVersion, IsThatOfWhatFilesMeanTogether) {
  const uint32_t version = VersionOf({kBase});
  EXPECT_NE(version, 0u);
  // A promise to whoever stored it: matching that changes needs another
  // kMatcherVersion.
  EXPECT_EQ(version, VersionOf({"# c\ntheme a\nnegation: drops\nen: y\ntheme b\n  en: x\n"}));
  EXPECT_EQ(version, VersionOf({"theme b\nen: x\n", "theme a\nnegation: drops\nen: y\n"}));
  EXPECT_EQ(version, VersionOf({kBase, "theme b\nen: x\n"}));
  EXPECT_EQ(VersionOf({"theme a\nen sv: x\n"}), VersionOf({"theme a\nen: x\nsv: x\n"}));
  for (const std::string_view other :
       {"theme b\nen: z\n", "theme b\nsv: x\n", "theme b\nen: xyz*\n", "theme b\nen: -x\n",
        "theme b\nnegation: drops\n", "theme b off\n", "theme c\nen: x\n",
        "negation\nen before: not\n"}) {
    EXPECT_NE(VersionOf({kBase, other}), version) << other;
  }
}

TEST(BuiltInThemeText, HoldsTheTwelveThemesWithTwelvePatternsALanguage) {
  const absl::StatusOr<ThemeSet> set = Combine({BuiltInThemeText()});
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_THAT(IdsOf(*set),
              ElementsAre("billing", "cancellation-intent", "competitor", "delivery",
                          "documentation", "feature-request", "onboarding", "performance", "price",
                          "reliability", "support", "usability"));
  for (const Theme& theme : set->themes) {
    EXPECT_EQ(theme.negation_drops,
              theme.id == "cancellation-intent" || theme.id == "feature-request");
    for (const ThemeLanguages language :
         {kThemeEnglish, kThemeSwedish, kThemeDanish, kThemeNorwegian}) {
      size_t patterns = 0;
      for (const ThemePattern& pattern : theme.patterns) {
        patterns +=
            (pattern.languages & language) != 0 && pattern.role != ThemePattern::Role::kException;
      }
      EXPECT_GE(patterns, 12u) << theme.id << " in language " << int{language};
    }
  }
}

}  // namespace
}  // namespace voc::sentiment
