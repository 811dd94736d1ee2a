#include "server/sentiment/word_memory.h"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>

#include "absl/strings/str_cat.h"

namespace voc::sentiment {
namespace {

Spelling WordOf(uint64_t hash, uint32_t length = 3) {
  return {.hash = hash, .begin = 1, .length = length};
}

TEST(WordMemory, NothingIsKnownAtFirst) {
  WordMemory memory;
  const WordMemory::Word& word = memory.Of(WordOf(0x1234567890ABCDEF));
  EXPECT_EQ(word.language[0], WordMemory::kUnknown);
  for (const auto& sums : word.sentiment) EXPECT_EQ(sums[0], WordMemory::kUnknown);
}

TEST(WordMemory, KeepsWhatWasComputed) {
  WordMemory memory;
  memory.Of(WordOf(0x1234567890ABCDEF)).language = {1, -2, 3, -4, 5};
  memory.Of(WordOf(0x1234567890ABCDEF)).sentiment[2] = {7, -8};
  EXPECT_EQ(memory.Of(WordOf(0x1234567890ABCDEF)).sentiment[2][1], -8);
  memory.Clear();
  EXPECT_EQ(memory.Of(WordOf(0x1234567890ABCDEF)).sentiment[2][0], WordMemory::kUnknown);
}

TEST(WordMemory, TheLongestWordsAreNotKept) {
  EXPECT_TRUE(WordMemory::Keeps(WordOf(1, WordMemory::kMaxLetters)));
  EXPECT_FALSE(WordMemory::Keeps(WordOf(1, WordMemory::kMaxLetters + 1)));
  // What a kept word can add up to fits its 16 bits.
  constexpr int kLargestWeight = 127;
  EXPECT_LT(kLargestWeight * (4 + 3 * static_cast<int>(WordMemory::kMaxLetters)), INT16_MAX);
}

TEST(WordMemory, NoWordIsTakenForAnother) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  // Neighbours among them, which may be kept in one place.
  std::array<uint64_t, 400> words;
  for (size_t i = 0; i < words.size(); i += 4) {
    const uint64_t hash = random();
    words[i] = hash;
    words[i + 1] = hash ^ uint64_t { 1 } << random() % 48;
    words[i + 2] = hash + 2;
    words[i + 3] = hash >> 32;
  }
  const auto sum_of = [](uint64_t hash) { return static_cast<int16_t>(hash % 30'011); };
  WordMemory memory;
  for (int i = 0; i < 100'000; ++i) {
    const uint64_t hash = words[random() % words.size()];
    WordMemory::Word& word = memory.Of(WordOf(hash));
    if (word.sentiment[1][0] == WordMemory::kUnknown) word.sentiment[1][0] = sum_of(hash);
    ASSERT_EQ(word.sentiment[1][0], sum_of(hash)) << hash;
  }
}

}  // namespace
}  // namespace voc::sentiment
