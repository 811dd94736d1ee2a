#include "server/discover/phrase_sets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/server/discover/texts.h"

namespace voc::discover {
namespace {

TEST(FindTexts, FindsTheTextsOfThePeriodAndTheUsualSpelling) {
  Texts texts;
  texts.Add(2, "it crashed", true);
  texts.Add(3, "it crashes", true);
  texts.Add(9, "it crashing", false);  // not of the period
  texts.Add(4, "fine", true);
  const Corpus& corpus = texts.Sorted();
  const auto table = CountPhrases(corpus, 5, NotCancelled);
  ASSERT_TRUE(table.ok());
  ASSERT_EQ(table->phrases.size(), 1u);
  const auto found = FindTexts(corpus, table->phrases, NotCancelled);
  ASSERT_TRUE(found.ok());
  const FoundPhrase& phrase = found->front();
  EXPECT_EQ(phrase.words, "crashes");
  size_t has = 0;
  for (size_t i = 0; i < corpus.documents().size(); ++i) has += phrase.texts.Has(i) ? 1 : 0;
  EXPECT_EQ(has, 5u);
  EXPECT_EQ(static_cast<int64_t>(has), phrase.count.texts);
}

TEST(FindTexts, StopsWhenTold) {
  Texts texts;
  texts.Add(1, "hello", true);
  EXPECT_EQ(FindTexts(texts.Sorted(), {}, [] { return true; }).status().code(),
            absl::StatusCode::kCancelled);
}

TEST(TextSet, CountsBothAndEither) {
  TextSet a(200);
  TextSet b(200);
  a.Add(0);
  a.Add(63);
  a.Add(199);
  b.Add(63);
  b.Add(64);
  EXPECT_TRUE(a.Has(63));
  EXPECT_FALSE(a.Has(64));
  EXPECT_EQ(TextSet::Both(a, b), 1u);
  EXPECT_EQ(TextSet::Either(a, b), 4u);
}

}  // namespace
}  // namespace voc::discover
