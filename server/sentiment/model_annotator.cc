#include "server/sentiment/model_annotator.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/sentiment/cut.h"
#include "server/sentiment/features.h"
#include "server/sentiment/language.h"
#include "server/sentiment/lexicon.h"
#include "storage/base/strings.h"

namespace voc::sentiment {
namespace {

// A word of a title says as much as so many of the body.
constexpr double kTitleWeight = 1.5;
// An emoji of this valence is as clear as can be.
constexpr double kClearestEmoji = 4;
// Scores are whole multiples of 1 / kSteps, so that sums are exact and three decimals tell
// on which side of the neutral band and of the threshold of alerts they are.
constexpr double kSteps = 1'000;

// Kept by each thread, so that a text costs no allocation and a word that was
// met before few look-ups.
struct Scratch {
  Cut title;
  Cut body;
  WordMemory words;
  ThemeMatcher::Memory theme_words;
  // Whose words those are; held, so that no other can take its address.
  std::shared_ptr<const Model> model;
  std::shared_ptr<const ThemeMatcher> themes;

  void Use(const std::shared_ptr<const Model>& other_model,
           const std::shared_ptr<const ThemeMatcher>& other_themes) {
    if (model != other_model) {
      model = other_model;
      words.Clear();
    }
    if (themes != other_themes) {
      themes = other_themes;
      for (MatchedWords& matched : theme_words) matched.Clear();
    }
  }
};

std::optional<Language> GuessOf(const Model& model, const Text& text, Scratch& scratch) {
  const size_t letters = scratch.title.symbols.letters + scratch.body.symbols.letters;
  const size_t foreign =
      scratch.title.symbols.foreign_letters + scratch.body.symbols.foreign_letters;
  if (letters == 0 || 2 * foreign > letters) return std::nullopt;
  const auto guess = [&](const Cut& cut) {
    return model.language.Guess(cut.symbols.text.data(), cut.features, scratch.words);
  };
  if (scratch.title.empty()) return guess(scratch.body);
  if (scratch.body.empty()) return guess(scratch.title);
  thread_local Cut both;
  both.Take(absl::StrCat(base::ToAbsl(text.title), "\n", base::ToAbsl(text.body)), model.modifiers);
  return guess(both);
}

double ScoreOf(const Model& models, Language language, Scratch& scratch) {
  const SentimentModel& model = models.sentiment[static_cast<size_t>(language)];
  double sum = 0;
  double weights = 0;
  const auto add = [&](const Cut& cut, double a_word) {
    if (cut.empty()) return;
    const double weight = std::sqrt(a_word * static_cast<double>(cut.features.said.size()));
    sum += weight * model.Score(model.Balance(cut.symbols.text.data(), cut.features,
                                              cut.CapitalShare(), language, scratch.words));
    weights += weight;
  };
  add(scratch.title, kTitleWeight);
  add(scratch.body, 1);
  return sum / weights;
}

// What emoji say in a text without letters; none if there are none known.
std::optional<double> EmojiScore(const Lexicon& lexicon, const Scratch& scratch) {
  double sum = 0;
  bool known = false;
  for (const Cut* cut : {&scratch.title, &scratch.body}) {
    for (const Word& word : cut->features.said) {
      const int8_t valence = lexicon.Find(word.hash);
      sum += valence;
      known = known || valence != 0;
    }
  }
  if (!known) return std::nullopt;
  return std::clamp(sum / kClearestEmoji, -1.0, 1.0);
}

Label LabelOf(double score) {
  if (score > kNeutralBand) return Label::kPositive;
  return score < -kNeutralBand ? Label::kNegative : Label::kNeutral;
}

}  // namespace

ModelAnnotator::ModelAnnotator(std::shared_ptr<const ThemeMatcher> themes,
                               std::shared_ptr<const Model> model)
    : themes_(std::move(themes)), model_(std::move(model)) {}

Annotation ModelAnnotator::Annotate(const Text& text) const {
  Annotation annotation;
  annotation.model_version = model_->version;
  annotation.themes_version = themes_->version();
  annotation.language = text.given_language;
  // As most answers are.
  if (text.title.empty() && text.body.empty()) return annotation;

  thread_local Scratch scratch;
  scratch.Use(model_, themes_);
  scratch.title.Take(text.title, model_->modifiers);
  scratch.body.Take(text.body, model_->modifiers);
  std::optional<Language> language;
  if (!text.given_language.empty()) {
    language = LanguageOfTag(text.given_language);
  } else if (language = GuessOf(*model_, text, scratch); language.has_value()) {
    annotation.language = kLanguageTags[static_cast<size_t>(*language)];
  }
  if (scratch.title.empty() && scratch.body.empty()) return annotation;
  if (language.has_value()) {
    const SentimentModel& sentiment = model_->sentiment[static_cast<size_t>(*language)];
    for (const Cut* cut : {&scratch.title, &scratch.body}) sentiment.Prefetch(cut->features);
  }
  // One after the other, so that no phrase goes on from the title to the body.
  const auto themes_of = [&](const Cut& cut) {
    if (cut.empty()) return ThemeBits{0};
    return themes_->Match(cut.Spelled(), annotation.language, scratch.theme_words);
  };
  annotation.themes = themes_->Names(themes_of(scratch.title) | themes_of(scratch.body));

  std::optional<double> score;
  if (scratch.title.symbols.letters + scratch.body.symbols.letters == 0) {
    score = EmojiScore(model_->sentiment[0].lexicon, scratch);
  } else if (language.has_value()) {
    score = ScoreOf(*model_, *language, scratch);
  }
  if (!score.has_value()) return annotation;
  annotation.score = std::round(*score * kSteps) / kSteps;
  annotation.label = LabelOf(annotation.score);
  return annotation;
}

}  // namespace voc::sentiment
