#include "server/sentiment/train/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "server/sentiment/train/learn.h"

namespace voc::sentiment::train {
namespace {

using ::testing::HasSubstr;

// "good" and "bad", of which the lexicon knows one.
Corpus OneOfTwoIsListed() {
  Corpus corpus;
  corpus.lexicon[0] = {{"good", 3}};
  for (int i = 0; i < 60; ++i) {
    const bool good = i % 2 == 0;
    corpus.examples.push_back({.text = good ? "good" : "bad",
                               .source = "phrases",
                               .tone = good ? Tone::kPositive : Tone::kNegative,
                               .development = i >= 50});
  }
  return corpus;
}

TEST(Figures, SetTheModelBesideTheLexiconAlone) {
  const Corpus corpus = OneOfTwoIsListed();
  std::vector<CutText> cut;
  for (const Example& example : corpus.examples) cut.push_back(Cut(example.text, Modifiers()));
  const std::unique_ptr<Learnt> learnt = Learn(corpus, cut, 1, 1);
  Model& model = learnt->parts.model;
  for (SentimentModel& sentiment : model.sentiment) sentiment.knots = {-0.5F, -0.1F, 0, 0.1F};
  std::array<Judged, kLanguages> judged;
  judged[0]["phrases"] = {{-0.6, Tone::kNegative}, {-0.7, Tone::kNeutral}, {-0.4, Tone::kNegative}};
  const std::string figures = Figures(corpus, cut, judged, model);
  // What the lexicon does not know is wrong as a sign, and neutral as a class.
  EXPECT_THAT(figures, HasSubstr("| en | phrases | 10 | 100.0 | 50.0 | 66.7 | 33.3 | 100.0 |"));
  EXPECT_THAT(figures, HasSubstr("| en | phrases | 3 | 2 | 2 | 50.0 | 50.0 |"));
}

}  // namespace
}  // namespace voc::sentiment::train
