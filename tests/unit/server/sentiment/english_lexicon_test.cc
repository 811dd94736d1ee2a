#include "server/sentiment/english_lexicon.h"

#include <gtest/gtest.h>

#include <string_view>

namespace voc::sentiment {
namespace {

class EnglishLexiconTest : public testing::Test {
 protected:
  EnglishLexicon lexicon_;
};

TEST_F(EnglishLexiconTest, WordsHaveASign) {
  EXPECT_GT(lexicon_.Word("great"), 0);
  EXPECT_LT(lexicon_.Word("terrible"), 0);
  EXPECT_EQ(lexicon_.Word("table"), 0);
  EXPECT_EQ(lexicon_.Word(""), 0);
}

TEST_F(EnglishLexiconTest, RegularFormsAreKnown) {
  EXPECT_EQ(lexicon_.Word("nightmares"), lexicon_.Word("nightmare"));
  EXPECT_EQ(lexicon_.Word("irritatingly"), lexicon_.Word("irritating"));
  // Too short to be a form: "as" is no plural of "a".
  EXPECT_EQ(lexicon_.Word("oks"), 0);
}

TEST_F(EnglishLexiconTest, EveryWordSaysSomethingWithinTheRange) {
  int words = 0;
  lexicon_.ForEachBasicWord([&](std::string_view word) {
    ++words;
    EXPECT_NE(lexicon_.Word(word), 0) << word;
    EXPECT_LE(lexicon_.Word(word), 4) << word;
    EXPECT_GE(lexicon_.Word(word), -4) << word;
  });
  EXPECT_GT(words, 400);
}

TEST_F(EnglishLexiconTest, PairsMeanMoreThanTheirWords) {
  ASSERT_NE(lexicon_.Pair("looks", "like"), nullptr);
  EXPECT_EQ(*lexicon_.Pair("looks", "like"), 0);
  ASSERT_NE(lexicon_.Pair("no", "problems"), nullptr);
  EXPECT_GT(*lexicon_.Pair("no", "problems"), 0);
  EXPECT_EQ(lexicon_.Pair("no", "table"), nullptr);
  EXPECT_EQ(lexicon_.Pair("table", "no"), nullptr);
}

TEST_F(EnglishLexiconTest, EmojiDegreesAndNegations) {
  EXPECT_GT(lexicon_.Emoji("👍"), 0);
  EXPECT_LT(lexicon_.Emoji("😡"), 0);
  EXPECT_EQ(lexicon_.Emoji("🚲"), 0);
  EXPECT_GT(lexicon_.Degree("very"), 1);
  EXPECT_LT(lexicon_.Degree("slightly"), 1);
  EXPECT_EQ(lexicon_.Degree("blue"), 1);
  EXPECT_TRUE(lexicon_.IsNegation("isn't"));
  EXPECT_TRUE(lexicon_.IsNegation("never"));
  EXPECT_FALSE(lexicon_.IsNegation("ever"));
}

}  // namespace
}  // namespace voc::sentiment
