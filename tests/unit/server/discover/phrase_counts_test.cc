#include "server/discover/phrase_counts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/metrics/benjamini_hochberg.h"
#include "server/metrics/rise.h"
#include "tests/unit/server/discover/texts.h"

namespace voc::discover {
namespace {

// By the words of a phrase.
std::map<std::string, PhraseCount> ByWords(const Corpus& corpus, const PhraseTable& table) {
  std::map<PhraseKey, std::string> words;
  for (const Document& document : corpus.documents()) {
    corpus.ForEachPhrase(document, [&](const PhraseAt& at) { words[at.key] = corpus.Words(at); });
  }
  std::map<std::string, PhraseCount> counts;
  for (const PhraseCount& phrase : table.phrases) counts[words[phrase.key]] = phrase;
  return counts;
}

PhraseTable Count(const Corpus& corpus, int64_t min_texts = 5) {
  const auto table = CountPhrases(corpus, min_texts, NotCancelled);
  EXPECT_TRUE(table.ok()) << table.status();
  return *table;
}

TEST(CountPhrases, CountsTextsOfBothPeriods) {
  Texts texts;
  texts.Add(20, "The app crashes. The app crashes!", true, Opinion::kBad);
  texts.Add(5, "great app", true, Opinion::kGood);
  texts.Add(1, "nothing", true);
  texts.Add(30, "great app", false, Opinion::kGood);
  const Corpus& corpus = texts.Sorted();
  const PhraseTable table = Count(corpus);
  EXPECT_EQ(table.all.texts, 26);
  EXPECT_EQ(table.all.texts_before, 30);
  EXPECT_EQ(table.all.opinions.promoters, 5);
  EXPECT_EQ(table.all.opinions.detractors, 20);
  const auto counts = ByWords(corpus, table);
  const PhraseCount& crashes = counts.at("app crashes");
  EXPECT_EQ(crashes.texts, 20);  // each once
  EXPECT_EQ(crashes.texts_before, 0);
  EXPECT_EQ(crashes.authors, 20);
  EXPECT_EQ(crashes.words, 2);
  EXPECT_EQ(crashes.opinions.detractors, 20);
  EXPECT_EQ(crashes.nps.detractors, 20);
  EXPECT_LT(crashes.q_value, 0.001);
  EXPECT_EQ(counts.at("app").texts, 25);
  EXPECT_EQ(counts.at("app").texts_before, 30);
  EXPECT_GT(counts.at("great app").p_value, 0.99);
  EXPECT_FALSE(counts.contains("nothing"));
}

TEST(CountPhrases, PValuesAreThoseOfTheRiseTestWithinEachLanguage) {
  Texts texts;
  texts.Add(12, "5.0 problem", true);
  texts.Add(88, "fine", true);
  texts.Add(3, "5.0 problem", false);
  texts.Add(97, "fine", false);
  texts.Add(6, "5.0 problem", true, Opinion::kNone, "sv");
  texts.Add(44, "bra", true, Opinion::kNone, "sv");
  texts.Add(2, "5.0 problem", false, Opinion::kNone, "sv");
  texts.Add(18, "bra", false, Opinion::kNone, "sv");
  const Corpus& corpus = texts.Sorted();
  const PhraseTable table = Count(corpus);
  const auto counts = ByWords(corpus, table);
  const std::vector<metrics::RiseStratum> strata = {{3, 100, 12, 100}, {2, 20, 6, 50}};
  // Each text has an author of its own: the design effect is n / (n - 1).
  EXPECT_NEAR(counts.at("5.0 problem").p_value, metrics::RiseTest(strata), 1e-3);
  std::vector<double> p_values;
  p_values.reserve(table.phrases.size());
  for (const PhraseCount& phrase : table.phrases) p_values.push_back(phrase.p_value);
  const std::vector<double> q_values = metrics::BenjaminiHochberg(p_values);
  for (size_t i = 0; i < q_values.size(); ++i) {
    EXPECT_DOUBLE_EQ(table.phrases[i].q_value, q_values[i]);
  }
}

TEST(CountPhrases, AnotherMixtureOfLanguagesIsNoRise) {
  Texts texts;
  for (const bool now : {false, true}) {
    texts.Add(now ? 400 : 40, "kalendern trasig", now, Opinion::kNone, "sv");
    texts.Add(now ? 400 : 40, "allt bra", now, Opinion::kNone, "sv");
    texts.Add(now ? 40 : 400, "nice calendar", now);
  }
  const Corpus& corpus = texts.Sorted();
  EXPECT_GT(ByWords(corpus, Count(corpus)).at("kalendern trasig").p_value, 0.4);
}

TEST(CountPhrases, OneAuthorIsOneVoiceHoweverOften) {
  Texts texts;
  texts.Add(200, "all fine", false);
  texts.Add(200, "all fine", true);
  texts.Add(50, "buy bananas", true, Opinion::kNone, "en", /*author=*/7);
  texts.Add(1, "buy bananas", true);
  texts.Add(1, "buy bananas", false);
  texts.Add(60, "sell oranges", true, Opinion::kNone, "en", /*author=*/8);
  texts.Add(25, "app crashes", true);
  const Corpus& corpus = texts.Sorted();
  const auto counts = ByWords(corpus, Count(corpus));
  EXPECT_GT(counts.at("buy bananas").q_value, 0.1);
  EXPECT_EQ(counts.at("buy bananas").texts, 51);
  EXPECT_EQ(counts.at("buy bananas").authors, 2);
  EXPECT_FALSE(counts.contains("sell oranges"));
  EXPECT_LT(counts.at("app crashes").q_value, 0.1);
}

TEST(CountPhrases, ChanceIsRarelyFound) {
  // The same words in both periods, at random: of many rounds few find anything.
  std::mt19937_64 random(11);
  int rounds_with_finds = 0;
  for (int round = 0; round < 40; ++round) {
    Texts texts;
    for (int i = 0; i < 600; ++i) {
      std::string text;
      for (int word = 0; word < 6; ++word) {
        absl::StrAppend(&text, "word", std::min(random() % 60, random() % 60), "x ");
      }
      texts.Add(1, text, i % 2 == 0);
    }
    const PhraseTable table = Count(texts.Sorted());
    EXPECT_GT(table.phrases.size(), 50u);
    rounds_with_finds += std::any_of(table.phrases.begin(), table.phrases.end(),
                                     [](const PhraseCount& one) { return one.q_value <= 0.1; })
                             ? 1
                             : 0;
  }
  EXPECT_LE(rounds_with_finds, 8);
}

TEST(CountPhrases, NothingToCount) {
  Texts texts;
  const PhraseTable table = Count(texts.Sorted());
  EXPECT_TRUE(table.phrases.empty());
  EXPECT_EQ(table.min_texts, 5);
}

TEST(CountPhrases, StopsWhenTold) {
  Texts texts;
  texts.Add(10, "hello world", true);
  const auto table = CountPhrases(texts.Sorted(), 5, [] { return true; });
  EXPECT_EQ(table.status().code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace voc::discover
