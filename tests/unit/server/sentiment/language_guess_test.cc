#include "server/sentiment/language_guess.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace voc::sentiment {
namespace {

std::string Guess(std::string_view text) {
  static const LanguageGuess* const kGuess = new LanguageGuess;
  std::string folded;
  AppendFolded(text, folded);
  return std::string(kGuess->Guess(Tokenize(folded)));
}

TEST(LanguageGuess, English) {
  EXPECT_EQ(Guess("The app is slow since the last update"), "en");
  EXPECT_EQ(Guess("Great product"), "en");
  EXPECT_EQ(Guess("I DON’T know"), "en");
}

TEST(LanguageGuess, Swedish) {
  EXPECT_EQ(Guess("Appen är långsam och kundtjänst svarar inte"), "sv");
  EXPECT_EQ(Guess("Jättebra!"), "sv");
  EXPECT_EQ(Guess("Väldigt nöjd med hjälpen jag fick"), "sv");
}

TEST(LanguageGuess, Danish) {
  EXPECT_EQ(Guess("Jeg er ikke tilfreds, appen er blevet langsom efter opdateringen"), "da");
  EXPECT_EQ(Guess("Hurtig hjælp, tak"), "da");
}

TEST(LanguageGuess, Norwegian) {
  EXPECT_EQ(Guess("Jeg er ikke fornøyd, appen ble treg etter oppdateringen"), "no");
  EXPECT_EQ(Guess("Rask hjelp, takk"), "no");
}

TEST(LanguageGuess, EmptyWhereNothingIsKnown) {
  EXPECT_EQ(Guess(""), "");
  EXPECT_EQ(Guess("12345 ... !!!"), "");
  EXPECT_EQ(Guess("Xqzt blorb"), "");
  EXPECT_EQ(Guess("👍"), "");
  EXPECT_EQ(Guess("Отличная поддержка, спасибо"), "");
}

TEST(LanguageGuess, EmptyForOtherLanguages) {
  EXPECT_EQ(Guess("Die App ist leider sehr langsam und der Support antwortet nicht"), "");
  EXPECT_EQ(Guess("Le service est très lent et je ne suis pas content du tout"), "");
  EXPECT_EQ(Guess("La aplicación es muy lenta y el soporte no responde"), "");
}

TEST(LanguageGuess, AFewForeignWordsDoNotDecide) {
  EXPECT_EQ(Guess("The team in Malmö showed us the smörgåsbord and it was lovely"), "en");
  EXPECT_EQ(Guess("Jag tycker att er support och er app är bra, good work"), "sv");
}

TEST(LanguageGuess, WordsCanBeAdded) {
  LanguageGuess guess;
  EXPECT_EQ(guess.Guess(Tokenize("flabbergasted")), "");
  guess.AddEnglish("flabbergasted");
  EXPECT_EQ(guess.Guess(Tokenize("flabbergasted")), "en");
}

TEST(LanguageGuess, OnlyTheBeginningOfALongTextCounts) {
  std::string text;
  for (size_t i = 0; i < kMaxGuessWords; ++i) text += "the ";
  for (size_t i = 0; i < 10 * kMaxGuessWords; ++i) text += "inte ";
  EXPECT_EQ(Guess(text), "en");
}

}  // namespace
}  // namespace voc::sentiment
