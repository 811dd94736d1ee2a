#ifndef VOC_SERVER_SENTIMENT_LANGUAGE_GUESS_H_
#define VOC_SERVER_SENTIMENT_LANGUAGE_GUESS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "server/sentiment/tokenizer.h"

namespace voc::sentiment {

// Words looked at for a guess; the rest of a long text would only confirm it.
inline constexpr size_t kMaxGuessWords = 256;

// Guesses between English, Swedish, Danish and Norwegian from the words that
// are typical of each, with a few of other languages as counter-evidence.
// Thread-safe.
class LanguageGuess {
 public:
  LanguageGuess();

  // Counts `word` as English too: evidence from a lexicon. For construction.
  void AddEnglish(std::string_view word);

  // "en", "sv", "da", "no", or empty where too little speaks for any.
  std::string_view Guess(const Tokens& tokens) const;

 private:
  enum Language : size_t { kEnglish, kSwedish, kDanish, kNorwegian, kOther, kLanguageCount };
  // How much a word speaks for each language.
  using Evidence = std::array<uint8_t, kLanguageCount>;

  using Sums = std::array<size_t, kLanguageCount>;

  // What the spelling of an unknown word speaks for.
  static void CountLetters(std::string_view word, Sums& sums);

  void Add(Language language, uint8_t weight, std::string_view words);

  absl::flat_hash_map<std::string_view, Evidence> words_;
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_LANGUAGE_GUESS_H_
