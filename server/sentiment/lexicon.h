#ifndef VOC_SERVER_SENTIMENT_LEXICON_H_
#define VOC_SERVER_SENTIMENT_LEXICON_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/sentiment/features.h"

namespace voc::sentiment {

// What single words and emoji say, by hand, from -4 to 4. Thread-safe once
// filled.
class Lexicon {
 public:
  // Makes room for so many words.
  explicit Lexicon(size_t words);

  // Sets the valence of a word (see HashWord); 0 is not kept. At most as many
  // different words as room was made for.
  void Add(uint32_t word, int8_t valence);

  // Fetches what Find will read.
  void Prefetch(uint32_t word) const { __builtin_prefetch(&slots_[word >> shift_]); }

  // 0 for a word that says nothing.
  int8_t Find(uint32_t word) const {
    for (size_t at = word >> shift_;; at = (at + 1) & mask_) {
      if (slots_[at].word == word || slots_[at].valence == 0) return slots_[at].valence;
    }
  }

 private:
  struct Slot {
    uint32_t word = 0;
    int8_t valence = 0;  // 0: free
  };

  int shift_;
  size_t mask_;
  std::vector<Slot> slots_;
};

// What is known of a text besides its hashed features, each about -1..1: how
// the lexicon reads it, how it is punctuated, how long it is. Part of the format
// of the weights.
enum Clue : size_t {
  kPositiveWords,         // sum of valences over the square root of the length
  kNegativeWords,         // so too, without sign
  kNegatedPositiveWords,  // of which within reach of a negation
  kNegatedNegativeWords,
  kPositiveAfterBut,
  kNegativeAfterBut,
  kCalls,        // ! and !!, at most three
  kQuestions,    // ? and ??, at most three
  kCapitals,     // share of words in capitals
  kNoWordKnown,  // 1 where the lexicon knows no word
  kLength,       // square root of the number of words, a tenth, at most 1
  kBalance,      // positive less negative, negations turned by half
  kAlways,       // 1
  kCharge,       // positive and negative together
  kClues
};

using Clues = std::array<float, kClues>;

// `capital_share` is the share of its words that are in capitals, 0..1.
Clues CluesOf(const Features& features, const Lexicon& lexicon, float capital_share);

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_LEXICON_H_
