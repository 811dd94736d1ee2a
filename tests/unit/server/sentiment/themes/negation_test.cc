#include "server/sentiment/themes/negation.h"

#include <gtest/gtest.h>

#include <string_view>

#include "server/sentiment/cut.h"
#include "server/sentiment/themes/built_in_text.h"
#include "server/sentiment/themes/theme_file.h"

namespace voc::sentiment {
namespace {

// Whether `word`, which stands once in the text, is negated there, by the
// words of the built-in file.
bool IsNegated(std::string_view text, std::string_view word, ThemeLanguages languages) {
  const absl::StatusOr<ThemeFile> file = ParseThemeFile("themes.txt", BuiltInThemeText());
  const Negation negation(file->negation, languages);
  Cut cut;
  cut.Take(text, Modifiers());
  for (size_t i = 0; i < cut.Spelled().size(); ++i) {
    if (cut.Spelled()[i] == FoldedWord(word)) {
      return negation.Negates(cut.Spelled(), {i, i + 1}, {});
    }
  }
  ADD_FAILURE() << word << " is not in: " << text;
  return false;
}

TEST(Negation, ReachesAFewWordsOnInItsClause) {
  for (const char* text :
       {"we are not going to cancel", "no cancel", "never cancel", "no plans at all to cancel",
        "we won't ever cancel", "there is no reason for us to cancel",
        "i don't think we will cancel", "not that i would cancel"}) {
    EXPECT_TRUE(IsNegated(text, "cancel", kThemeEnglish)) << text;
  }
  for (const char* text :
       {"cancel", "we will cancel", "not good, cancel", "it does not work so cancel",
        "it is not good and we cancel", "it does not work we will cancel", "no! cancel",
        "this is not what any of the people here wanted cancel", "we cancel, not you",
        "we can't cancel"}) {
    EXPECT_FALSE(IsNegated(text, "cancel", kThemeEnglish)) << text;
  }
}

TEST(Negation, BehindAConditionNothingIsNegatedYet) {
  EXPECT_FALSE(IsNegated("if you do not mend it cancel", "cancel", kThemeEnglish));
  EXPECT_FALSE(IsNegated("if we don't hear back cancel", "cancel", kThemeEnglish));
  EXPECT_TRUE(IsNegated("unless you mend it we will not renew", "renew", kThemeEnglish));
  EXPECT_TRUE(IsNegated("if it stays so, we will not renew", "renew", kThemeEnglish));
  EXPECT_FALSE(IsNegated("om ni inte lagar det lämnar", "lämnar", kThemeSwedish));
}

TEST(Negation, StandsBehindTheVerbInTheNorth) {
  EXPECT_TRUE(IsNegated("vi förnyar inte", "förnyar", kThemeSwedish));
  EXPECT_TRUE(IsNegated("det lämnar vi aldrig", "lämnar", kThemeSwedish));
  EXPECT_TRUE(IsNegated("vi opsiger ikke", "opsiger", kThemeDanish));
  EXPECT_TRUE(IsNegated("vi fornyer nok ikke", "fornyer", kThemeNorwegian));
  EXPECT_FALSE(IsNegated("vi lämnar om ni inte svarar", "lämnar", kThemeSwedish));
  EXPECT_FALSE(IsNegated("vi opsiger fordi det ikke virker", "opsiger", kThemeDanish));
  EXPECT_FALSE(IsNegated("vi lämnar. inte i dag", "lämnar", kThemeSwedish));
  EXPECT_FALSE(IsNegated("cancel it not", "cancel", kThemeEnglish));
}

TEST(Negation, InAGapOfThePhrase) {
  const absl::StatusOr<ThemeFile> file = ParseThemeFile("themes.txt", BuiltInThemeText());
  const Negation negation(file->negation, kThemeSwedish);
  Cut cut;
  cut.Take("vi säger inte upp", Modifiers());
  EXPECT_TRUE(negation.Negates(cut.Spelled(), {1, 4}, {{2, 3}}));
  EXPECT_FALSE(negation.Negates(cut.Spelled(), {1, 4}, {}));
}

TEST(Negation, AtTheEdgesOfAText) {
  const Negation negation({}, kAllThemeLanguages);
  Cut cut;
  cut.Take("cancel", Modifiers());
  EXPECT_FALSE(negation.Negates(cut.Spelled(), {0, 1}, {}));
}

}  // namespace
}  // namespace voc::sentiment
