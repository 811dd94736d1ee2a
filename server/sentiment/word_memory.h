#ifndef VOC_SERVER_SENTIMENT_WORD_MEMORY_H_
#define VOC_SERVER_SENTIMENT_WORD_MEMORY_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
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
    // By class of the language model; behind it 48 bits of the hash.
    std::array<int16_t, 8> language{kUnknown};
    // By language, of negative and of positive.
    std::array<std::array<int16_t, 2>, kLanguages> sentiment = kNoSentiment;
  };
  static constexpr std::array<std::array<int16_t, 2>, kLanguages> kNoSentiment = {
      {{kUnknown}, {kUnknown}, {kUnknown}, {kUnknown}}};

  static bool Keeps(const Spelling& word) { return word.length <= kMaxLetters; }

  // What is known of a word that is kept; nothing of one that was not met lately. The
  // word stands in `text` (Symbols::text).
  Word& Of(const char* text, const Spelling& word) {
    const uint64_t key = KeyOf(text, word);
    Word& slot = words_[key >> kShift];
    // The lowest bits are the last sum.
    constexpr int kSumBits = 16;
    uint64_t tag;
    std::memcpy(&tag, &slot.language[kTagBegin], sizeof tag);
    if (tag >> kSumBits != key << kSumBits >> kSumBits) {
      tag = key << kSumBits;
      std::memcpy(&slot.language[kTagBegin], &tag, sizeof tag);
      slot.language[0] = kUnknown;
      slot.sentiment = kNoSentiment;
    }
    return slot;
  }

  // Fetches what is known of a word that will be asked for.
  void Prefetch(const char* text, const Spelling& word) const {
    __builtin_prefetch(&words_[KeyOf(text, word) >> kShift]);
  }

  void Clear() { words_.assign(kSlots, Word()); }

 private:
  // Words of eight letters or fewer have hashes of their own. A longer one can be made to
  // have the hash of any other, so it is known by another hash with a secret: nobody is to
  // choose what a word of somebody else's text is taken for.
  uint64_t KeyOf(const char* text, const Spelling& word) const {
    constexpr uint32_t kUnmistakable = 8;
    if (word.length <= kUnmistakable) return word.hash;
    uint64_t key = word.hash;
    for (uint32_t at = 0; at < word.length; at += sizeof key) {
      uint64_t letters;
      std::memcpy(&letters, text + word.begin + at, sizeof letters);
      const uint32_t left = word.length - at;
      if (left < sizeof letters) letters &= ~uint64_t{0} >> (sizeof letters - left) * 8;
      key = (key ^ letters) * secret_;
      key ^= key >> 32;
    }
    return key * secret_;
  }

  static uint64_t MakeSecret() {
    std::random_device random;
    return uint64_t{random()} << 32 | random() | 1;
  }

  static_assert(sizeof(Word) == 32 && kLanguages == 4);
  static_assert(std::endian::native == std::endian::little);

  // In Word::language; begins with the sum of the last class.
  static constexpr size_t kTagBegin = kLanguages;

  // 1 MiB. Looking up the pieces of a word that is not known costs so much that room for
  // the tail of a vocabulary pays. The bits that choose the slot and those of the tag are 63
  // of the 64 of a key.
  static constexpr int kSlotBits = 15;
  static constexpr int kShift = 64 - kSlotBits;
  static constexpr size_t kSlots = size_t{1} << kSlotBits;

  // What texts are heard as does not depend on it.
  const uint64_t secret_ = MakeSecret();
  std::vector<Word> words_ = std::vector<Word>(kSlots);
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_WORD_MEMORY_H_
