#include "server/sentiment/train/learn.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "server/sentiment/train/regression.h"

namespace voc::sentiment::train {
namespace {

constexpr int kLanguageBits = 15;
// As many as a file of 4 MB holds: one language has to do with half, and Danish gained nothing
// from twice as many.
constexpr std::array<int, kLanguages> kSentimentBits = {19, 19, 18, 19};
// What a text of a neighbouring language counts: Danish and Norwegian share most
// words, Swedish fewer.
constexpr float kNearNeighbour = 0.7F;
constexpr float kFarNeighbour = 0.3F;

// The features of a text as the learner reads them.
struct Hashed {
  std::vector<uint32_t> features;
  std::vector<float> values;

  // The first `words` words and their pieces.
  void AddSpelling(const CutText& cut, size_t words, float norm) {
    words = std::min(words, cut.features.spelling.size());
    for (size_t i = 0; i < words; ++i) {
      const Spelling& word = cut.features.spelling[i];
      Add(word.feature(), norm * kWordValue);
      if (word.length == 0) continue;
      ForEachPiece(cut.symbols.data(), word,
                   [&](uint32_t piece) { Add(piece, norm * kPieceValue); });
    }
  }

  void Add(uint32_t feature, float value) {
    features.push_back(feature);
    values.push_back(value);
  }
};

// Steps of a weight, -127..127, and what a step is worth.
struct Quantised {
  float step = 1;
  int8_t operator()(float weight) const {
    return static_cast<int8_t>(std::clamp(std::lround(weight / step), -127L, 127L));
  }
};

Quantised Quantise(const std::function<float(size_t)>& weight, size_t count) {
  constexpr float kMost = 127;
  float greatest = 0;
  for (size_t i = 0; i < count; ++i) greatest = std::max(greatest, std::abs(weight(i)));
  return {greatest > 0 ? greatest / kMost : 1};
}

using LanguageLearner = Regression<LanguageModel::kClasses, 1>;

void LearnLanguage(const Corpus& corpus, const std::vector<CutText>& cut, Learnt& learnt) {
  // Survey comments are short: a longer text is learnt from its beginning, too.
  constexpr size_t kLongWords = 10;
  constexpr size_t kEnglishShare = 4;  // one English text in so many is enough
  constexpr float kListedWord = 0.3F;
  constexpr float kForeign = 1;
  // Norwegian is written in more ways than Danish, and taken for it more often.
  constexpr std::array<float, LanguageModel::kClasses> kFavour = {1, 1, 1, 1.4F, kForeign};

  struct Text {
    CutText cut;
    size_t target;
    float weight;
  };
  std::vector<Text> texts;
  const Modifiers& modifiers = learnt.parts.model.modifiers;
  size_t english = 0;
  for (size_t i = 0; i < corpus.examples.size(); ++i) {
    const Example& example = corpus.examples[i];
    if (example.development || example.source == "lexicon" || example.source == "composed" ||
        example.source == "pieces") {
      continue;
    }
    if (example.language == Language::kEnglish && english++ % kEnglishShare != 0) continue;
    const auto target = static_cast<size_t>(example.language);
    texts.push_back({cut[i], target, 1});
    if (cut[i].features.said.size() < kLongWords) continue;
    size_t end = example.text.find(' ', 15 + i % 30);
    if (end != std::string::npos) {
      texts.push_back({Cut(example.text.substr(0, end), modifiers), target, 1});
    }
  }
  for (size_t l = 0; l < kLanguages; ++l) {
    for (const auto& [word, valence] : corpus.lexicon[l]) {
      texts.push_back({Cut(word, modifiers), l, kListedWord});
    }
  }
  for (const ForeignText& foreign : corpus.foreign) {
    if (!foreign.development) texts.push_back({Cut(foreign.text, modifiers), kLanguages, 1});
  }

  std::array<float, LanguageModel::kClasses> totals{};
  for (const Text& text : texts) totals[text.target] += text.weight;
  float all = 0;
  for (const float total : totals) all += total;

  std::vector<Hashed> hashed(texts.size());
  std::vector<LanguageLearner::OneSample> samples(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    hashed[i].AddSpelling(texts[i].cut, LanguageModel::kMaxWords,
                          LanguageNorm(texts[i].cut.features));
    LanguageLearner::OneSample& sample = samples[i];
    sample.features = &hashed[i].features;
    sample.values = &hashed[i].values;
    sample.dense = {1};
    sample.target = texts[i].target;
    sample.possible.fill(true);
    sample.weight = texts[i].weight * all / (LanguageModel::kClasses * totals[sample.target]) *
                    kFavour[sample.target];
  }
  const LanguageLearner learner(samples,
                                {.bits = kLanguageBits, .epochs = 5, .dense_rate = 0.025F});

  const size_t buckets = size_t{1} << kLanguageBits;
  const Quantised quantised = Quantise(
      [&](size_t i) {
        return learner.weight(i / LanguageModel::kClasses, i % LanguageModel::kClasses);
      },
      buckets * LanguageModel::kClasses);
  learnt.language_table.assign(buckets * LanguageModel::kBucketBytes, 0);
  for (size_t bucket = 0; bucket < buckets; ++bucket) {
    for (size_t c = 0; c < LanguageModel::kClasses; ++c) {
      learnt.language_table[bucket * LanguageModel::kBucketBytes + c] =
          quantised(learner.weight(bucket, c));
    }
  }
  LanguageModel& model = learnt.parts.model.language;
  model.bits = kLanguageBits;
  model.scale = quantised.step;
  for (size_t c = 0; c < LanguageModel::kClasses; ++c) model.bias[c] = learner.dense(0, c);
  model.table = learnt.language_table.data();
}

// What a text counts in the model of `language`; 0 if it is not learnt from.
float WeightIn(Language language, const Example& example) {
  if (example.language == language) return example.weight;
  if (language == Language::kEnglish || example.language == Language::kEnglish) return 0;
  const bool near = language != Language::kSwedish && example.language != Language::kSwedish;
  return example.weight * (near ? kNearNeighbour : kFarNeighbour);
}

using SentimentLearner = Regression<kTones, kClues>;

// Those of one source.
using Texts = Judged::mapped_type;

double MacroF1(const Texts& texts, double low, double high) {
  std::array<std::array<double, kTones>, kTones> counts{};
  for (const auto& [balance, tone] : texts) {
    const Tone heard = balance < low    ? Tone::kNegative
                       : balance > high ? Tone::kPositive
                                        : Tone::kNeutral;
    ++counts[static_cast<size_t>(tone)][static_cast<size_t>(heard)];
  }
  double sum = 0;
  for (size_t k = 0; k < kTones; ++k) {
    double wrong = 0;
    for (size_t j = 0; j < kTones; ++j) {
      if (j != k) wrong += counts[j][k] + counts[k][j];
    }
    const double right = 2 * counts[k][k];
    sum += right > 0 ? right / (right + wrong) : 0;
  }
  return sum / kTones;
}

// What a source counts where the neutral band of a language is found: those most like what vocd
// reads do. Real tweets, thousands of them, outweigh the few hundred texts that are ours.
double BandWeight(Language language, std::string_view source) {
  constexpr double kTweets = 4;
  if (source.starts_with("SemEval")) return kTweets;
  if (source.starts_with("dev/")) return 1;
  if (language == Language::kNorwegian) return source.starts_with("NoReC") ? 1 : 0;
  return source.starts_with("phrases") || source.starts_with("reviews") ? 1 : 0;
}

// Share of a source's texts at the threshold of alerts that have to be negative. Reviewers'
// sentences tell of grim plots, and are judged by taste: of those in NoReC no balance finds more
// that are right than about this.
double NeededOn(std::string_view source) { return source.starts_with("NoReC") ? 0.72 : 0.91; }

// Whether texts whose balance is at most `alert` are nearly always negative.
bool IsSurelyNegative(const Judged& judged, double alert) {
  constexpr double kFewestCalled = 20;  // of fewer, one more or less is chance
  bool any = false;
  for (const auto& [name, texts] : judged) {
    if (!IsForAlerts(name)) continue;
    double called = 0;
    double right = 0;
    for (const auto& [balance, tone] : texts) {
      if (balance > alert) continue;
      ++called;
      right += tone == Tone::kNegative ? 1 : 0;
    }
    if (called < kFewestCalled) continue;
    if (right < NeededOn(name) * called) return false;
    any = true;
  }
  return any;
}

}  // namespace

CutText Cut(const std::string& text, const Modifiers& modifiers) {
  Symbols symbols;
  symbols.Append(text);
  symbols.Finish();
  CutText cut;
  Extract(symbols, modifiers, cut.features);
  cut.symbols = symbols.text;
  if (symbols.words > 0) {
    cut.capital_share =
        static_cast<float>(symbols.capital_words) / static_cast<float>(symbols.words);
  }
  return cut;
}

void SetLists(const Corpus& corpus, ModelParts& parts) {
  std::map<uint32_t, uint8_t> modifiers;
  for (const auto& [word, bits] : corpus.modifiers) modifiers[HashListedWord(word)] |= bits;
  for (const auto& [word, bits] : modifiers) {
    parts.modifiers.emplace_back(word, bits);
    parts.model.modifiers.Add(word, bits);
  }
  for (size_t l = 0; l < kLanguages; ++l) {
    std::map<uint32_t, int8_t> lexicon;
    for (const auto* list : {&corpus.lexicon[l], &corpus.emoji}) {
      for (const auto& [word, valence] : *list) {
        if (valence != 0) lexicon[HashListedWord(word)] = static_cast<int8_t>(valence);
      }
    }
    Lexicon table(lexicon.size());
    for (const auto& [word, valence] : lexicon) {
      parts.lexicon[l].emplace_back(word, valence);
      table.Add(word, valence);
    }
    parts.model.sentiment[l].lexicon = std::move(table);
  }
}

void LearnSentiment(const Corpus& corpus, const std::vector<CutText>& cut, Language language,
                    Learnt& learnt) {
  const auto l = static_cast<size_t>(language);
  SentimentModel& model = learnt.parts.model.sentiment[l];
  std::vector<size_t> used;
  // Tones count alike, among texts of sources with and without neutral ones.
  std::array<std::array<float, kTones>, 2> totals{};
  for (size_t i = 0; i < corpus.examples.size(); ++i) {
    const Example& example = corpus.examples[i];
    const float weight = WeightIn(language, example);
    if (example.development || weight == 0) continue;
    used.push_back(i);
    totals[example.with_neutral ? 1 : 0][static_cast<size_t>(example.tone)] += weight;
  }
  std::vector<Hashed> hashed(used.size());
  std::vector<SentimentLearner::OneSample> samples(used.size());
  for (size_t n = 0; n < used.size(); ++n) {
    const Example& example = corpus.examples[used[n]];
    const Features& features = cut[used[n]].features;
    const float norm = SentimentNorm(features);
    hashed[n].AddSpelling(cut[used[n]], features.spelling.size(), norm);
    for (const uint32_t feature : features.context) hashed[n].Add(feature, norm * kContextValue);
    SentimentLearner::OneSample& sample = samples[n];
    sample.features = &hashed[n].features;
    sample.values = &hashed[n].values;
    // The lexicon of the text's own language, since that is how it reads.
    sample.dense = CluesOf(
        features, learnt.parts.model.sentiment[static_cast<size_t>(example.language)].lexicon,
        cut[used[n]].capital_share);
    sample.target = static_cast<size_t>(example.tone);
    sample.possible = {true, true, example.with_neutral};
    const auto& total = totals[example.with_neutral ? 1 : 0];
    const float all = total[0] + total[1] + total[2];
    sample.weight =
        WeightIn(language, example) * all / ((example.with_neutral ? 3 : 2) * total[sample.target]);
  }
  LearningPlan plan{.bits = kSentimentBits[l]};
  if (language != Language::kEnglish) {
    // There are so few texts that one label that is wrong weighs.
    plan.rate = 0.3F;
    plan.smoothing = 0.04F;
  }
  const SentimentLearner learner(samples, plan);

  // Against neutral, so that two numbers a bucket do.
  const size_t buckets = size_t{1} << plan.bits;
  const auto neutral = static_cast<size_t>(Tone::kNeutral);
  const auto weight = [&](size_t bucket, size_t k) {
    return learner.weight(bucket, k) - learner.weight(bucket, neutral);
  };
  std::vector<int8_t>& table = learnt.sentiment_tables[l];
  table.resize(buckets * SentimentModel::kOutputs);
  for (size_t k = 0; k < SentimentModel::kOutputs; ++k) {
    const Quantised quantised = Quantise([&](size_t bucket) { return weight(bucket, k); }, buckets);
    model.scale[k] = quantised.step;
    for (size_t bucket = 0; bucket < buckets; ++bucket) {
      table[bucket * SentimentModel::kOutputs + k] = quantised(weight(bucket, k));
    }
    for (size_t clue = 0; clue < kClues; ++clue) {
      model.clue_weights[clue][k] = learner.dense(clue, k) - learner.dense(clue, neutral);
    }
  }
  model.bits = plan.bits;
  model.table = table.data();
}

std::unique_ptr<Learnt> Learn(const Corpus& corpus, const std::vector<CutText>& cut,
                              uint32_t version, int threads) {
  auto learnt = std::make_unique<Learnt>();
  learnt->parts.model.version = version;
  SetLists(corpus, learnt->parts);
  // English first: it takes longest.
  std::vector<std::function<void()>> tasks;
  for (size_t l = 0; l < kLanguages; ++l) {
    tasks.emplace_back([&, l] { LearnSentiment(corpus, cut, static_cast<Language>(l), *learnt); });
  }
  tasks.emplace_back([&] { LearnLanguage(corpus, cut, *learnt); });
  std::atomic<size_t> next = 0;
  std::vector<std::thread> workers;
  for (int i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      for (size_t task = next++; task < tasks.size(); task = next++) tasks[task]();
    });
  }
  for (std::thread& worker : workers) worker.join();
  return learnt;
}

