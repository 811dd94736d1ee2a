#ifndef VOC_SERVER_SENTIMENT_TRAIN_FIGURES_H_
#define VOC_SERVER_SENTIMENT_TRAIN_FIGURES_H_

#include <array>
#include <string>
#include <vector>

#include "server/sentiment/model.h"
#include "server/sentiment/train/examples.h"
#include "server/sentiment/train/learn.h"

namespace voc::sentiment::train {

// How the model does on the development texts, beside the lexicon alone, as
// Markdown tables. Language is predicted for the languages' table and known for
// the others. `judged`, by language, is what alerts are judged by.
std::string Figures(const Corpus& corpus, const std::vector<CutText>& cut,
                    const std::array<Judged, kLanguages>& judged, const Model& model);

}  // namespace voc::sentiment::train

#endif  // VOC_SERVER_SENTIMENT_TRAIN_FIGURES_H_
