#ifndef VOC_SERVER_DISCOVER_WORD_KIND_H_
#define VOC_SERVER_DISCOVER_WORD_KIND_H_

#include <cstdint>
#include <string_view>

#include "absl/container/flat_hash_map.h"

namespace voc::discover {

// What a word may be in a phrase.
enum class WordKind : uint8_t {
  kContent,   // anywhere, also alone
  kNegation,  // may begin a phrase: "never answered"
  kFunction,  // only inside: "back to paper"
};

// Tells words of content from those that any text has. Thread-safe.
class WordKinds {
 public:
  WordKinds();

  // `language` is a primary subtag ("en", "sv", "da", "no"), `word` is folded and
  // has letters. In a language without a list short words are function words;
  // where the language is not known ("") those of every list are.
  WordKind Of(std::string_view language, std::string_view word) const;

 private:
  using Words = absl::flat_hash_map<std::string_view, WordKind>;

  absl::flat_hash_map<std::string_view, Words> lists_;  // by language
};

}  // namespace voc::discover

#endif  // VOC_SERVER_DISCOVER_WORD_KIND_H_
