#include "server/discover/word_kind.h"

#include <gtest/gtest.h>

namespace voc::discover {
namespace {

TEST(WordKinds, EachLanguageHasItsOwn) {
  const WordKinds kinds;
  EXPECT_EQ(kinds.Of("en", "the"), WordKind::kFunction);
  EXPECT_EQ(kinds.Of("en", "crash"), WordKind::kContent);
  EXPECT_EQ(kinds.Of("en", "doesn't"), WordKind::kNegation);
  EXPECT_EQ(kinds.Of("sv", "och"), WordKind::kFunction);
  EXPECT_EQ(kinds.Of("sv", "inte"), WordKind::kNegation);
  EXPECT_EQ(kinds.Of("da", "ikke"), WordKind::kNegation);
  EXPECT_EQ(kinds.Of("no", "også"), WordKind::kFunction);
  // "men" is "but" in Swedish.
  EXPECT_EQ(kinds.Of("en", "men"), WordKind::kContent);
  EXPECT_EQ(kinds.Of("sv", "men"), WordKind::kFunction);
}

TEST(WordKinds, WhereTheLanguageIsNotKnownEveryListCounts) {
  const WordKinds kinds;
  EXPECT_EQ(kinds.Of("", "the"), WordKind::kFunction);
  EXPECT_EQ(kinds.Of("", "och"), WordKind::kFunction);
  EXPECT_EQ(kinds.Of("", "ikke"), WordKind::kNegation);
  EXPECT_EQ(kinds.Of("", "crash"), WordKind::kContent);
}

TEST(WordKinds, InOtherLanguagesShortWordsAreFunctionWords) {
  const WordKinds kinds;
  EXPECT_EQ(kinds.Of("de", "und"), WordKind::kFunction);
  EXPECT_EQ(kinds.Of("de", "absturz"), WordKind::kContent);
}

}  // namespace
}  // namespace voc::discover
