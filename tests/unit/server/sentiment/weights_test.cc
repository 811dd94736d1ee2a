#include "server/sentiment/weights.h"

#include <gtest/gtest.h>
#include <xxhash.h>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

#include "server/sentiment/model_file.h"
#include "tests/unit/server/sentiment/cut_text.h"

namespace voc::sentiment {
namespace {

TEST(Weights, TheShippedOnesAreAModel) {
  const absl::StatusOr<Model> model = ReadModel(ShippedWeights());
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ(model->version, ShippedModel()->version);
  EXPECT_GT(model->version, 0u);
}

TEST(Weights, AreSmallEnoughForARepository) { EXPECT_LT(ShippedWeights().size(), 4'000'000u); }

TEST(Weights, KnowTheWordsThatChangeOthersInAllLanguages) {
  const Modifiers& modifiers = ShippedModel()->modifiers;
  for (const char* word : {"not", "never", "inte", "aldrig", "ikke", "ikkje"}) {
    EXPECT_TRUE(modifiers.Find(HashListedWord(word)) & kNegation) << word;
  }
  for (const char* word : {"but", "men"}) {
    EXPECT_TRUE(modifiers.Find(HashListedWord(word)) & kBut) << word;
  }
  EXPECT_EQ(modifiers.Find(HashListedWord("table")), 0);
}

TEST(Weights, KnowEmojiInAllLanguages) {
  for (const SentimentModel& sentiment : ShippedModel()->sentiment) {
    EXPECT_GT(sentiment.lexicon.Find(HashListedWord("👍")), 0);
    EXPECT_GT(sentiment.lexicon.Find(HashListedWord(":-)")), 0);
    EXPECT_LT(sentiment.lexicon.Find(HashListedWord("😡")), 0);
  }
}

// The weights are of the features that texts were cut into when they were learnt.
// Where this fails, texts are cut in another way: learn anew (./dev
// train-sentiment), raise kModelVersion in train/main.cc, and set the hash.
TEST(Weights, TextsAreStillCutAsTheyWereLearntFrom) {
  static constexpr std::string_view kPieces[] = {
      "Great",     "sooo",         " ",        "not",      "but",
      "!",         "?!",           "...",      "’s",       "'t",
      "ÅÄÖ",       "æøå",          "Łódź",     "漢字",     "Привет",
      ":-)",       "<3",           ";D",       "👍🏽", "❤️",
      "a\u030A",   "e\u0301",      "\u200F",   "\n",       "2024",
      "@anna",     "https://x.y ", "www.z ",   "\xFF",     "\xC3",
      ", ",        "(very)",       "slightly", "–",        "…",
      " CAPITALS "};
  std::mt19937_64 random(1);
  XXH64_hash_t hash = 0;
  const auto mix = [&](const void* bytes, size_t size) {
    hash = XXH3_64bits_withSeed(bytes, size, hash);
  };
  const auto mix_number = [&](uint64_t number) { mix(&number, sizeof number); };
  const Modifiers modifiers = FourModifiers();
  for (int i = 0; i < 2'000; ++i) {
    std::string utf8;
    for (size_t pieces = random() % 40; pieces > 0; --pieces) {
      utf8 += kPieces[random() % std::size(kPieces)];
    }
    const CutText cut = Cut(utf8, modifiers);
    mix(cut.symbols.text.data(), cut.symbols.text.size());
    mix_number(cut.symbols.letters);
    mix_number(cut.symbols.foreign_letters);
    mix_number(cut.symbols.words);
    mix_number(cut.symbols.capital_words);
    for (const Spelling& word : cut.features.spelling) {
      mix_number(word.hash);
      mix_number(word.begin);
      mix_number(word.length);
      if (word.length > 0) ForEachPiece(cut.text(), word, mix_number);
    }
    for (const uint32_t feature : cut.features.context) mix_number(feature);
    for (const Word& word : cut.features.said) {
      mix_number(word.hash);
      mix_number(word.negated + 2 * word.strong + 4 * word.weak + 8 * word.after_but);
    }
    mix_number(cut.features.calls);
    mix_number(cut.features.questions);
  }
  EXPECT_EQ(hash, 18444953431330353080u);
}

}  // namespace
}  // namespace voc::sentiment
