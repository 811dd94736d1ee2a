#ifndef VOC_SERVER_SENTIMENT_THEMES_QUIET_WORDS_H_
#define VOC_SERVER_SENTIMENT_THEMES_QUIET_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/sentiment/features.h"

namespace voc::sentiment {

// Words met lately of which no pattern knows anything, as most words are: they need not be
// looked up again. For one set of patterns. Not thread-safe: one a thread.
class QuietWords {
 public:
  QuietWords() { Clear(); }

  bool Has(const Spelling& word) const { return keys_[Place(word.key)] == word.key; }
  // In the place of another one.
  void Add(const Spelling& word) { keys_[Place(word.key)] = word.key; }

  void Clear() {
    // In each place a key that belongs to another.
    for (size_t place = 0; place < kPlaces; ++place) keys_[place] = ~(uint64_t{place} << kShift);
  }

 private:
  // 64 KiB: more would push out of the cache what it spares.
  static constexpr int kPlaceBits = 13;
  static constexpr int kShift = 64 - kPlaceBits;
  static constexpr size_t kPlaces = size_t{1} << kPlaceBits;

  static size_t Place(uint64_t key) { return key >> kShift; }

  std::vector<uint64_t> keys_ = std::vector<uint64_t>(kPlaces);
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_THEMES_QUIET_WORDS_H_
