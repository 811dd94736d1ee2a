#ifndef VOC_SERVER_SENTIMENT_THEMES_WORD_INDEX_H_
#define VOC_SERVER_SENTIMENT_THEMES_WORD_INDEX_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/sentiment/themes/theme_file.h"
#include "storage/base/strings.h"

namespace voc::sentiment {

// Tells which of many patterns of one word a word of a text matches. Most words
// match none, and a filter of 16 KiB says so at once: it knows the first bytes
// of exact words and prefixes, the last ones of word ends, and four anywhere of
// what may stand within. Linear in the word. Thread-safe once built.
class WordIndex {
 public:
  // Patterns with at least the letters that theme_file.h asks for, no gaps.
  // `entry` is what Find gives. For construction.
  void Add(PatternWord::Kind kind, std::string_view text, uint32_t entry);

  // Calls `use` with the entry of each pattern that `word` matches, in no order;
  // a pattern within may come several times.
  template <typename Use>
  void Find(std::string_view word, Use use) const {
    const size_t size = word.size();
    const uint32_t head = Head(word);
    uint8_t kinds = filter_[Slot(head + ExactSalt(size))] & kExactBit;
    if (size >= kGram) {
      kinds |= filter_[Slot(ShortGram(head) + kPrefixSalt)] & kPrefixBit;
      kinds |= filter_[Slot(ShortGram(Tail(word)) + kSuffixSalt)] & kSuffixBit;
      if (size >= kMinInfixBytes) {
        for (size_t at = 0; at + kMinInfixBytes <= size; ++at) {
          kinds |= filter_[Slot(Load4(word, at) + kInfixSalt)] & kInfixBit;
        }
      }
    }
    if (kinds != 0) Confirm(word, kinds, use);
  }

 private:
  struct Affix {
    std::string text;
    uint32_t entry;
  };
  // By gram.
  using Affixes = absl::flat_hash_map<uint32_t, std::vector<Affix>>;

  // Bytes of a prefix or word end that the filter looks at.
  static constexpr size_t kGram = 3;
  static_assert(kMinPrefixBytes >= kGram && kMinSuffixBytes >= kGram && kMinInfixBytes == 4);
  static constexpr int kFilterBits = 14;
  enum : uint8_t { kExactBit = 1, kPrefixBit = 2, kSuffixBit = 4, kInfixBit = 8 };
  // So that the kinds lie in different slots.
  static constexpr uint32_t kPrefixSalt = 0x51000000;
  static constexpr uint32_t kSuffixSalt = 0xA3000000;
  static constexpr uint32_t kInfixSalt = 0x12345677;
  static uint32_t ExactSalt(size_t size) { return static_cast<uint32_t>(size) * 0x9E3779u; }

  // Four bytes of a word that has them there.
  static uint32_t Load4(std::string_view word, size_t at) {
    uint32_t value;
    std::memcpy(&value, word.data() + at, sizeof(value));
    return value;
  }
  // The first four bytes, zeros where there are fewer.
  static uint32_t Head(std::string_view word) {
    if (word.size() >= 4) return Load4(word, 0);
    uint32_t value = 0;
    for (size_t i = 0; i < word.size(); ++i) {
      value |= uint32_t{static_cast<unsigned char>(word[i])} << (8 * i);
    }
    return value;
  }
  // The last three bytes of a word that has them.
  static uint32_t Tail(std::string_view word) {
    const auto* end = reinterpret_cast<const unsigned char*>(word.data() + word.size());
    return uint32_t{end[-3]} | uint32_t{end[-2]} << 8 | uint32_t{end[-1]} << 16;
  }
  static uint32_t ShortGram(uint32_t bytes) { return bytes & 0xFFFFFF; }
  static size_t Slot(uint32_t gram) { return (gram * 0x9E3779B1u) >> (32 - kFilterBits); }

  template <typename Use>
  static void UseMatching(const Affixes& affixes, uint32_t gram, std::string_view rest, bool at_end,
                          Use use) {
    const auto found = affixes.find(gram);
    if (found == affixes.end()) return;
    for (const Affix& affix : found->second) {
      if (at_end ? rest.ends_with(affix.text) : rest.starts_with(affix.text)) use(affix.entry);
    }
  }

  template <typename Use>
  void Confirm(std::string_view word, uint8_t kinds, Use use) const {
    if ((kinds & kExactBit) != 0) {
      if (const auto found = exact_.find(base::ToAbsl(word)); found != exact_.end())
        use(found->second);
    }
    if ((kinds & kPrefixBit) != 0) UseMatching(prefixes_, ShortGram(Head(word)), word, false, use);
    if ((kinds & kSuffixBit) != 0) UseMatching(suffixes_, Tail(word), word, true, use);
    if ((kinds & kInfixBit) == 0) return;
    for (size_t at = 0; at + kMinInfixBytes <= word.size(); ++at) {
      const uint32_t gram = Load4(word, at);
      if ((filter_[Slot(gram + kInfixSalt)] & kInfixBit) == 0) continue;
      UseMatching(infixes_, gram, word.substr(at), false, use);
    }
  }

  std::array<uint8_t, size_t{1} << kFilterBits> filter_{};
  absl::flat_hash_map<std::string, uint32_t> exact_;
  Affixes prefixes_;
  Affixes suffixes_;
  Affixes infixes_;
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_THEMES_WORD_INDEX_H_
