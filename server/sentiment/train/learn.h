#ifndef VOC_SERVER_SENTIMENT_TRAIN_LEARN_H_
#define VOC_SERVER_SENTIMENT_TRAIN_LEARN_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "server/sentiment/language.h"
#include "server/sentiment/model.h"
#include "server/sentiment/model_file.h"
#include "server/sentiment/train/examples.h"

namespace voc::sentiment::train {

// A text cut into features.
struct CutText {
  std::string symbols;  // Symbols::text
  Features features;
  float capital_share = 0;
};

CutText Cut(const std::string& text, const Modifiers& modifiers);

// Model parts and the memory their tables point to.
struct Learnt {
  ModelParts parts;
  std::vector<int8_t> language_table;
  std::array<std::vector<int8_t>, kLanguages> sentiment_tables;
};

// Learns everything but the knots of the scores. `cut` holds the features of
// corpus.examples, by index. Deterministic; uses `threads` threads.
std::unique_ptr<Learnt> Learn(const Corpus& corpus, const std::vector<CutText>& cut,
                              uint32_t version, int threads);

// Sets the knots of a language's scores from its development texts: the neutral
// band where macro-F1 over three classes is best, and the threshold of alerts
// where what is called negative nearly always is.
void Calibrate(const Corpus& corpus, const std::vector<CutText>& cut, Language language,
               SentimentModel& model);

// The lists of a corpus as the model keeps them.
void SetLists(const Corpus& corpus, ModelParts& parts);

}  // namespace voc::sentiment::train

#endif  // VOC_SERVER_SENTIMENT_TRAIN_LEARN_H_
