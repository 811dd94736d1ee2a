#ifndef VOC_SERVER_SENTIMENT_LEXICON_ANNOTATOR_H_
#define VOC_SERVER_SENTIMENT_LEXICON_ANNOTATOR_H_

#include <memory>

#include "server/sentiment/annotator.h"
#include "server/sentiment/english_lexicon.h"
#include "server/sentiment/english_scorer.h"
#include "server/sentiment/language_guess.h"
#include "server/sentiment/themes/theme_matcher.h"

namespace voc::sentiment {

// Guesses between English, Swedish, Danish and Norwegian, scores English by
// words, and leaves other languages unlabelled. Thread-safe.
class LexiconAnnotator final : public Annotator {
 public:
  explicit LexiconAnnotator(std::shared_ptr<const ThemeMatcher> themes = BuiltInThemes());
  // The scorer points into the lexicon beside it.
  LexiconAnnotator(const LexiconAnnotator&) = delete;
  LexiconAnnotator& operator=(const LexiconAnnotator&) = delete;

  Annotation Annotate(const Text& text) const override;

 private:
  EnglishLexicon lexicon_;
  EnglishScorer scorer_;
  LanguageGuess language_guess_;
  std::shared_ptr<const ThemeMatcher> themes_;
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_LEXICON_ANNOTATOR_H_
