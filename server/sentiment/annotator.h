#ifndef VOC_SERVER_SENTIMENT_ANNOTATOR_H_
#define VOC_SERVER_SENTIMENT_ANNOTATOR_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace voc::sentiment {

// How a text sounds.
enum class Label { kPositive, kNeutral, kNegative, kUnlabelled };

// What somebody wrote. UTF-8; bytes that are not are read as letters. The views
// outlive the call they are passed to.
struct Text {
  std::string_view title;
  std::string_view body;
  // BCP 47 tag; empty if nobody said.
  std::string_view given_language;
};

// What is heard in a text.
struct Annotation {
  // The given language, else a guess: "en", "sv", "da" or "no", empty if
  // nothing is known.
  std::string language;
  // -1 (negative) .. 1 (positive); 0 when unlabelled.
  double score = 0;
  Label label = Label::kUnlabelled;
  // What the text is about.
  std::vector<std::string> themes;
  // What heard it: the version of language and sentiment, and of the theme
  // file. A newer or other one may hear something else.
  uint32_t model_version = 0;
  uint32_t themes_version = 0;
};

// Scores from -kNeutralBand to kNeutralBand are neutral.
inline constexpr double kNeutralBand = 0.1;

// Hears language, sentiment and themes in texts. Implementations are
// thread-safe and pure: the same text gives the same annotation, without I/O.
class Annotator {
 public:
  virtual ~Annotator() = default;

  // A text without letters, or in a language that is not known, is kUnlabelled
  // with score 0. Takes time linear in the text.
  virtual Annotation Annotate(const Text& text) const = 0;
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_ANNOTATOR_H_
