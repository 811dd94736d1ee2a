#include "server/sentiment/themes/word_index.h"

namespace voc::sentiment {

void WordIndex::Add(PatternWord::Kind kind, std::string_view word, uint32_t entry) {
  // A string ends in a zero, so that four bytes can be read at its last three.
  const std::string text(word);
  const auto add = [&](Filter& filter, Affixes& affixes, uint32_t letters) {
    filter[Slot(letters)] = true;
    affixes[letters].push_back({text, entry});
  };
  switch (kind) {
    case PatternWord::Kind::kExact: {
      const uint64_t hash = HashFoldedWord(word);
      exact_filter_[ExactSlot(hash)] = true;
      exact_.emplace(hash, entry);
      break;
    }
    case PatternWord::Kind::kPrefix:
      add(prefix_filter_, prefixes_, ThreeAt(text.c_str()));
      break;
    case PatternWord::Kind::kSuffix:
      add(suffix_filter_, suffixes_, ThreeAt(text.c_str() + text.size() - 3));
      break;
    case PatternWord::Kind::kInfix:
      add(infix_filter_, infixes_, FourAt(text.data()));
      break;
    case PatternWord::Kind::kGap:
      break;
  }
}

}  // namespace voc::sentiment
