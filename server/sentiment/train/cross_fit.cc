#include "server/sentiment/train/cross_fit.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace voc::sentiment::train {
namespace {

constexpr size_t kFolds = 4;

// Whether all of a source is for development in any case.
bool IsNeverLearnt(const Example& example) { return example.source.starts_with("dev/"); }

// The texts with one fold of them kept for development, and dev/.
Corpus WithFold(const Corpus& whole, size_t fold) {
  Corpus corpus = whole;
  for (Example& example : corpus.examples) {
    example.development = IsNeverLearnt(example) || FoldOf(example.text, kFolds) == fold;
  }
  AddMadeExamples(corpus);
  return corpus;
}

std::array<Judged, kLanguages> JudgeFold(const Corpus& whole, size_t fold) {
  const Corpus corpus = WithFold(whole, fold);
  Learnt learnt;
  SetLists(corpus, learnt.parts);
  std::vector<CutText> cut;
  cut.reserve(corpus.examples.size());
  for (const Example& example : corpus.examples) {
    cut.push_back(Cut(example.text, learnt.parts.model.modifiers));
  }
  std::array<Judged, kLanguages> judged;
  for (size_t l = 0; l < kLanguages; ++l) {
    const auto language = static_cast<Language>(l);
    LearnSentiment(corpus, cut, language, learnt);
    judged[l] = Judge(corpus, cut, language, learnt.parts.model.sentiment[l]);
  }
  return judged;
}

}  // namespace

std::array<Judged, kLanguages> CrossFit(const Corpus& corpus, int threads) {
  std::array<std::array<Judged, kLanguages>, kFolds> folds;
  std::atomic<size_t> next = 0;
  std::vector<std::thread> workers;
  for (int i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      for (size_t fold = next++; fold < kFolds; fold = next++) {
        folds[fold] = JudgeFold(corpus, fold);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  std::array<Judged, kLanguages> all;
  for (std::array<Judged, kLanguages>& fold : folds) {
    for (size_t l = 0; l < kLanguages; ++l) {
      for (auto& [source, texts] : fold[l]) {
        all[l][source].insert(all[l][source].end(), texts.begin(), texts.end());
      }
    }
  }
  return all;
}

}  // namespace voc::sentiment::train
