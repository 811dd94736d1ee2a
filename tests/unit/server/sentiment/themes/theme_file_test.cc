#include "server/sentiment/themes/theme_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace voc::sentiment {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using Role = ThemePattern::Role;

ThemeFile Parse(std::string_view text) {
  absl::StatusOr<ThemeFile> file = ParseThemeFile("f", text);
  EXPECT_TRUE(file.ok()) << file.status();
  return file.ok() ? *std::move(file) : ThemeFile();
}

std::string ErrorOf(std::string_view text) {
  const absl::StatusOr<ThemeFile> file = ParseThemeFile("f", text);
  EXPECT_EQ(file.status().code(), absl::StatusCode::kInvalidArgument) << text;
  return std::string(file.status().message());
}

TEST(ParseThemeFile, ThemesLanguagesAndPatterns) {
  const ThemeFile file = Parse(
      "# a comment\n"
      "theme price  # another\n"
      "  en: Cost, too much  money\n"
      "\n"
      "  da no: pris*\r\n"
      "theme leaving\n"
      "  negation: drops\n"
      "  all: say* .. up, -slow food, !renew*, =på, *fel, *krasch*\n");
  ASSERT_THAT(file.themes, SizeIs(2));
  const ThemeEntry& price = file.themes[0];
  EXPECT_EQ(price.id, "price");
  EXPECT_EQ(price.where, "f:2");
  EXPECT_FALSE(price.negation_drops.has_value());
  ASSERT_THAT(price.patterns, SizeIs(3));
  EXPECT_EQ(price.patterns[0].ToString(), "cost");
  EXPECT_EQ(price.patterns[1].ToString(), "too much money");
  EXPECT_EQ(price.patterns[1].languages, kThemeEnglish);
  EXPECT_EQ(price.patterns[2].languages, kThemeDanish | kThemeNorwegian);
  EXPECT_EQ(price.patterns[2].words[0].kind, PatternWord::Kind::kPrefix);
  const ThemeEntry& leaving = file.themes[1];
  EXPECT_EQ(leaving.negation_drops, true);
  ASSERT_THAT(leaving.patterns, SizeIs(6));
  EXPECT_EQ(leaving.patterns[0].words[1].kind, PatternWord::Kind::kGap);
  EXPECT_EQ(leaving.patterns[1].role, Role::kException);
  EXPECT_EQ(leaving.patterns[2].role, Role::kIfNegated);
  EXPECT_TRUE(leaving.patterns[3].literal);
  EXPECT_EQ(leaving.patterns[4].words[0].kind, PatternWord::Kind::kSuffix);
  EXPECT_EQ(leaving.patterns[5].words[0].kind, PatternWord::Kind::kInfix);
  EXPECT_EQ(leaving.patterns[5].languages, kAllThemeLanguages);
  std::vector<std::string> written;
  written.reserve(leaving.patterns.size());
  for (const ThemePattern& pattern : leaving.patterns) written.push_back(pattern.ToString());
  EXPECT_THAT(written,
              ElementsAre("say* .. up", "-slow food", "!renew*", "=på", "*fel", "*krasch*"));
}

TEST(ParseThemeFile, CaseIsFoldedAsInTexts) {
  EXPECT_EQ(Parse("theme a\nsv: ÅRET*\n").themes[0].patterns[0].ToString(), "året*");
}

TEST(ParseThemeFile, Negation) {
  const ThemeFile file = Parse("negation\n en before: not, Don't\n da no after: ikke\n");
  EXPECT_THAT(
      file.negation,
      ElementsAre(NegationWord{NegationRole::kBefore, kThemeEnglish, "not"},
                  NegationWord{NegationRole::kBefore, kThemeEnglish, "don't"},
                  NegationWord{NegationRole::kAfter, kThemeDanish | kThemeNorwegian, "ikke"}));
}

TEST(ParseThemeFile, OffAndEmptyFiles) {
  EXPECT_TRUE(Parse("theme price off\n").themes[0].off);
  EXPECT_THAT(Parse("").themes, SizeIs(0));
  EXPECT_THAT(Parse("\xEF\xBB\xBF# only a comment").themes, SizeIs(0));
}

