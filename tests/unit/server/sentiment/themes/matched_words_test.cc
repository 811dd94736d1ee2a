#include "server/sentiment/themes/matched_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace voc::sentiment {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

Spelling WithKey(uint64_t key) { return {.key = key, .length = 3}; }

// nullopt: not met lately.
std::optional<std::vector<uint16_t>> EntriesOf(const MatchedWords& words, uint64_t key) {
  const MatchedWords::Word* const word = words.Find(WithKey(key));
  if (word == nullptr) return std::nullopt;
  return std::vector<uint16_t>(word->entries().begin(), word->entries().end());
}

TEST(MatchedWords, AreThoseKeptWithWhatTheyMatch) {
  MatchedWords words;
  words.Keep(WithKey(uint64_t{5} << 60), {});
  words.Keep(WithKey(uint64_t{9} << 60), std::vector<uint32_t>{7, 0, 65'535});
  EXPECT_THAT(EntriesOf(words, uint64_t{5} << 60), Optional(IsEmpty()));
  EXPECT_THAT(EntriesOf(words, uint64_t{9} << 60), Optional(ElementsAre(7, 0, 65'535)));
  EXPECT_EQ(EntriesOf(words, uint64_t{8} << 60), std::nullopt);
  words.Clear();
  EXPECT_EQ(EntriesOf(words, uint64_t{5} << 60), std::nullopt);
}

TEST(MatchedWords, AKeyThatBeginsAlikeIsAnother) {
  MatchedWords words;
  words.Keep(WithKey(uint64_t{5} << 60 | 1), std::vector<uint32_t>{1});
  EXPECT_EQ(EntriesOf(words, uint64_t{5} << 60 | 2), std::nullopt);
  words.Keep(WithKey(uint64_t{5} << 60 | 2), {});
  EXPECT_EQ(EntriesOf(words, uint64_t{5} << 60 | 1), std::nullopt);
  EXPECT_THAT(EntriesOf(words, uint64_t{5} << 60 | 2), Optional(IsEmpty()));
}

TEST(MatchedWords, WhatHasNoRoomIsLookedUpEachTime) {
  MatchedWords words;
  words.Keep(WithKey(uint64_t{5} << 60), std::vector<uint32_t>{1, 2, 3, 4});
  words.Keep(WithKey(uint64_t{6} << 60), std::vector<uint32_t>{65'536});
  EXPECT_EQ(EntriesOf(words, uint64_t{5} << 60), std::nullopt);
  EXPECT_EQ(EntriesOf(words, uint64_t{6} << 60), std::nullopt);
}

// Whatever its key is, a word that nobody kept is looked up.
TEST(MatchedWords, NoneIsThereAtFirst) {
  const MatchedWords words;
  for (uint64_t beginning = 0; beginning < 1 << 16; ++beginning) {
    const uint64_t key = beginning << 48;
    EXPECT_EQ(words.Find(WithKey(key)), nullptr);
    EXPECT_EQ(words.Find(WithKey(~key)), nullptr);
  }
}

}  // namespace
}  // namespace voc::sentiment
