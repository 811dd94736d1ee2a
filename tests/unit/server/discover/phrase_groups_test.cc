#include "server/discover/phrase_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace voc::discover {
namespace {

using ::testing::ElementsAre;

FoundPhrase Phrase(const std::string& words, int content_words, size_t from, size_t until) {
  FoundPhrase phrase{.texts = TextSet(1000), .words = words};
  for (size_t i = from; i < until; ++i) phrase.texts.Add(i);
  phrase.count.texts = static_cast<int64_t>(until - from);
  phrase.count.content_words = static_cast<uint8_t>(content_words);
  phrase.count.words = static_cast<uint8_t>(1 + std::count(words.begin(), words.end(), ' '));
  return phrase;
}

TEST(GroupPhrases, APhraseGivesWayToTheLongerOneOfTheSameTexts) {
  const std::vector<FoundPhrase> phrases = {
      Phrase("crashes", 1, 0, 100),    Phrase("slow", 1, 200, 300),
      Phrase("app crashes", 2, 0, 90), Phrase("crashes the app", 2, 0, 95),
      Phrase("app", 1, 0, 200),  // half of whose texts are others
  };
  EXPECT_THAT(GroupPhrases(phrases),
              ElementsAre(ElementsAre(1), ElementsAre(2, 3, 0), ElementsAre(4)));
}

TEST(GroupPhrases, OfEqualOnesTheOneOfMoreTexts) {
  EXPECT_THAT(GroupPhrases({Phrase("b", 1, 0, 90), Phrase("a", 1, 0, 100), Phrase("c", 1, 0, 100)}),
              ElementsAre(ElementsAre(1, 2, 0)));
  EXPECT_TRUE(GroupPhrases({}).empty());
}

}  // namespace
}  // namespace voc::discover
