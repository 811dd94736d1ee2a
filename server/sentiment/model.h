#ifndef VOC_SERVER_SENTIMENT_MODEL_H_
#define VOC_SERVER_SENTIMENT_MODEL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "server/sentiment/features.h"
#include "server/sentiment/language.h"
#include "server/sentiment/lexicon.h"
#include "server/sentiment/modifiers.h"
#include "server/sentiment/word_memory.h"

namespace voc::sentiment {

// How much a feature of each kind counts. Part of the format of the weights.
inline constexpr int32_t kWordValue = 4;
inline constexpr int32_t kPieceValue = 1;
inline constexpr int32_t kContextValue = 3;

// One over the length of the vector of features, for each model: a long text
// says no more than a short one.
float LanguageNorm(const Features& features);
float SentimentNorm(const Features& features);

// Tells languages apart by how words are spelled: multinomial logistic
// regression on hashed features.
struct LanguageModel {
  // Languages, and all others together.
  static constexpr size_t kClasses = kLanguages + 1;
  // Bytes a bucket takes in `table`: a weight a class and room up to eight.
  static constexpr size_t kBucketBytes = 8;
  // Words looked at; the rest of a long text would only confirm.
  static constexpr size_t kMaxWords = 128;

  int bits = 0;                   // 2^bits buckets
  const int8_t* table = nullptr;  // not owned
  float scale = 0;                // what a step of a weight is worth
  std::array<float, kClasses> bias{};

  // None where another language is likelier than each of ours. `text` is the
  // Symbols::text of the features; `memory` has met no other Model.
  std::optional<Language> Guess(const char* text, const Features& features,
                                WordMemory& memory) const;
};

// Whether a text in one language is positive, neutral or negative.
struct SentimentModel {
  // Weights a bucket has in `table`: of negative and of positive, against
  // neutral.
  static constexpr size_t kOutputs = 2;

  int bits = 0;
  const int8_t* table = nullptr;  // not owned
  std::array<float, kOutputs> scale{};
  std::array<std::array<float, kOutputs>, kClues> clue_weights{};
  Lexicon lexicon{0};
  // p(positive) - p(negative) that becomes a score of -0.5, -0.1, 0, 0.1;
  // increasing, between -1 and 1.
  std::array<float, 4> knots{};

  // Fetches what Balance will read of pairs of words and in the lexicon, which lies anywhere
  // in large tables, while something else is done.
  void Prefetch(const Features& features) const;

  // p(positive) - p(negative), -1..1. `text` and `memory` as in Guess; this is the
  // model of `language`.
  double Balance(const char* text, const Features& features, float capital_share, Language language,
                 WordMemory& memory) const;

  // -1..1: the balance, stretched piece by piece so that the knots are where
  // the neutral band and the threshold of alerts ask for.
  double Score(double balance) const;
};

// All that is learnt. Thread-safe.
struct Model {
  uint32_t version = 0;
  Modifiers modifiers;
  LanguageModel language;
  std::array<SentimentModel, kLanguages> sentiment;
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_MODEL_H_
