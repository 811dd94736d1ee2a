#ifndef VOC_SERVER_SENTIMENT_WORD_MEMORY_H_
#define VOC_SERVER_SENTIMENT_WORD_MEMORY_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "server/sentiment/features.h"
#include "server/sentiment/language.h"

namespace voc::sentiment {

// What words met lately add up to in the models. The pieces of a word always have the
// same weights, and a few thousand words make most of what people write: so the weights
// of a word are looked up once. What all models say of a word lies in half a cache line,
// since the second model to ask then finds it near. Not thread-safe: one a thread.
class WordMemory {
 public:
  // Sums of a longer word may not fit their 16 bits, so it is not kept.
  static constexpr uint32_t kMaxLetters = 80;
  // What no sum is: it has not been computed.
  static constexpr int16_t kUnknown = std::numeric_limits<int16_t>::min();

  struct alignas(32) Word {
    // By class of the language model; behind it 48 bits of the key.
    std::array<int16_t, 8> language{kUnknown};
    // By language, of negative and of positive.
    std::array<std::array<int16_t, 2>, kLanguages> sentiment = kNoSentiment;
  };
  static constexpr std::array<std::array<int16_t, 2>, kLanguages> kNoSentiment = {
      {{kUnknown}, {kUnknown}, {kUnknown}, {kUnknown}}};

  static bool Keeps(const Spelling& word) { return word.length <= kMaxLetters; }

  // What is known of a word that is kept; nothing of one that was not met lately. Until
  // the next call.
  Word& Of(const Spelling& word) {
    Line& line = lines_[word.key >> kShift];
    const uint64_t tag = word.key << kSumBits >> kSumBits;
    // Which of the two it is cannot be foretold: no branch depends on it.
    Word& word_if_kept = line[TagOf(line[1]) == tag ? 1 : 0];
    if (TagOf(word_if_kept) == tag) return word_if_kept;
    // Of the two, the one that came first makes room.
    line[1] = line[0];
    line[0] = Word();
    const uint64_t tag_and_sum = tag << kSumBits;
    std::memcpy(&line[0].language[kTagBegin], &tag_and_sum, sizeof tag_and_sum);
    return line[0];
  }

  // Fetches what is known of a word that will be asked for.
  void Prefetch(const Spelling& word) const { __builtin_prefetch(&lines_[word.key >> kShift]); }

  void Clear() { lines_.assign(kLines, Line()); }

 private:
  // Words whose keys begin alike, in one cache line.
  struct alignas(64) Line : std::array<Word, 2> {};

  static_assert(sizeof(Word) == 32 && sizeof(Line) == 64 && kLanguages == 4);
  static_assert(std::endian::native == std::endian::little);

  // In Word::language; begins with the sum of the last class, in the lowest bits.
  static constexpr size_t kTagBegin = kLanguages;
  static constexpr int kSumBits = 16;

  static uint64_t TagOf(const Word& word) {
    uint64_t tag_and_sum;
    std::memcpy(&tag_and_sum, &word.language[kTagBegin], sizeof tag_and_sum);
    return tag_and_sum >> kSumBits;
  }

  // 2 MiB. Looking up the pieces of a word that is not known costs so much that room for
  // the tail of a vocabulary pays. The bits that choose the line and those of the tag are 62
  // of the 64 of a key.
  static constexpr int kLineBits = 15;
  static constexpr int kShift = 64 - kLineBits;
  static constexpr size_t kLines = size_t{1} << kLineBits;

  std::vector<Line> lines_ = std::vector<Line>(kLines);
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_WORD_MEMORY_H_
