#ifndef VOC_SERVER_SENTIMENT_THEMES_MATCHED_WORDS_H_
#define VOC_SERVER_SENTIMENT_THEMES_MATCHED_WORDS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "server/sentiment/features.h"

namespace voc::sentiment {

// Which entries of a WordIndex words met lately match. Most match none, and those that people
// complain with are few: they need not be looked up again. For one index. Not thread-safe: one
// a thread.
class MatchedWords {
 public:
  class Word {
   public:
    std::span<const uint16_t> entries() const { return {entries_.data(), count_}; }

   private:
    friend class MatchedWords;

    static constexpr size_t kMostEntries = 3;

    uint64_t key_ = 0;
    std::array<uint16_t, kMostEntries> entries_{};
    uint16_t count_ = 0;
  };
  static_assert(sizeof(Word) == 16);

  MatchedWords() { Clear(); }

  // Null if the word was not met lately. Until the next Keep.
  const Word* Find(const Spelling& word) const {
    const Word& kept = words_[Place(word.key)];
    return kept.key_ == word.key ? &kept : nullptr;
  }

  // In the place of another one; not where it matches more than there is room for.
  void Keep(const Spelling& word, std::span<const uint32_t> entries) {
    const auto fits = [](uint32_t entry) { return entry <= std::numeric_limits<uint16_t>::max(); };
    if (entries.size() > Word::kMostEntries || !std::all_of(entries.begin(), entries.end(), fits)) {
      return;
    }
    Word& kept = words_[Place(word.key)];
    kept.key_ = word.key;
    kept.count_ = static_cast<uint16_t>(entries.size());
    for (size_t i = 0; i < entries.size(); ++i) {
      kept.entries_[i] = static_cast<uint16_t>(entries[i]);
    }
  }

  void Clear() {
    // In each place a key that belongs to another.
    for (size_t place = 0; place < kPlaces; ++place) {
      words_[place].key_ = ~(uint64_t{place} << kShift);
    }
  }

 private:
  // 128 KiB: more would push out of the cache what it spares.
  static constexpr int kPlaceBits = 13;
  static constexpr int kShift = 64 - kPlaceBits;
  static constexpr size_t kPlaces = size_t{1} << kPlaceBits;

  static size_t Place(uint64_t key) { return key >> kShift; }

  std::vector<Word> words_ = std::vector<Word>(kPlaces);
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_THEMES_MATCHED_WORDS_H_
