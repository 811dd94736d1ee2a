#include "server/sentiment/train/learn.h"

#include <gtest/gtest.h>

#include <string>

namespace voc::sentiment::train {
namespace {

// A text at each balance from 0 down to -0.99; negative are those at or below `negative_from`.
void AddSource(const std::string& name, double negative_from, Judged& judged) {
  for (int i = 0; i < 100; ++i) {
    const double balance = -i / 100.0;
    judged[name].emplace_back(balance, balance <= negative_from ? Tone::kNegative : Tone::kNeutral);
  }
}

double Precision(const Judged::mapped_type& texts, double alert) {
  double called = 0;
  double right = 0;
  for (const auto& [balance, tone] : texts) {
    called += balance <= alert ? 1 : 0;
    right += balance <= alert && tone == Tone::kNegative ? 1 : 0;
  }
  return right / called;
}

TEST(AlertBalance, IsTheHighestBelowWhichTextsAreNearlyAlwaysNegative) {
  Judged judged;
  AddSource("phrases en", -0.5, judged);
  const double alert = AlertBalance(judged, -0.1);
  EXPECT_GE(Precision(judged["phrases en"], alert), 0.91);
  EXPECT_LT(Precision(judged["phrases en"], alert + 0.02), 0.91);
}

TEST(AlertBalance, IsNoHigherThanAsked) {
  Judged judged;
  AddSource("dev/any", 0, judged);
  EXPECT_EQ(AlertBalance(judged, -0.3), -0.3);
}

TEST(AlertBalance, AsksEachSourceForAlertsAndNoOther) {
  Judged judged;
  AddSource("phrases sv", -0.2, judged);
  AddSource("XED sv", -0.7, judged);
  const double without = AlertBalance(judged, -0.1);
  EXPECT_GT(without, -0.3);
  AddSource("reviews sv", -0.6, judged);
  const double with = AlertBalance(judged, -0.1);
  EXPECT_LT(with, -0.5);
  EXPECT_GE(Precision(judged["reviews sv"], with), 0.91);
}

TEST(AlertBalance, AsksLessOfReviewersSentencesWhichNeverGetThere) {
  Judged judged;
  AddSource("NoReC", -0.7, judged);
  const double alert = AlertBalance(judged, -0.1);
  EXPECT_GE(Precision(judged["NoReC"], alert), 0.72);
  EXPECT_LT(Precision(judged["NoReC"], alert), 0.85);
  AddSource("reviews no", -0.7, judged);
  EXPECT_LT(AlertBalance(judged, -0.1), alert);
}

TEST(AlertBalance, OfSourcesThatAreNeverRightIsTheLowest) {
  Judged judged;
  AddSource("SemEval tweets", -2, judged);
  EXPECT_NEAR(AlertBalance(judged, -0.1), -0.95, 0.01);
}

// "good" and "bad" in a language each, so that the fold without a text still knows them.
Corpus TwoWords() {
  Corpus corpus;
  for (size_t l = 0; l < kLanguages; ++l) {
    const auto language = static_cast<Language>(l);
    for (int i = 0; i < 60; ++i) {
      const bool good = i % 2 == 0;
      corpus.examples.push_back({.text = (good ? "good " : "bad ") + std::to_string(i) + "x",
                                 .source = "phrases",
                                 .language = language,
                                 .tone = good ? Tone::kPositive : Tone::kNegative,
                                 .with_neutral = false,
                                 .development = i >= 50});
    }
  }
  return corpus;
}

TEST(Judge, SaysHowTheDevelopmentTextsOfALanguageAreHeard) {
  const Corpus corpus = TwoWords();
  Learnt learnt;
  SetLists(corpus, learnt.parts);
  std::vector<CutText> cut;
  for (const Example& example : corpus.examples) {
    cut.push_back(Cut(example.text, learnt.parts.model.modifiers));
  }
  LearnSentiment(corpus, cut, Language::kDanish, learnt);
  const Judged judged = Judge(corpus, cut, Language::kDanish, learnt.parts.model.sentiment[2]);
  ASSERT_EQ(judged.size(), 1u);
  ASSERT_EQ(judged.at("phrases").size(), 10u);
  for (const auto& [balance, tone] : judged.at("phrases")) {
    EXPECT_EQ(balance > 0, tone == Tone::kPositive) << balance;
  }
}

}  // namespace
}  // namespace voc::sentiment::train
