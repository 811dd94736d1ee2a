#ifndef VOC_SERVER_SENTIMENT_MODIFIERS_H_
#define VOC_SERVER_SENTIMENT_MODIFIERS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace voc::sentiment {

// What a word does to others. Part of the format of the weights.
enum Modifier : uint8_t {
  kNegation = 1,  // turns what follows: "not"
  kStrong = 2,    // "very"
  kWeak = 4,      // "somewhat"
  kBut = 8,       // what follows outweighs what came before: "but"
};

// The words that change what others say, in all languages at once, since a text
// is cut before its language is known. Thread-safe once filled.
class Modifiers {
 public:
  // Most words this takes; it then is half full.
  static constexpr size_t kMaxWords = 1024;

  // Adds bits of Modifier to a word (see HashWord). More than kMaxWords
  // different words are left out.
  void Add(uint32_t word, uint8_t modifiers);

  // The modifiers of a word; 0 for most.
  uint8_t Find(uint32_t word) const {
    for (size_t at = word >> kShift;; at = (at + 1) % kSlots) {
      if (slots_[at].word == word || slots_[at].modifiers == 0) return slots_[at].modifiers;
    }
  }

 private:
  static constexpr int kShift = 21;
  static constexpr size_t kSlots = 2 * kMaxWords;
  static_assert(kSlots == size_t{1} << (32 - kShift));

  struct Slot {
    uint32_t word = 0;
    uint8_t modifiers = 0;  // 0: free
  };

  std::vector<Slot> slots_ = std::vector<Slot>(kSlots);
  size_t used_ = 0;
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_MODIFIERS_H_
