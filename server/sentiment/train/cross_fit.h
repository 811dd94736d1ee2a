#ifndef VOC_SERVER_SENTIMENT_TRAIN_CROSS_FIT_H_
#define VOC_SERVER_SENTIMENT_TRAIN_CROSS_FIT_H_

#include <array>

#include "server/sentiment/train/examples.h"
#include "server/sentiment/train/learn.h"

namespace voc::sentiment::train {

// How models judge texts that they did not learn from, by language: of each language four are
// learnt, each without a fourth of the texts. So ten times as many texts say how often a low score
// is right as are kept for development, of which there are too few to tell. Texts of dev/, which
// no model learns from, are judged by all four. `corpus` is as
// LoadCorpus gives it. Deterministic; uses `threads` threads.
std::array<Judged, kLanguages> CrossFit(const Corpus& corpus, int threads);

}  // namespace voc::sentiment::train

#endif  // VOC_SERVER_SENTIMENT_TRAIN_CROSS_FIT_H_