Judged Judge(const Corpus& corpus, const std::vector<CutText>& cut, Language language,
             const SentimentModel& model) {
  Judged judged;
  WordMemory memory;
  for (size_t i = 0; i < corpus.examples.size(); ++i) {
    const Example& example = corpus.examples[i];
    if (!example.development || example.language != language) continue;
    judged[example.source].emplace_back(model.Balance(cut[i].symbols.data(), cut[i].features,
                                                      cut[i].capital_share, language, memory),
                                        example.tone);
  }
  return judged;
}

bool IsForAlerts(std::string_view source) {
  return source.starts_with("phrases") || source.starts_with("reviews") ||
         source.starts_with("SemEval") || source.starts_with("NoReC") || source.starts_with("dev/");
}

double AlertBalance(const Judged& judged, double highest) {
  // Below it are too few texts to tell how many are right.
  constexpr double kLowest = -0.95;
  constexpr double kStep = 0.005;
  double alert = highest;
  while (alert > kLowest && !IsSurelyNegative(judged, alert)) alert -= kStep;
  return alert;
}

void Calibrate(const Corpus& corpus, const std::vector<CutText>& cut, const Judged& judged,
               Language language, SentimentModel& model) {
  constexpr double kStep = 0.02;
  Judged sources = Judge(corpus, cut, language, model);
  std::erase_if(sources, [&](const auto& of) { return BandWeight(language, of.first) == 0; });
  double best = -1;
  double low = -0.2;
  double high = 0.2;
  for (double l = -0.8; l < 0; l += kStep) {
    for (double h = kStep; h < 0.8; h += kStep) {
      double sum = 0;
      for (const auto& [name, texts] : sources) {
        sum += BandWeight(language, name) * MacroF1(texts, l, h);
      }
      if (sum > best) {
        best = sum;
        low = l;
        high = h;
      }
    }
  }
  model.knots = {static_cast<float>(AlertBalance(judged, low - kStep)), static_cast<float>(low), 0,
                 static_cast<float>(high)};
}

}  // namespace voc::sentiment::train
