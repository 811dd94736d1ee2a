#ifndef VOC_SERVER_SENTIMENT_THEMES_WORD_INDEX_H_
#define VOC_SERVER_SENTIMENT_THEMES_WORD_INDEX_H_

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/sentiment/features.h"
#include "server/sentiment/themes/theme_file.h"

namespace voc::sentiment {

// Tells which of many patterns of one word a word of a text matches. Most words
// match none, and filters of 32 KiB say so at once: they know the hashes of exact
// words, the first letters of prefixes, the last ones of word ends, and four anywhere
// of what may stand within. Linear in the word. Thread-safe once built.
class WordIndex {
 public:
  // A word as FoldedWord gives it, with at least FewestLetters. `entry` is what Find
  // gives. For construction.
  void Add(PatternWord::Kind kind, std::string_view word, uint32_t entry);

  // Calls `use` with the entry of each pattern that a word of `text` (see
  // Symbols::text) matches, in no order; a pattern within may come several times.
  template <typename Use>
  void Find(const char* text, const Spelling& word, Use use) const {
    const char* const begin = text + word.begin;
    // The letters before or behind a short word do no harm: all is compared later.
    const bool exact = exact_filter_[ExactSlot(word.hash)];
    const bool prefix = prefix_filter_[Slot(ThreeAt(begin))];
    const bool suffix = suffix_filter_[Slot(LastThree(text, word))];
    bool infix = false;
    if (!infixes_.empty()) {
      for (size_t at = 0; at + kMinInfixLetters <= word.length; ++at) {
        infix |= infix_filter_[Slot(FourAt(begin + at))];
      }
    }
    if (!(exact | prefix | suffix | infix)) return;
    const std::string_view letters(begin, word.length);
    if (exact) UseExact(word.hash, use);
    if (prefix) UseMatching(prefixes_, ThreeAt(begin), letters, false, use);
    if (suffix) UseMatching(suffixes_, LastThree(text, word), letters, true, use);
    if (infix) UseInfixes(letters, use);
  }

 private:
  struct Affix {
    std::string text;
    uint32_t entry;
  };
  // By the letters that the filter looks at.
  using Affixes = absl::flat_hash_map<uint32_t, std::vector<Affix>>;

  static constexpr int kFilterBits = 16;
  using Filter = std::bitset<size_t{1} << kFilterBits>;
  static_assert(kMinPrefixLetters == 3 && kMinSuffixLetters == 3 && kMinInfixLetters == 4);

  static uint32_t FourAt(const char* at) {
    uint32_t letters;
    std::memcpy(&letters, at, sizeof letters);
    return letters;
  }
  static uint32_t ThreeAt(const char* at) { return FourAt(at) & 0xFFFFFF; }
  static uint32_t LastThree(const char* text, const Spelling& word) {
    const size_t end = word.begin + word.length;
    return ThreeAt(text + std::max<size_t>(end, 3) - 3);
  }
  static size_t Slot(uint32_t letters) { return (letters * 0x9E3779B1u) >> (32 - kFilterBits); }
  static size_t ExactSlot(uint64_t hash) { return hash >> (64 - kFilterBits); }

  template <typename Use>
  static void UseMatching(const Affixes& affixes, uint32_t letters, std::string_view word,
                          bool at_end, Use use) {
    const auto found = affixes.find(letters);
    if (found == affixes.end()) return;
    for (const Affix& affix : found->second) {
      if (at_end ? word.ends_with(affix.text) : word.starts_with(affix.text)) use(affix.entry);
    }
  }

  template <typename Use>
  void UseExact(uint64_t hash, Use use) const {
    for (size_t at = hash >> exact_shift_;; at = (at + 1) % exact_.size()) {
      if (exact_[at].hash == hash) return use(exact_[at].entry);
      if (exact_[at].hash == 0) return;
    }
  }

  template <typename Use>
  void UseInfixes(std::string_view letters, Use use) const {
    for (size_t at = 0; at + kMinInfixLetters <= letters.size(); ++at) {
      const uint32_t four = FourAt(letters.data() + at);
      if (infix_filter_[Slot(four)]) {
        UseMatching(infixes_, four, letters.substr(at), false, use);
      }
    }
  }

  void AddExact(uint64_t hash, uint32_t entry);

  Filter exact_filter_;
  Filter prefix_filter_;
  Filter suffix_filter_;
  Filter infix_filter_;
  // By Spelling::hash, which no two words share but by chance in 2^64; at most half
  // full, and a hash of 0 is no word. Places are the upper bits.
  struct Exact {
    uint64_t hash = 0;
    uint32_t entry = 0;
  };
  std::vector<Exact> exact_ = std::vector<Exact>(2);
  int exact_shift_ = 63;
  size_t exact_used_ = 0;
  Affixes prefixes_;
  Affixes suffixes_;
  Affixes infixes_;
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_THEMES_WORD_INDEX_H_
