#ifndef VOC_SERVER_SENTIMENT_ENGLISH_LEXICON_H_
#define VOC_SERVER_SENTIMENT_ENGLISH_LEXICON_H_

#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace voc::sentiment {

// What English words say in feedback about products and services, written for
// this project. Valences run from -4 to 4. Thread-safe.
class EnglishLexicon {
 public:
  EnglishLexicon();

  // The valence of a word, its plural or another regular form of it; 0 if it
  // says nothing.
  double Word(std::string_view word) const;

  // Calls `use` for every word in its basic form.
  template <typename Use>
  void ForEachBasicWord(Use use) const {
    for (const auto& [word, valence] : words_) use(word);
  }

  // The valence of two words in a row, which replaces that of both; nullptr if
  // they mean no more together than apart.
  const double* Pair(std::string_view first, std::string_view second) const;

  // The valence of an emoji; 0 if it says nothing.
  double Emoji(std::string_view emoji) const;

  // Factor by which a word before it strengthens (above 1) or weakens another;
  // 1 for any other word.
  double Degree(std::string_view word) const;

  // Whether the word turns what follows into its opposite.
  bool IsNegation(std::string_view word) const;

 private:
  using Pairs = absl::flat_hash_map<std::string_view, double>;

  absl::flat_hash_map<std::string_view, double> words_;
  // By first word, then by second.
  absl::flat_hash_map<std::string_view, Pairs> pairs_;
  absl::flat_hash_map<std::string_view, double> emoji_;
  absl::flat_hash_map<std::string_view, double> degrees_;
  absl::flat_hash_set<std::string_view> negations_;
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_ENGLISH_LEXICON_H_
