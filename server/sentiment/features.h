#ifndef VOC_SERVER_SENTIMENT_FEATURES_H_
#define VOC_SERVER_SENTIMENT_FEATURES_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "server/sentiment/modifiers.h"
#include "server/sentiment/symbols.h"

namespace voc::sentiment {

// One word of a text as a lexicon reads it.
struct Word {
  uint32_t hash = 0;
  bool negated = false;    // within reach of a negation
  bool strong = false;     // strengthened by the word before it
  bool weak = false;       // weakened by the word before it
  bool after_but = false;  // behind a "but" in its sentence
};

// Where a word or mark stands in a text, and how it is spelled.
struct Spelling {
  uint64_t hash = 0;    // its upper half is the feature of the whole word
  uint64_t key = 0;     // see KeyOfWord
  uint32_t begin = 0;   // in Symbols::text
  uint32_t length = 0;  // characters that have pieces; 0 for marks and emoji

  bool IsWord() const { return length > 0; }

  uint32_t feature() const { return static_cast<uint32_t>(hash >> 32); }

  // Pieces of three to five characters, the gaps on both sides included.
  size_t pieces() const { return length > 1 ? 3 * size_t{length} - 3 : length; }
};

// The words of one text, marks and emoji among them, as themes are looked for in it.
struct SpelledText {
  const char* text;  // see Symbols::text
  std::span<const Spelling> words;

  size_t size() const { return words.size(); }
  bool IsWord(size_t at) const { return at < words.size() && words[at].IsWord(); }
  // The letters of a word; none of a mark or emoji.
  std::string_view operator[](size_t at) const {
    return {text + words[at].begin, words[at].length};
  }
};

// All that the models read of one text.
struct Features {
  // How it is spelled: words, marks and emoji.
  std::vector<Spelling> spelling;
  // How it is said: hashes, uniform over 32 bits, of pairs of words, and of words
  // within reach of a negation.
  std::vector<uint32_t> context;
  // What it says: words and emoji, marks left out.
  std::vector<Word> said;
  size_t pieces = 0;       // of all words of `spelling`
  uint32_t calls = 0;      // ! and !!
  uint32_t questions = 0;  // ? and ??

  void Clear();
};

// Calls `use` with the hash, uniform over 32 bits, of every piece of the word that
// stands in `text` (see Symbols::text).
template <typename Use>
void ForEachPiece(const char* text, const Spelling& word, Use use);

// The hash of a word of Symbols::text, behind which eight bytes may be read.
uint64_t HashWord(const char* word, size_t length);

// What a word is known by to what remembers words (WordMemory), of which anybody may have
// written any: HashWord's for a word of eight letters or fewer, which no other has. A longer
// one can be made to have the hash of any other, so it has one with a secret of the process,
// and nobody chooses what a word of somebody else's text is taken for.
uint64_t KeyOfWord(const char* word, size_t length);

// HashWord of a word that stands alone, such as FoldedWord gives.
uint64_t HashFoldedWord(std::string_view word);

// The feature of the first word of `utf8` as it would stand in a text; 0 if there
// is none. For tables made from lists.
uint32_t HashListedWord(std::string_view utf8);

// Appends the features of a finished text, in time linear in it.
void Extract(const Symbols& symbols, const Modifiers& modifiers, Features& features);

// Implementation.

// A hash of eight bytes or fewer: salted by its kind, uniform in its upper half.
inline uint64_t MixFeature(uint64_t value, uint64_t salt) {
  constexpr uint64_t kSpread = 0x9E3779B97F4A7C15;
  value *= salt;
  return (value ^ value >> 29) * kSpread;
}

template <typename Use>
void ForEachPiece(const char* text, const Spelling& word, Use use) {
  constexpr uint64_t kThreeSalt = 0xD1B54A32D192ED03;
  constexpr uint64_t kFourSalt = 0xABC98388FB8FAC03;
  constexpr uint64_t kFiveSalt = 0x8CB92BA72F3D8DD7;
  const char* at = text + word.begin - 1;
  const auto use_piece = [&use](uint64_t bytes, uint64_t salt) {
    use(static_cast<uint32_t>(MixFeature(bytes, salt) >> 32));
  };
  for (size_t left = word.length + 2; left >= 3; --left, ++at) {
    uint64_t bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    use_piece(bytes & 0xFFFFFF, kThreeSalt);
    if (left >= 4) use_piece(bytes & 0xFFFFFFFF, kFourSalt);
    if (left >= 5) use_piece(bytes & 0xFFFFFFFFFF, kFiveSalt);
  }
}

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_FEATURES_H_
