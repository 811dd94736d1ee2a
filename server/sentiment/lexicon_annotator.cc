#include "server/sentiment/lexicon_annotator.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/match.h"
#include "server/sentiment/tokenizer.h"
#include "storage/base/strings.h"

namespace voc::sentiment {
namespace {

// Whether the tag is English of any region or script.
bool IsEnglish(std::string_view tag) {
  return absl::EqualsIgnoreCase(base::ToAbsl(tag.substr(0, tag.find('-'))), "en");
}

bool SaysSomething(const Tokens& tokens) {
  return std::any_of(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.kind == Token::Kind::kWord || token.kind == Token::Kind::kEmoji;
  });
}

Label LabelOf(double score) {
  if (score > kNeutralBand) return Label::kPositive;
  return score < -kNeutralBand ? Label::kNegative : Label::kNeutral;
}

}  // namespace

LexiconAnnotator::LexiconAnnotator(std::shared_ptr<const ThemeMatcher> themes)
    : scorer_(lexicon_), themes_(std::move(themes)) {
  lexicon_.ForEachBasicWord([this](std::string_view word) { language_guess_.AddEnglish(word); });
}

Annotation LexiconAnnotator::Annotate(const Text& text) const {
  std::string folded;
  folded.reserve(text.title.size() + 1 + text.body.size());
  AppendFolded(text.title, folded);
  folded.push_back('\n');
  AppendFolded(text.body, folded);
  const Tokens tokens = Tokenize(folded);

  Annotation annotation;
  annotation.language =
      text.given_language.empty() ? language_guess_.Guess(tokens) : text.given_language;
  annotation.themes = themes_->Names(themes_->Match(tokens, annotation.language));
  annotation.themes_version = themes_->version();
  if (!IsEnglish(annotation.language) || !SaysSomething(tokens)) return annotation;
  annotation.score = scorer_.Score(tokens);
  annotation.label = LabelOf(annotation.score);
  return annotation;
}

}  // namespace voc::sentiment