TEST(ParseThemeFile, ErrorsNameTheLine) {
  EXPECT_THAT(ErrorOf("theme Price\n"), HasSubstr("f:1: \"Price\" is no theme id"));
  EXPECT_THAT(ErrorOf("theme a--b\n"), HasSubstr("no theme id"));
  EXPECT_THAT(ErrorOf("theme -a\n"), HasSubstr("no theme id"));
  EXPECT_THAT(ErrorOf(absl::StrCat("theme ", std::string(kMaxThemeIdBytes + 1, 'a'), "\n")),
              HasSubstr("no theme id"));
  EXPECT_THAT(ErrorOf("theme a on\n"), HasSubstr("f:1: after the theme's id"));
  EXPECT_THAT(ErrorOf("theme a\nen: x\ntheme a\n"), HasSubstr("f:3: theme a is there twice, first "
                                                              "in line 1"));
  EXPECT_THAT(ErrorOf("en: x\n"), HasSubstr("f:1: stands in no section"));
  EXPECT_THAT(ErrorOf("price\n"), HasSubstr("f:1: \"price\" is neither"));
  EXPECT_THAT(ErrorOf("theme a\n\nfr: x\n"), HasSubstr("f:3: \"fr\" is no language"));
  EXPECT_THAT(ErrorOf("theme a\n: x\n"), HasSubstr("f:2: nothing stands before"));
  EXPECT_THAT(ErrorOf("theme a\nen: x,, y\n"), HasSubstr("f:2: a pattern is empty"));
  EXPECT_THAT(ErrorOf("theme a\nen: x,\n"), HasSubstr("f:2: a pattern is empty"));
  EXPECT_THAT(ErrorOf("theme a\nen: 24/7\n"), HasSubstr("f:2: \"24/7\" is not one word"));
  EXPECT_THAT(ErrorOf("theme a\nen: e-mail\n"), HasSubstr("is not one word"));
  EXPECT_THAT(ErrorOf("theme a\nen: a*b\n"), HasSubstr("is not one word"));
  EXPECT_THAT(ErrorOf("theme a\nen: *\n"), HasSubstr("is not one word"));
  EXPECT_THAT(ErrorOf("theme a\nen: €\n"), HasSubstr("is not one word"));
  EXPECT_THAT(ErrorOf("theme a\nsv: åä*\n"), HasSubstr("is too short"));
  EXPECT_THAT(ErrorOf("theme a\nen: aaaa*\n"), HasSubstr("is too short"));
  EXPECT_THAT(ErrorOf("theme a\nen: ab*\n"), HasSubstr("f:2: \"ab*\" is too short: at least 3"));
  EXPECT_THAT(ErrorOf("theme a\nen: *abc*\n"), HasSubstr("at least 4"));
  EXPECT_THAT(ErrorOf("theme a\nen: .. b\n"), HasSubstr("\"..\" stands between words only"));
  EXPECT_THAT(ErrorOf("theme a\nen: a .. b .. c .. d\n"), HasSubstr("more than 2 gaps"));
  EXPECT_THAT(ErrorOf("theme a\nen: a b c d e f g h i\n"), HasSubstr("more than 8 words"));
  EXPECT_THAT(ErrorOf(absl::StrCat("theme a\nen: ", std::string(kMaxPatternWordBytes + 1, 'a'))),
              HasSubstr("is longer than"));
  EXPECT_THAT(ErrorOf("theme a\nen: x\nsv: y\nen sv: z, x\n"),
              HasSubstr("f:4: \"x\" is there twice for the same language, first in line 2"));
  EXPECT_THAT(ErrorOf("theme a off\nen: x\n"), HasSubstr("f:2: theme a is off"));
  EXPECT_THAT(ErrorOf("theme a\nnegation: maybe\n"), HasSubstr("f:2: write \"negation: keeps\""));
  EXPECT_THAT(ErrorOf("negation\nen: not\n"), HasSubstr("f:2: write \"LANGUAGE ROLE: words\""));
  EXPECT_THAT(ErrorOf("negation\nen never: not\n"), HasSubstr("f:2: write"));
  EXPECT_THAT(ErrorOf("negation\nen before: not ever\n"),
              HasSubstr("\"not ever\" is not one word"));
  EXPECT_THAT(ErrorOf(std::string(kMaxThemeFileBytes + 1, '#')), HasSubstr("f:1: the file is"));
}

TEST(ParseThemeFile, SeveralErrorsAreToldAtOnceUpToALimit) {
  EXPECT_EQ(ErrorOf("theme A\nfr: x\nen: 1/2\n"),
            "f:1: \"A\" is no theme id: write lower-case letters, digits and single '-', at most "
            "40\nf:2: \"fr\" is no language: write en, sv, da, no or all\nf:3: \"1/2\" is not one "
            "word: only letters, digits and inner apostrophes, with '*' at an end");
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "nonsense\n";
  const std::string error = ErrorOf(text);
  EXPECT_EQ(std::count(error.begin(), error.end(), '\n'), 19);
}

TEST(ParseThemeFile, AnyBytesAreAnsweredWithAStatus) {
  for (const std::string_view text :
       {std::string_view("\0\xFF\n", 3), std::string_view("theme \xC3\n"),
        std::string_view("theme a\nen: \xE2\x80, *\xFF\xFF\xFF*\n"), std::string_view(":::\n:")}) {
    (void)ParseThemeFile("f", text);
  }
}

}  // namespace
}  // namespace voc::sentiment
