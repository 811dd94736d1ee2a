#ifndef VOC_TESTS_SUPPORT_VERSIONED_ANNOTATOR_H_
#define VOC_TESTS_SUPPORT_VERSIONED_ANNOTATOR_H_

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/sentiment/annotator.h"

namespace voc::sentiment {

// Hears what the text says that its version hears, so that a test can have two models
// disagree. Words of a text: "2=-0.8" is the score of version 2, "2#price" a theme, "2@sv"
// the language (else English). A text without a word for the version is neutral.
class VersionedAnnotator final : public Annotator {
 public:
  explicit VersionedAnnotator(uint32_t version) : version_(version) {}

  Annotation Annotate(const Text& text) const override {
    Annotation heard{
        .language = "en", .model_version = version_, .themes_version = 1000 + version_};
    const std::string all = std::string(text.title) + " " + std::string(text.body);
    if (all.size() > 1) heard.label = Label::kNeutral;
    for (size_t begin = 0; begin < all.size();) {
      const size_t end = std::min(all.find(' ', begin), all.size());
      Word(std::string_view(all).substr(begin, end - begin), heard);
      begin = end + 1;
    }
    if (!text.given_language.empty()) heard.language = text.given_language;
    return heard;
  }

 private:
  void Word(std::string_view word, Annotation& heard) const {
    uint32_t version = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), version);
    if (error != std::errc() || version != version_ || end == word.data() + word.size()) return;
    const std::string rest(end + 1, word.data() + word.size());
    if (*end == '=') {
      heard.score = std::stod(rest);
      heard.label = heard.score > kNeutralBand    ? Label::kPositive
                    : heard.score < -kNeutralBand ? Label::kNegative
                                                  : Label::kNeutral;
    } else if (*end == '#') {
      heard.themes.push_back(rest);
    } else if (*end == '@') {
      heard.language = rest;
    }
  }

  const uint32_t version_;
};

}  // namespace voc::sentiment

#endif  // VOC_TESTS_SUPPORT_VERSIONED_ANNOTATOR_H_
