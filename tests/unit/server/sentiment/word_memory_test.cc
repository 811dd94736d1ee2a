#include "server/sentiment/word_memory.h"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"

namespace voc::sentiment {
namespace {

// A text of one word.
struct Text {
  std::string symbols;
  Spelling word;

  explicit Text(const std::string& letters) : symbols(absl::StrCat(" ", letters, "         ")) {
    word.length = static_cast<uint32_t>(letters.size());
    word.begin = 1;
    word.hash = HashWord(symbols.data() + 1, letters.size());
    word.key = KeyOfWord(symbols.data() + 1, letters.size());
  }

  WordMemory::Word& In(WordMemory& memory) const { return memory.Of(word); }
};

TEST(WordMemory, NothingIsKnownAtFirst) {
  WordMemory memory;
  const WordMemory::Word& word = Text("new").In(memory);
  EXPECT_EQ(word.language[0], WordMemory::kUnknown);
  for (const auto& sums : word.sentiment) EXPECT_EQ(sums[0], WordMemory::kUnknown);
}

TEST(WordMemory, KeepsWhatWasComputed) {
  WordMemory memory;
  for (const char* letters : {"short", "internationalisation"}) {
    Text(letters).In(memory).language = {1, -2, 3, -4, 5};
    Text(letters).In(memory).sentiment[2] = {7, -8};
    EXPECT_EQ(Text(letters).In(memory).sentiment[2][1], -8) << letters;
    memory.Clear();
    EXPECT_EQ(Text(letters).In(memory).sentiment[2][0], WordMemory::kUnknown) << letters;
  }
}

TEST(WordMemory, TwoWordsOfOneLineAreKeptAndTheOlderMakesRoom) {
  WordMemory memory;
  const auto of = [](uint64_t tag) {
    return Spelling{.key = uint64_t{7} << 60 | tag, .length = 3};
  };
  const auto sum = [&](uint64_t tag) { return memory.Of(of(tag)).language[0]; };
  for (const uint64_t tag : {1, 2}) memory.Of(of(tag)).language[0] = static_cast<int16_t>(tag);
  EXPECT_EQ(sum(1), 1);
  EXPECT_EQ(sum(2), 2);
  EXPECT_EQ(sum(3), WordMemory::kUnknown);
  EXPECT_EQ(sum(2), 2);
  EXPECT_EQ(sum(1), WordMemory::kUnknown);
}

TEST(WordMemory, TheLongestWordsAreNotKept) {
  EXPECT_TRUE(WordMemory::Keeps({.length = WordMemory::kMaxLetters}));
  EXPECT_FALSE(WordMemory::Keeps({.length = WordMemory::kMaxLetters + 1}));
  // What a kept word can add up to fits its 16 bits.
  constexpr int kLargestWeight = 127;
  EXPECT_LT(kLargestWeight * (4 + 3 * static_cast<int>(WordMemory::kMaxLetters)), INT16_MAX);
}

// HashWord is no secret, and whoever knows it can find a long word for any hash.
TEST(WordMemory, AWordForgedToHaveTheHashOfAnotherIsNotTakenForIt) {
  constexpr uint64_t kWordSalt = 0x9E3779B97F4A7C15;
  constexpr uint64_t kLongWordSalt = 0xD1B54A32D192ED03;
  const Text good("good");
  const std::string begin = "anything";
  uint64_t letters;
  std::memcpy(&letters, begin.data(), sizeof letters);
  uint64_t hash = (16 * kWordSalt ^ letters) * kLongWordSalt;
  hash ^= hash >> 32;
  uint64_t end = 0;
  std::memcpy(&end, "good", 4);
  end ^= hash ^ 4 * kWordSalt;
  const Text forged(begin + std::string(reinterpret_cast<const char*>(&end), sizeof end));
  ASSERT_EQ(forged.word.hash, good.word.hash) << "the test forges it wrongly";

  WordMemory memory;
  forged.In(memory).sentiment[0] = {1, 2};
  EXPECT_EQ(good.In(memory).sentiment[0][0], WordMemory::kUnknown);
  good.In(memory).sentiment[0] = {3, 4};
  EXPECT_NE(forged.In(memory).sentiment[0][0], 3);
}

TEST(WordMemory, NoWordIsTakenForAnother) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  std::array<std::string, 3000> words;
  for (std::string& word : words) {
    word = std::string(1 + random() % 20, 'a');
    for (char& c : word) c = static_cast<char>('a' + random() % 4);
  }
  const auto sum_of = [](const std::string& word) {
    int sum = 0;
    for (const char c : word) sum = (sum * 31 + c) % 30'011;
    return static_cast<int16_t>(sum);
  };
  WordMemory memory;
  for (int i = 0; i < 100'000; ++i) {
    const std::string& letters = words[random() % words.size()];
    WordMemory::Word& word = Text(letters).In(memory);
    if (word.sentiment[1][0] == WordMemory::kUnknown) word.sentiment[1][0] = sum_of(letters);
    ASSERT_EQ(word.sentiment[1][0], sum_of(letters)) << letters;
  }
}

}  // namespace
}  // namespace voc::sentiment
