#include "server/sentiment/model.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/unit/server/sentiment/cut_text.h"
#include "tests/unit/server/sentiment/small_model.h"

namespace voc::sentiment {
namespace {

// A language model that knows single words, in 2^16 buckets.
class OneWordLanguages {
 public:
  OneWordLanguages() {
    model.bits = kBits;
    model.table = table_.data();
    model.scale = 1;
  }
  void Know(const char* word, size_t of_class) {
    table_[(HashListedWord(word) >> (32 - kBits)) * LanguageModel::kBucketBytes + of_class] = 100;
  }
  std::optional<Language> Guess(const std::string& utf8) const {
    const CutText cut = Cut(utf8);
    WordMemory memory;
    return model.Guess(cut.text(), cut.features, memory);
  }

  LanguageModel model;

 private:
  static constexpr int kBits = 16;
  std::vector<int8_t> table_ = std::vector<int8_t>(LanguageModel::kBucketBytes << kBits);
};

TEST(LanguageModel, TheLikeliestLanguageIsGuessed) {
  OneWordLanguages languages;
  languages.Know("the", 0);
  languages.Know("och", 1);
  languages.Know("noget", 2);
  languages.Know("noe", 3);
  languages.Know("und", kLanguages);
  EXPECT_EQ(languages.Guess("the app"), Language::kEnglish);
  EXPECT_EQ(languages.Guess("app och sida"), Language::kSwedish);
  EXPECT_EQ(languages.Guess("noget app"), Language::kDanish);
  EXPECT_EQ(languages.Guess("noe app"), Language::kNorwegian);
  EXPECT_EQ(languages.Guess("app und"), std::nullopt);
  EXPECT_EQ(languages.Guess("och the och"), Language::kSwedish);
}

TEST(LanguageModel, WithoutAClueTheBiasDecides) {
  OneWordLanguages languages;
  languages.model.bias = {0, 0, 0.1F, 0, 0};
  EXPECT_EQ(languages.Guess(""), Language::kDanish);
  languages.model.bias = {0, 0, 0.1F, 0, 0.2F};
  EXPECT_EQ(languages.Guess("qwerty"), std::nullopt);
}

TEST(LanguageModel, OnlyTheBeginningOfALongTextIsRead) {
  OneWordLanguages languages;
  languages.Know("the", 0);
  languages.Know("och", 1);
  std::string text = "the";
  for (size_t i = 1; i < LanguageModel::kMaxWords; ++i) text += " qx";
  std::string behind = text;
  for (int i = 0; i < 500; ++i) behind += " och";
  EXPECT_EQ(languages.Guess(text), Language::kEnglish);
  EXPECT_EQ(languages.Guess(behind), Language::kEnglish);
}

TEST(Norms, AreOneOverTheLengthOfTheFeatures) {
  // "go": a word, three pieces, and as context a pair.
  const Features two = Cut("go").features;
  const float spelled = kWordValue * kWordValue + 3 * kPieceValue * kPieceValue;
  EXPECT_FLOAT_EQ(LanguageNorm(two), 1 / std::sqrt(spelled));
  EXPECT_FLOAT_EQ(SentimentNorm(two), 1 / std::sqrt(spelled + kContextValue * kContextValue));
  // Never more than for a length of two.
  EXPECT_FLOAT_EQ(LanguageNorm({}), 0.5F);
  EXPECT_FLOAT_EQ(SentimentNorm({}), 0.5F);
}

// The same number as Balance, from the definition.
double ExpectedBalance(const SentimentModel& model, const CutText& cut, float capital_share) {
  std::array<int64_t, 2> sums{};
  const auto add = [&](uint32_t feature, int64_t value) {
    const size_t bucket = feature >> (32 - model.bits);
    for (size_t k = 0; k < 2; ++k) sums[k] += value * model.table[2 * bucket + k];
  };
  double squares = 0;
  for (const Spelling& word : cut.features.spelling) {
    add(word.feature(), kWordValue);
    squares += kWordValue * kWordValue;
    if (word.length == 0) continue;
    ForEachPiece(cut.text(), word, [&](uint32_t piece) {
      add(piece, kPieceValue);
      squares += kPieceValue * kPieceValue;
    });
  }
  for (const uint32_t feature : cut.features.context) {
    add(feature, kContextValue);
    squares += kContextValue * kContextValue;
  }
  const Clues clues = CluesOf(cut.features, model.lexicon, capital_share);
  std::array<double, 3> powers = {0, 0, 1};
  for (size_t k = 0; k < 2; ++k) {
    double logit = model.scale[k] * static_cast<double>(sums[k]) / std::sqrt(squares);
    for (size_t clue = 0; clue < kClues; ++clue) {
      logit += model.clue_weights[clue][k] * clues[clue];
    }
    powers[k] = std::exp(logit);
  }
  return (powers[1] - powers[0]) / (powers[0] + powers[1] + powers[2]);
}

TEST(SentimentModel, BalanceIsPositiveLessNegativeOfTheRegression) {
  const SmallModel small;
  const Model& model = small.parts.model;
  for (size_t l = 0; l < kLanguages; ++l) {
    const SentimentModel& sentiment = model.sentiment[l];
    WordMemory memory;
    for (const char* text :
         {"good", "not very good, but BAD!!", "Räksmörgås 👍👍", "a b c d e f g h i j k"}) {
      const CutText cut = Cut(text, model.modifiers);
      for (int again = 0; again < 2; ++again) {  // words met before count the same
        EXPECT_NEAR(
            sentiment.Balance(cut.text(), cut.features, 0.5F, static_cast<Language>(l), memory),
            ExpectedBalance(sentiment, cut, 0.5F), 1e-5)
            << text;
      }
    }
  }
}

SentimentModel WithKnots(const std::array<float, 4>& knots) {
  SentimentModel model;
  model.knots = knots;
  return model;
}

TEST(SentimentModel, ScoresAtTheKnots) {
  const SentimentModel model = WithKnots({-0.75F, -0.25F, 0.125F, 0.5F});
  EXPECT_EQ(model.Score(-1), -1);
  EXPECT_EQ(model.Score(-0.75), -0.5);
  EXPECT_DOUBLE_EQ(model.Score(-0.25), -0.1);
  EXPECT_DOUBLE_EQ(model.Score(0.125), 0);
  EXPECT_DOUBLE_EQ(model.Score(0.5), 0.1);
  EXPECT_EQ(model.Score(1), 1);
}

TEST(SentimentModel, ScoresBetweenTheKnotsLieOnALine) {
  const SentimentModel model = WithKnots({-0.75F, -0.25F, 0.125F, 0.5F});
  EXPECT_DOUBLE_EQ(model.Score(-0.875), -0.75);
  EXPECT_DOUBLE_EQ(model.Score(-0.5), -0.3);
  EXPECT_DOUBLE_EQ(model.Score(0.75), 0.55);
}

TEST(SentimentModel, ScoresGrowWithTheBalance) {
  for (const SentimentModel& model :
       {WithKnots({-0.75F, -0.25F, 0.125F, 0.5F}), WithKnots({-0.88F, -0.86F, 0, 0.02F}),
        WithKnots({-0.999F, 0.997F, 0.998F, 0.999F})}) {
    double before = -2;
    for (int i = -10'000; i <= 10'000; ++i) {
      const double score = model.Score(i / 10'000.0);
      ASSERT_GT(score, before) << i;
      ASSERT_LE(std::abs(score), 1) << i;
      before = score;
    }
  }
}

}  // namespace
}  // namespace voc::sentiment
