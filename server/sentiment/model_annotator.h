#ifndef VOC_SERVER_SENTIMENT_MODEL_ANNOTATOR_H_
#define VOC_SERVER_SENTIMENT_MODEL_ANNOTATOR_H_

#include <memory>

#include "server/sentiment/annotator.h"
#include "server/sentiment/model.h"
#include "server/sentiment/themes/theme_matcher.h"
#include "server/sentiment/weights.h"

namespace voc::sentiment {

// Hears language and sentiment with a learnt model, and themes by their words. A text is labelled
// when its language, given or guessed, is one of the model's; a text of emoji alone by what they
// say, in no language. Title and body are scored apart and averaged, a word of the title counting
// more. Thread-safe.
class ModelAnnotator final : public Annotator {
 public:
  explicit ModelAnnotator(std::shared_ptr<const ThemeMatcher> themes = BuiltInThemes(),
                          std::shared_ptr<const Model> model = ShippedModel());

  Annotation Annotate(const Text& text) const override;

 private:
  std::shared_ptr<const ThemeMatcher> themes_;
  std::shared_ptr<const Model> model_;
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_MODEL_ANNOTATOR_H_
