#include "server/discover/phrase_rank.h"

#include <gtest/gtest.h>

#include <cmath>

namespace voc::discover {
namespace {

PhraseKey Key(PhraseKey a, PhraseKey b = 0, PhraseKey c = 0) {
  return a | b << kStemBits | c << 2 * kStemBits;
}

CorpusCount All() {
  CorpusCount all;
  all.texts = 1000;
  all.texts_before = 1000;
  all.opinions = {500, 300, 200};
  return all;
}

PhraseCount Harmful(PhraseKey key, int content_words, int64_t texts) {
  PhraseCount phrase;
  phrase.key = key;
  phrase.content_words = static_cast<uint8_t>(content_words);
  phrase.texts = texts;
  phrase.opinions.detractors = texts;
  return phrase;
}

TEST(NetChange, IsTheRiseTimesTheDifference) {
  PhraseCount phrase = Harmful(Key(1), 1, 100);
  phrase.texts_before = 50;
  // Net -100 against 500/300/100 of 900 without.
  EXPECT_NEAR(NetChange(All(), phrase), 0.05 * (-100 - 400 / 9.0), 1e-12);
  phrase.opinions = {};
  EXPECT_EQ(NetChange(All(), phrase), 0);
}

TEST(IsWithin, NeedsTheWordsInARow) {
  EXPECT_TRUE(IsWithin(Key(5), Key(4, 5, 6)));
  EXPECT_TRUE(IsWithin(Key(5, 6), Key(4, 5, 6)));
  EXPECT_FALSE(IsWithin(Key(4, 6), Key(4, 5, 6)));
  EXPECT_FALSE(IsWithin(Key(4, 5, 6), Key(4, 5, 6)));
  EXPECT_FALSE(IsWithin(Key(4, 5, 6), Key(5)));
  EXPECT_FALSE(IsWithin(Key(5), Key(5 << 4, 6)));
}

TEST(PhraseScores, AWordGivesWayToThePhraseThatMakesItHarmful) {
  const CorpusCount all = All();
  const PhraseCount word = Harmful(Key(1), 1, 22);
  const PhraseCount phrase = Harmful(Key(1, 2), 2, 20);
  const PhraseCount other = Harmful(Key(3), 1, 21);
  const std::vector<double> scores = PhraseScores(all, {&word, &phrase, &other});
  EXPECT_NEAR(scores[0], NetChange(all, word) - NetChange(all, phrase), 1e-12);
  EXPECT_NEAR(scores[1], NetChange(all, phrase) * std::log2(3), 1e-12);
  EXPECT_NEAR(scores[2], NetChange(all, other), 1e-12);
  EXPECT_LT(scores[1], scores[2]);
  EXPECT_LT(scores[2], scores[0]);
}

TEST(PhraseScores, NoHarmBecomesAHelp) {
  const CorpusCount all = All();
  const PhraseCount word = Harmful(Key(1), 1, 20);
  PhraseCount phrase = Harmful(Key(1, 2), 2, 30);
  EXPECT_EQ(PhraseScores(all, {&word, &phrase})[0], 0);
}

}  // namespace
}  // namespace voc::discover
