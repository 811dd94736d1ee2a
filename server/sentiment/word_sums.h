#ifndef VOC_SERVER_SENTIMENT_WORD_SUMS_H_
#define VOC_SERVER_SENTIMENT_WORD_SUMS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/sentiment/features.h"

namespace voc::sentiment {

// What words met lately add up to in one model. The pieces of a word always have
// the same weights, and a few thousand words make most of what people write: so
// the weights of a word are looked up once. Not thread-safe: one a thread.
template <size_t kSums>
class WordSums {
 public:
  using Sums = std::array<int32_t, kSums>;

  // Adds what the word adds up to. `compute` says it of a word that is not kept.
  template <typename Compute>
  void Add(const Spelling& word, Compute compute, Sums& to) {
    Slot& slot = slots_[word.hash >> kShift];
    if (slot.hash != word.hash) {
      slot.sums = compute(word);
      slot.hash = word.hash;
    }
    for (size_t k = 0; k < kSums; ++k) to[k] += slot.sums[k];
  }

  void Clear() { slots_.assign(kSlots, Slot()); }

 private:
  static constexpr int kShift = 64 - 13;
  static constexpr size_t kSlots = size_t{1} << (64 - kShift);

  struct Slot {
    uint64_t hash = 0;
    Sums sums{};
  };

  std::vector<Slot> slots_ = std::vector<Slot>(kSlots);
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_WORD_SUMS_H_
