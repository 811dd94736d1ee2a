#ifndef VOC_SERVER_SENTIMENT_ENGLISH_SCORER_H_
#define VOC_SERVER_SENTIMENT_ENGLISH_SCORER_H_

#include "server/sentiment/english_lexicon.h"
#include "server/sentiment/tokenizer.h"

namespace voc::sentiment {

// How positive an English text sounds: valences of its words, turned by
// negations, scaled by words of degree, "but" and exclamation marks, summed and
// pressed into -1..1. Linear in the tokens. Thread-safe.
class EnglishScorer {
 public:
  // `lexicon` outlives this.
  explicit EnglishScorer(const EnglishLexicon& lexicon) : lexicon_(lexicon) {}

  // -1 .. 1, in steps of 0.0001; 0 where no word says anything.
  double Score(const Tokens& tokens) const;

 private:
  const EnglishLexicon& lexicon_;
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_ENGLISH_SCORER_H_
