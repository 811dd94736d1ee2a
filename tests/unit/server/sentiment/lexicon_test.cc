#include "server/sentiment/lexicon.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/unit/server/sentiment/cut_text.h"

namespace voc::sentiment {
namespace {

TEST(Lexicon, AnEmptyOneKnowsNoWord) {
  const Lexicon lexicon(0);
  EXPECT_EQ(lexicon.Find(0), 0);
  EXPECT_EQ(lexicon.Find(0xFFFFFFFF), 0);
}

TEST(Lexicon, KeepsAsManyWordsAsItHasRoomFor) {
  for (const uint32_t words : {1u, 2u, 3u, 64u, 1000u}) {
    // Words that all begin at the same slot, and at the last one.
    for (const uint32_t first : {0u, 0xFFFFFFFFu - words + 1}) {
      Lexicon lexicon(words);
      for (uint32_t i = 0; i < words; ++i) {
        lexicon.Add(first + i, static_cast<int8_t>(i % 4 + 1));
      }
      for (uint32_t i = 0; i < words; ++i) {
        ASSERT_EQ(lexicon.Find(first + i), static_cast<int8_t>(i % 4 + 1)) << i << " of " << words;
      }
      EXPECT_EQ(lexicon.Find(first - 1), 0);
      EXPECT_EQ(lexicon.Find(first + words), 0);
    }
  }
}

TEST(Lexicon, TheLastValenceOfAWordHolds) {
  Lexicon lexicon(1);
  lexicon.Add(5, 3);
  lexicon.Add(5, -4);
  lexicon.Add(6, 0);  // says nothing, takes no room
  EXPECT_EQ(lexicon.Find(5), -4);
  EXPECT_EQ(lexicon.Find(6), 0);
}

class CluesOfTest : public testing::Test {
 protected:
  CluesOfTest() {
    lexicon_.Add(HashListedWord("good"), 2);
    lexicon_.Add(HashListedWord("great"), 4);
    lexicon_.Add(HashListedWord("bad"), -2);
    lexicon_.Add(HashListedWord("👍"), 3);
  }

  Clues Of(std::string_view utf8, float capital_share = 0) const {
    return CluesOf(Cut(utf8, FourModifiers()).features, lexicon_, capital_share);
  }

  // What a valence is as a clue of a text of so many words.
  static float Valence(float valence, size_t words) {
    return valence * 0.5F / std::sqrt(static_cast<float>(words) + 4);
  }

  Lexicon lexicon_{4};
};

TEST_F(CluesOfTest, WordsAddUpOverTheSquareRootOfTheLength) {
  EXPECT_FLOAT_EQ(Of("good")[kPositiveWords], Valence(2, 1));
  EXPECT_FLOAT_EQ(Of("good and great app")[kPositiveWords], Valence(6, 4));
  EXPECT_FLOAT_EQ(Of("bad app")[kNegativeWords], Valence(2, 2));
  EXPECT_FLOAT_EQ(Of("👍")[kPositiveWords], Valence(3, 1));
}

TEST_F(CluesOfTest, WordsOfDegree) {
  EXPECT_FLOAT_EQ(Of("very good")[kPositiveWords], Valence(2 * 1.4F, 2));
  EXPECT_FLOAT_EQ(Of("slightly bad")[kNegativeWords], Valence(2 * 0.7F, 2));
}

TEST_F(CluesOfTest, NegatedWordsCountApartAndTurnTheBalanceByHalf) {
  const Clues clues = Of("not good");
  EXPECT_EQ(clues[kPositiveWords], 0);
  EXPECT_FLOAT_EQ(clues[kNegatedPositiveWords], Valence(2, 2));
  EXPECT_FLOAT_EQ(clues[kBalance], -Valence(1, 2));
  EXPECT_FLOAT_EQ(Of("not bad")[kNegatedNegativeWords], Valence(2, 2));
  EXPECT_FLOAT_EQ(Of("not bad")[kBalance], Valence(1, 2));
}

TEST_F(CluesOfTest, BalanceAndCharge) {
  const Clues clues = Of("great but bad");
  EXPECT_FLOAT_EQ(clues[kBalance], Valence(4 - 2, 3));
  EXPECT_FLOAT_EQ(clues[kCharge], Valence(4 + 2, 3));
  EXPECT_FLOAT_EQ(clues[kNegativeAfterBut], Valence(2, 3));
  EXPECT_EQ(clues[kPositiveAfterBut], 0);
}

TEST_F(CluesOfTest, CallsAndQuestionsUpToThree) {
  EXPECT_FLOAT_EQ(Of("a! b!!")[kCalls], 0.6F);
  EXPECT_FLOAT_EQ(Of("a! b! c! d! e!")[kCalls], 0.9F);
  EXPECT_FLOAT_EQ(Of("a? b")[kQuestions], 0.3F);
}

TEST_F(CluesOfTest, WhatIsNotAWord) {
  EXPECT_EQ(Of("table")[kNoWordKnown], 1);
  EXPECT_EQ(Of("good table")[kNoWordKnown], 0);
  EXPECT_EQ(Of("table", 0.25F)[kCapitals], 0.25F);
  EXPECT_FLOAT_EQ(Of("one two three four")[kLength], 0.2F);
  EXPECT_EQ(Of("table")[kAlways], 1);
  std::string text;
  for (int i = 0; i < 500; ++i) text += "word ";
  EXPECT_EQ(Of(text)[kLength], 1);
}

TEST_F(CluesOfTest, OfNothing) {
  const Clues clues = Of("");
  for (size_t clue = 0; clue < kClues; ++clue) {
    EXPECT_EQ(clues[clue], clue == kAlways || clue == kNoWordKnown ? 1 : 0) << clue;
  }
}

}  // namespace
}  // namespace voc::sentiment
