#include "server/sentiment/themes/quiet_words.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace voc::sentiment {
namespace {

Spelling WithKey(uint64_t key) { return {.key = key, .length = 3}; }

TEST(QuietWords, AreThoseAdded) {
  QuietWords words;
  words.Add(WithKey(uint64_t{5} << 60));
  words.Add(WithKey(uint64_t{9} << 60));
  EXPECT_TRUE(words.Has(WithKey(uint64_t{5} << 60)));
  EXPECT_TRUE(words.Has(WithKey(uint64_t{9} << 60)));
  EXPECT_FALSE(words.Has(WithKey(uint64_t{8} << 60)));
  words.Clear();
  EXPECT_FALSE(words.Has(WithKey(uint64_t{5} << 60)));
}

TEST(QuietWords, AKeyThatBeginsAlikeIsAnother) {
  QuietWords words;
  words.Add(WithKey(uint64_t{5} << 60 | 1));
  EXPECT_FALSE(words.Has(WithKey(uint64_t{5} << 60 | 2)));
  words.Add(WithKey(uint64_t{5} << 60 | 2));
  EXPECT_FALSE(words.Has(WithKey(uint64_t{5} << 60 | 1)));
}

// Whatever its key is, a word that nobody added is looked up.
TEST(QuietWords, NoneIsThereAtFirst) {
  const QuietWords words;
  for (uint64_t beginning = 0; beginning < 1 << 16; ++beginning) {
    const uint64_t key = beginning << 48;
    EXPECT_FALSE(words.Has(WithKey(key)));
    EXPECT_FALSE(words.Has(WithKey(~key)));
  }
}

}  // namespace
}  // namespace voc::sentiment
