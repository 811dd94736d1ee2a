// Any bytes as a text: what is heard keeps the contract of annotator.h.
//
// The first byte says whether a language is given, the second how much of the
// rest is the title.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/sentiment/model_annotator.h"
#include "tests/fuzz/check.h"

namespace voc::sentiment {
namespace {

using fuzz::Check;

Label LabelOf(double score) {
  if (score > kNeutralBand) return Label::kPositive;
  return score < -kNeutralBand ? Label::kNegative : Label::kNeutral;
}

bool Same(const Annotation& one, const Annotation& other) {
  return one.language == other.language && one.score == other.score && one.label == other.label &&
         one.themes == other.themes && one.model_version == other.model_version &&
         one.themes_version == other.themes_version;
}

void Annotate(std::string_view bytes) {
  static const ModelAnnotator kAnnotator;
  constexpr std::array<std::string_view, 8> kLanguages = {"",   "",   "en",    "sv",
                                                          "da", "nb", "fr-CA", "NO-no"};
  if (bytes.size() < 2) return;
  const auto how = static_cast<unsigned char>(bytes[0]);
  const size_t split = static_cast<unsigned char>(bytes[1]);
  bytes.remove_prefix(2);
  Text text;
  // Copies of their own size, so that a read behind their end is seen.
  std::string language(kLanguages[how % kLanguages.size()]);
  if (how >= 0xF0) {
    language = bytes.substr(0, how & 0x0F);
    bytes.remove_prefix(language.size());
  }
  const size_t cut = bytes.size() * split / 255;
  const std::string title(bytes.substr(0, cut));
  const std::string body(bytes.substr(cut));
  text.title = title;
  text.body = body;
  text.given_language = language;

  const Annotation heard = kAnnotator.Annotate(text);
  Check(std::isfinite(heard.score) && heard.score >= -1 && heard.score <= 1,
        "a score is from -1 to 1");
  if (heard.label == Label::kUnlabelled) {
    Check(heard.score == 0, "without a label the score is 0");
  } else {
    Check(heard.label == LabelOf(heard.score), "the label is the one of the score");
  }
  if (language.empty()) {
    const std::array<std::string_view, 5> guesses = {"", "en", "sv", "da", "no"};
    Check(std::find(guesses.begin(), guesses.end(), heard.language) != guesses.end(),
          "a guess is one of the four languages or none");
  } else {
    Check(heard.language == language, "a given language stays");
  }
  Check(std::is_sorted(heard.themes.begin(), heard.themes.end()) &&
            std::adjacent_find(heard.themes.begin(), heard.themes.end()) == heard.themes.end(),
        "themes are sorted, each once");

  // Neither what was heard between nor the words remembered change what is heard.
  kAnnotator.Annotate({"", "Långsam app, but NOT bad :-)", ""});
  Check(Same(heard, kAnnotator.Annotate(text)), "the same text gives the same annotation");
  if (language.empty() && !heard.language.empty()) {
    text.given_language = heard.language;
    Check(Same(heard, kAnnotator.Annotate(text)), "a guess given is heard like the guess");
  }
}

}  // namespace
}  // namespace voc::sentiment

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  voc::sentiment::Annotate({reinterpret_cast<const char*>(data), size});
  return 0;
}
