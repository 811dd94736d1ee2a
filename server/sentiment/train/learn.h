#ifndef VOC_SERVER_SENTIMENT_TRAIN_LEARN_H_
#define VOC_SERVER_SENTIMENT_TRAIN_LEARN_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
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

// Learns the sentiment of one language, but not the knots of its scores, from the texts of all that
// are not kept for development. `learnt` has its lists.
void LearnSentiment(const Corpus& corpus, const std::vector<CutText>& cut, Language language,
                    Learnt& learnt);

// Learns everything but the knots of the scores. `cut` holds the features of
// corpus.examples, by index. Deterministic; uses `threads` threads.
std::unique_ptr<Learnt> Learn(const Corpus& corpus, const std::vector<CutText>& cut,
                              uint32_t version, int threads);

// Development texts by source: p(positive) - p(negative) and the tone.
using Judged = std::map<std::string, std::vector<std::pair<double, Tone>>>;

// The development texts of a language as the model judges them.
Judged Judge(const Corpus& corpus, const std::vector<CutText>& cut, Language language,
             const SentimentModel& model);

// Whether alerts are to be right on a source: it is what customers or reviewers write, or the
// public.
bool IsForAlerts(std::string_view source);

// The balance, at most `highest` and about -0.95 at least, below which texts are nearly always
// negative on each source of `judged` for alerts.
double AlertBalance(const Judged& judged, double highest);

// Sets the knots of a language's scores: the neutral band where macro-F1 over three classes is best
// on the development texts most like what vocd reads, and the threshold of alerts at the
// AlertBalance of `judged`.
void Calibrate(const Corpus& corpus, const std::vector<CutText>& cut, const Judged& judged,
               Language language, SentimentModel& model);

// The lists of a corpus as the model keeps them.
void SetLists(const Corpus& corpus, ModelParts& parts);

}  // namespace voc::sentiment::train

#endif  // VOC_SERVER_SENTIMENT_TRAIN_LEARN_H_
