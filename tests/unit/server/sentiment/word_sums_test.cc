#include "server/sentiment/word_sums.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>

#include "absl/strings/str_cat.h"
#include "server/sentiment/features.h"

namespace voc::sentiment {
namespace {

using ::testing::ElementsAre;

using Sums = WordSums<2>::Sums;

Spelling WordOf(uint64_t hash) { return {.hash = hash, .begin = 1, .length = 3}; }

// What a word adds up to, by its hash.
Sums SumsOf(uint64_t hash) {
  return {static_cast<int32_t>(hash % 1009), -static_cast<int32_t>(hash % 997)};
}

TEST(WordSums, AddsToWhatIsThere) {
  WordSums<2> memory;
  Sums sums = {100, 200};
  memory.Add(
      WordOf(7),
      [](const Spelling&) {
        return Sums{1, -2};
      },
      sums);
  EXPECT_THAT(sums, ElementsAre(101, 198));
}

TEST(WordSums, AWordMetLatelyIsNotComputedAgain) {
  WordSums<2> memory;
  Sums sums{};
  int computed = 0;
  for (int i = 0; i < 5; ++i) {
    memory.Add(
        WordOf(0x1234567890ABCDEF),
        [&](const Spelling& word) {
          ++computed;
          return SumsOf(word.hash);
        },
        sums);
  }
  EXPECT_EQ(computed, 1);
  const Sums once = SumsOf(0x1234567890ABCDEF);
  EXPECT_THAT(sums, ElementsAre(5 * once[0], 5 * once[1]));
}

TEST(WordSums, ForgetsWhenCleared) {
  WordSums<2> memory;
  Sums sums{};
  memory.Add(
      WordOf(7),
      [](const Spelling&) {
        return Sums{1, 1};
      },
      sums);
  memory.Clear();
  memory.Add(
      WordOf(7),
      [](const Spelling&) {
        return Sums{10, 20};
      },
      sums);
  EXPECT_THAT(sums, ElementsAre(11, 21));
}

TEST(WordSums, NoWordIsTakenForAnother) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  WordSums<2> memory;
  // Neighbours among them, which a table may keep in one place.
  std::array<uint64_t, 400> words;
  for (size_t i = 0; i < words.size(); i += 4) {
    const uint64_t hash = random() | 1;
    words[i] = hash;
    words[i + 1] = hash ^ uint64_t { 1 } << (random() % 63 + 1);
    words[i + 2] = hash + 2;
    words[i + 3] = hash >> 32 | 1;
  }
  for (int i = 0; i < 100'000; ++i) {
    const uint64_t hash = words[random() % words.size()];
    Sums sums{};
    memory.Add(
        WordOf(hash), [](const Spelling& word) { return SumsOf(word.hash); }, sums);
    ASSERT_EQ(sums, SumsOf(hash)) << hash;
  }
}

}  // namespace
}  // namespace voc::sentiment
