#ifndef VOC_TESTS_UNIT_SERVER_SENTIMENT_SMALL_MODEL_H_
#define VOC_TESTS_UNIT_SERVER_SENTIMENT_SMALL_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "server/sentiment/features.h"
#include "server/sentiment/model.h"
#include "server/sentiment/model_file.h"

namespace voc::sentiment {

// A model of two buckets a table, with different numbers everywhere. It points to
// memory of its own, and neither copies nor moves.
class SmallModel {
 public:
  SmallModel() {
    for (size_t i = 0; i < language_table_.size(); ++i) {
      language_table_[i] = static_cast<int8_t>(i * 11 % 200 - 100);
    }
    parts.model.version = 77;
    parts.modifiers = {{HashListedWord("not"), kNegation}, {HashListedWord("very"), kStrong}};
    for (const auto& [word, bits] : parts.modifiers) parts.model.modifiers.Add(word, bits);
    LanguageModel& language = parts.model.language;
    language.bits = 1;
    language.table = language_table_.data();
    language.scale = 0.25F;
    language.bias = {0.5F, 0.1F, -0.1F, 0.2F, -0.3F};
    for (size_t l = 0; l < kLanguages; ++l) {
      const auto number = static_cast<float>(l + 1);
      SentimentModel& sentiment = parts.model.sentiment[l];
      sentiment.bits = 1;
      for (int8_t weight : {3, -5, -7, 9}) {
        tables_[l].push_back(static_cast<int8_t>(weight * (static_cast<int>(l) + 1)));
      }
      sentiment.table = tables_[l].data();
      sentiment.scale = {0.01F * number, 0.02F * number};
      for (size_t clue = 0; clue < kClues; ++clue) {
        sentiment.clue_weights[clue] = {0.1F * number, -0.01F * static_cast<float>(clue)};
      }
      sentiment.knots = {-0.5F, -0.25F, 0, 0.1F * number};
      parts.lexicon[l] = {{HashListedWord("good"), 3}, {HashListedWord("bad"), -4}};
      sentiment.lexicon = Lexicon(parts.lexicon[l].size());
      for (const auto& [word, valence] : parts.lexicon[l]) sentiment.lexicon.Add(word, valence);
    }
  }
  SmallModel(const SmallModel&) = delete;
  SmallModel& operator=(const SmallModel&) = delete;

  ModelParts parts;

 private:
  std::vector<int8_t> language_table_ = std::vector<int8_t>(2 * LanguageModel::kBucketBytes);
  std::array<std::vector<int8_t>, kLanguages> tables_;
};

}  // namespace voc::sentiment

#endif  // VOC_TESTS_UNIT_SERVER_SENTIMENT_SMALL_MODEL_H_
