#include "client/report/words.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace voc::report {
namespace {

std::set<std::string> Placeholders(const std::string& phrase) {
  std::set<std::string> found;
  for (size_t at = phrase.find('$'); at != std::string::npos; at = phrase.find('$', at + 1)) {
    found.insert(phrase.substr(at, 2));
  }
  return found;
}

TEST(WordsTest, EveryPhraseIsThereInEveryLanguageWithTheSamePlaces) {
  for (int i = 0; i < static_cast<int>(Word::kCount); ++i) {
    const Word word = static_cast<Word>(i);
    const std::string english = Phrase(Language::kEnglish, word);
    for (const Language language : kAllLanguages) {
      const std::string phrase = Phrase(language, word);
      EXPECT_FALSE(phrase.empty()) << i << " " << LanguageTag(language);
      EXPECT_EQ(Placeholders(phrase), Placeholders(english)) << phrase;
      for (const std::string& place : Placeholders(phrase)) {
        EXPECT_TRUE(place.size() == 2 && place[1] >= '0' && place[1] <= '9') << phrase;
      }
      EXPECT_EQ(phrase.ends_with('.'), english.ends_with('.')) << phrase;
    }
  }
}

TEST(WordsTest, LongPhrasesAreTranslated) {
  for (int i = 0; i < static_cast<int>(Word::kCount); ++i) {
    const std::string english = Phrase(Language::kEnglish, static_cast<Word>(i));
    if (english.size() < 30) continue;
    for (const Language language : kAllLanguages) {
      if (language == Language::kEnglish) continue;
      EXPECT_NE(Phrase(language, static_cast<Word>(i)), english);
    }
  }
}

TEST(WordsTest, Says) {
  EXPECT_EQ(Say(Language::kSwedish, Word::kByMonth, "NPS"), "NPS per månad");
  EXPECT_EQ(Say(Language::kDanish, Word::kDate, 6, MonthName(Language::kDanish, 10), 2025),
            "6. oktober 2025");
}

TEST(WordsTest, OneIsSingular) {
  EXPECT_EQ(SayCount(Language::kEnglish, Word::kDaysOne, Word::kDays, 1), "1 day");
  EXPECT_EQ(SayCount(Language::kEnglish, Word::kDaysOne, Word::kDays, 0), "0 days");
  EXPECT_EQ(SayCount(Language::kSwedish, Word::kDaysOne, Word::kDays, 1200), "1\u00A0200 dagar");
}

TEST(WordsTest, LanguagesByCode) {
  EXPECT_EQ(ParseLanguage("no"), Language::kNorwegian);
  EXPECT_EQ(ParseLanguage("nb"), Language::kNorwegian);
  EXPECT_EQ(ParseLanguage("da"), Language::kDanish);
  EXPECT_FALSE(ParseLanguage("de").has_value());
  EXPECT_FALSE(ParseLanguage("").has_value());
}

}  // namespace
}  // namespace voc::report
