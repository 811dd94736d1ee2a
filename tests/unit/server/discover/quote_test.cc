#include "server/discover/quote.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace voc::discover {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string Repeat(const char* text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

TEST(QuoteAround, ShortTextsAreWhole) {
  EXPECT_EQ(QuoteAround("The App crashes.", "app crashes"), "The App crashes.");
  EXPECT_EQ(QuoteAround("", "x"), "");
}

TEST(QuoteAround, LongTextsAreCutAroundThePhraseBetweenWords) {
  const std::string text =
      absl::StrCat(Repeat("It’s fine å ", 40), "The App Crashes! ", Repeat("Och så vidare ", 40));
  const std::string quote = QuoteAround(text, "app crashes");
  EXPECT_THAT(quote, HasSubstr("The App Crashes! Och så"));
  EXPECT_THAT(quote, StartsWith("…"));
  EXPECT_THAT(quote, EndsWith("…"));
  EXPECT_LE(quote.size(), kMaxQuoteBytes + 6);
}

TEST(QuoteAround, BeginsAtTheStartWhereTheWordsStandNowhere) {
  const std::string quote = QuoteAround(Repeat("word ", 100), "crash");
  EXPECT_THAT(quote, StartsWith("word word"));
  EXPECT_THAT(quote, EndsWith("word…"));
}

TEST(QuoteAround, CharactersStayWhole) {
  // No blank to cut at: every cut is at the beginning of an å (C3 A5).
  const std::string quote = QuoteAround(Repeat("å", 500), "x");
  EXPECT_EQ(quote, Repeat("å", 80) + "…");
}

}  // namespace
}  // namespace voc::discover
