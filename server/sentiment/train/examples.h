#ifndef VOC_SERVER_SENTIMENT_TRAIN_EXAMPLES_H_
#define VOC_SERVER_SENTIMENT_TRAIN_EXAMPLES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "server/sentiment/language.h"

namespace voc::sentiment::train {

// How a text was judged. Classes of the sentiment models, in this order.
enum class Tone : size_t { kNegative, kPositive, kNeutral };
inline constexpr size_t kTones = 3;

// A text and how somebody judged it.
struct Example {
  std::string text;
  std::string source;
  Language language = Language::kEnglish;
  Tone tone = Tone::kNeutral;
  // Whether its source knows neutral texts.
  bool with_neutral = true;
  // How much it counts among those of its language.
  float weight = 1;
  // Left out of learning, for the figures and for the neutral band.
  bool development = false;
};

// A text in a language that is none of ours.
struct ForeignText {
  std::string text;
  bool development = false;
};

// All that is learnt from.
struct Corpus {
  std::vector<Example> examples;
  std::vector<ForeignText> foreign;
  // By hand, by language: word and valence -4..4 (0: a common word), emoji among
  // them; word and bits of Modifier.
  std::array<std::vector<std::pair<std::string, int>>, kLanguages> lexicon;
  std::vector<std::pair<std::string, int>> emoji;
  std::vector<std::pair<std::string, uint8_t>> modifiers;
  // Short texts to tell languages apart, for the figures only.
  std::vector<std::pair<std::string, Language>> short_texts;
};

// Reads the public data in `data` (see README.md, the texts are not kept here)
// and what was written for this project in `own`. Errors name file and line.
absl::StatusOr<Corpus> LoadCorpus(const std::string& data, const std::string& own);

// One of `folds` parts of all texts, by the text alone.
size_t FoldOf(std::string_view text, size_t folds);

// Adds what can be made of the texts to learn from: pieces of long ones, phrases put together,
// Nordic texts without their letters, lexicon entries as texts of one word.
void AddMadeExamples(Corpus& corpus);

}  // namespace voc::sentiment::train

#endif  // VOC_SERVER_SENTIMENT_TRAIN_EXAMPLES_H_
