#include "server/sentiment/train/cross_fit.h"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <random>
#include <string>

namespace voc::sentiment::train {
namespace {

constexpr int kTexts = 40;

// Each text is a word of letters drawn by chance, so that only its own label could teach its tone.
Corpus Unlearnable() {
  Corpus corpus;
  for (size_t l = 0; l < kLanguages; ++l) {
    std::mt19937 random(1);
    for (int i = 0; i < kTexts; ++i) {
      std::string word;
      while (word.size() < 8) word.push_back(static_cast<char>('a' + random() % 26));
      corpus.examples.push_back({.text = word,
                                 .source = i < 4 ? "dev/any" : "phrases",
                                 .language = static_cast<Language>(l),
                                 .tone = i % 2 == 0 ? Tone::kNegative : Tone::kPositive,
                                 .with_neutral = false,
                                 .development = i < 4});
    }
  }
  return corpus;
}

TEST(CrossFit, JudgesEveryTextOnceAndThoseOfDevByAllModels) {
  const std::array<Judged, kLanguages> all = CrossFit(Unlearnable(), 1);
  for (const Judged& judged : all) {
    ASSERT_EQ(judged.size(), 2u);
    EXPECT_EQ(judged.at("dev/any").size(), 16u);
    EXPECT_EQ(judged.at("phrases").size(), static_cast<size_t>(kTexts - 4));
  }
}

TEST(CrossFit, NoTextIsJudgedByWhatLearntIt) {
  const std::array<Judged, kLanguages> all = CrossFit(Unlearnable(), 1);
  // Whoever had learnt them would know nearly all.
  double right = 0;
  double texts = 0;
  for (const Judged& judged : all) {
    for (const auto& [balance, tone] : judged.at("phrases")) {
      right += (balance < 0) == (tone == Tone::kNegative) ? 1 : 0;
      ++texts;
    }
  }
  EXPECT_LT(right / texts, 0.75);
}

TEST(CrossFit, TheThreadsDoNotMatter) {
  EXPECT_EQ(CrossFit(Unlearnable(), 1), CrossFit(Unlearnable(), 3));
}

}  // namespace
}  // namespace voc::sentiment::train
