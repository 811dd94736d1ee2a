#include "server/sentiment/themes/theme_matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "server/sentiment/cut.h"

namespace voc::sentiment {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

ThemeMatcher Matcher(std::string_view text) {
  const absl::StatusOr<ThemeFile> file = ParseThemeFile("f", text);
  EXPECT_TRUE(file.ok()) << file.status();
  return ThemeMatcher(*CombineThemes({*file}));
}

std::vector<std::string> Themes(const ThemeMatcher& matcher, std::string_view text,
                                std::string_view language = "en") {
  Cut cut;
  cut.Take(text, Modifiers());
  ThemeMatcher::Memory memory;
  const ThemeBits themes = matcher.Match(cut.Spelled(), language, memory);
  // Words met before say the same.
  EXPECT_EQ(matcher.Match(cut.Spelled(), language, memory), themes) << text;
  return matcher.Names(themes);
}

std::vector<std::string> Heard(std::string_view text, std::string_view language) {
  return Themes(*BuiltInThemes(), text, language);
}

TEST(ThemeMatcher, WordsPrefixesEndsAndMiddles) {
  const ThemeMatcher matcher = Matcher("theme a\nen: cat, dog*, *bird, *fish*\n");
  for (const char* text : {"Cat", "my cat!", "dog", "doggy", "blackbird", "fishing", "starfish"}) {
    EXPECT_THAT(Themes(matcher, text), ElementsAre("a")) << text;
  }
  for (const char* text : {"cats", "underdog", "birds", "fis h", ""}) {
    EXPECT_THAT(Themes(matcher, text), IsEmpty()) << text;
  }
}

TEST(ThemeMatcher, PhrasesStandInOneClauseInOrder) {
  const ThemeMatcher matcher = Matcher("theme a\nen: too much money, say* .. up, b .. c .. d\n");
  for (const char* text : {"it is TOO much money", "says up", "saying it all up",
                           "they say one two three up", "b c d", "b x c y y d", "b b x c c d"}) {
    EXPECT_THAT(Themes(matcher, text), ElementsAre("a")) << text;
  }
  for (const char* text : {"too much", "much money", "too much, money", "money much too",
                           "say one two three four up", "say. up", "up say", "b d c"}) {
    EXPECT_THAT(Themes(matcher, text), IsEmpty()) << text;
  }
}

TEST(ThemeMatcher, ExceptionsCoverWhatLiesWithin) {
  const ThemeMatcher matcher =
      Matcher("theme a\nen: slow, buggy, buggy app, -slow food, -a buggy\ntheme b\nen: food\n");
  EXPECT_THAT(Themes(matcher, "slow food"), ElementsAre("b"));
  EXPECT_THAT(Themes(matcher, "slow food and a slow app"), ElementsAre("a", "b"));
  EXPECT_THAT(Themes(matcher, "food, slow"), ElementsAre("a", "b"));
  EXPECT_THAT(Themes(matcher, "a buggy"), IsEmpty());
  EXPECT_THAT(Themes(matcher, "a buggy app"), ElementsAre("a"));
}

TEST(ThemeMatcher, NegationAsTheThemeSays) {
  const ThemeMatcher matcher = Matcher(
      "theme dropped\nnegation: drops\nen: cancel, say .. up\ntheme kept\nen: crash*\n"
      "theme turned\nen: !renew*\nnegation\nen before: not, no\n");
  EXPECT_THAT(Themes(matcher, "cancel"), ElementsAre("dropped"));
  EXPECT_THAT(Themes(matcher, "not cancel"), IsEmpty());
  EXPECT_THAT(Themes(matcher, "not cancel. cancel"), ElementsAre("dropped"));
  EXPECT_THAT(Themes(matcher, "say not up"), IsEmpty());
  EXPECT_THAT(Themes(matcher, "no crashes"), ElementsAre("kept"));
  EXPECT_THAT(Themes(matcher, "we renew"), IsEmpty());
  EXPECT_THAT(Themes(matcher, "we will not be renewing"), ElementsAre("turned"));
}

TEST(ThemeMatcher, PatternsAreFoundWithoutTheirLetters) {
  const ThemeMatcher matcher = Matcher("theme a\nsv: kundtjänst*, =mått, gå på\n");
  for (const char* text :
       {"Kundtjänsten", "kundtjansten", "kundtjaenst", "mått", "ga pa", "gaa paa"}) {
    EXPECT_THAT(Themes(matcher, text, "sv"), ElementsAre("a")) << text;
  }
  EXPECT_THAT(Themes(matcher, "matt", "sv"), IsEmpty());
}

// Patterns are folded as texts are: see Symbols.
TEST(ThemeMatcher, PatternsAreFoldedAsTextsAre) {
  const ThemeMatcher matcher = Matcher("theme a\nen: grr, zoooom*, room 101, Ærø\n");
  for (const char* text : {"GRRRRR!", "zooooming", "Room 9", "room 1001", "ærø", "ÆRØ", "aeroe"}) {
    EXPECT_THAT(Themes(matcher, text), ElementsAre("a")) << text;
  }
  for (const char* text : {"gr", "zom", "room", "room one", "room 1a", "@grr", "www.grr.com"}) {
    EXPECT_THAT(Themes(matcher, text), IsEmpty()) << text;
  }
}

TEST(ThemeMatcher, TheLanguageSelectsPatterns) {
  const ThemeMatcher matcher = Matcher(
      "theme en\nen: word\ntheme sv\nsv: word\ntheme da\nda: word\ntheme no\nno: word\n"
      "theme all\nall: word\n");
  EXPECT_THAT(Themes(matcher, "word", "en-GB"), ElementsAre("all", "en"));
  for (const char* north : {"sv", "SV-fi", "da", "no", "nb-NO", "nn"}) {
    EXPECT_THAT(Themes(matcher, "word", north), ElementsAre("all", "da", "no", "sv")) << north;
  }
  for (const char* other : {"de", "fi", "svx", "x-sv", "enq"}) {
    EXPECT_THAT(Themes(matcher, "word", other), ElementsAre("all", "en")) << other;
  }
  EXPECT_THAT(Themes(matcher, "word", ""), ElementsAre("all", "da", "en", "no", "sv"));
}

TEST(ThemeMatcher, FilesAddToTheBuiltInThemes) {
  const absl::StatusOr<ThemeFile> file = ParseThemeFile(
      "acme.txt", "theme drones\nen: drone*\ntheme price\nen: moolah\ntheme delivery off\n");
  ASSERT_TRUE(file.ok()) << file.status();
  const auto matcher = ThemesWith({*file});
  ASSERT_TRUE(matcher.ok()) << matcher.status();
  EXPECT_THAT(Themes(**matcher, "The drones cost a lot of moolah, slow delivery"),
              ElementsAre("drones", "price"));
  EXPECT_NE((*matcher)->version(), BuiltInThemes()->version());
  EXPECT_EQ((*ThemesWith({}))->version(), BuiltInThemes()->version());
}

TEST(BuiltInThemes, InflectionsAndCompounds) {
  for (const char* text :
       {"kundtjänst", "kundtjänsten", "kundtjänstmedarbetaren", "KUNDTJANSTEN"}) {
    EXPECT_THAT(Heard(text, "sv"), ElementsAre("support")) << text;
  }
  for (const char* text : {"faktura", "fakturan", "fakturorna", "fakturafel", "slutfakturan"}) {
    EXPECT_THAT(Heard(text, "sv"), ElementsAre("billing")) << text;
  }
  for (const char* text : {"kraschar", "kraschade", "appkrasch"}) {
    EXPECT_THAT(Heard(text, "sv"), ElementsAre("reliability")) << text;
  }
  for (const char* text : {"opsigelse", "vi opsiger", "vi siger op", "siger vi det op",
                           "vi fornyer ikke", "ingen fornyelse i år"}) {
    EXPECT_THAT(Heard(text, "da"), ElementsAre("cancellation-intent")) << text;
  }
}

TEST(BuiltInThemes, NobodyIsAlertedOfWhatIsNotMeant) {
  for (const char* text : {"We are not going to cancel", "I can't imagine cancelling",
                           "We will renew", "No plans to leave you", "They cancelled the meeting",
                           "I would never switch to another one", "noise cancelling headphones",
                           "The order was cancelled by mistake"}) {
    EXPECT_THAT(Heard(text, "en"), Not(Contains("cancellation-intent"))) << text;
  }
  for (const char* text :
       {"I can't cancel my subscription", "You make it impossible, there is no way to cancel",
        "Fix this or we cancel", "The app does not work so I am cancelling",
        "We were happy but we will not renew", "If you do not mend it we are leaving"}) {
    EXPECT_THAT(Heard(text, "en"), Contains("cancellation-intent")) << text;
  }
}

// Patterns that overlap themselves, that almost match, that are excepted. What took
// time quadratic in these texts would not end before the test's time is over.
TEST(BuiltInThemes, HostileTextsTakeLinearTime) {
  for (const std::string_view piece : {"a", "krasj", "cancel ", "not cancel ", "säger ",
                                       "slow food ", "is missing on the ", "\xFF", "å"}) {
    std::string text;
    while (text.size() < 2'000'000) text += piece;
    Cut cut;
    cut.Take(text, Modifiers());
    ThemeMatcher::Memory memory;
    (void)BuiltInThemes()->Match(cut.Spelled(), "", memory);
  }
}

}  // namespace
}  // namespace voc::sentiment
