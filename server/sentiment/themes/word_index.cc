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
      AddExact(hash, entry);
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

void WordIndex::AddExact(uint64_t hash, uint32_t entry) {
  const auto put = [&](const Exact& word) {
    size_t at = word.hash >> exact_shift_;
    while (exact_[at].hash != 0 && exact_[at].hash != word.hash) at = (at + 1) % exact_.size();
    exact_[at] = word;
  };
  if (2 * ++exact_used_ > exact_.size()) {
    std::vector<Exact> words(2 * exact_.size());
    words.swap(exact_);
    --exact_shift_;
    for (const Exact& word : words) {
      if (word.hash != 0) put(word);
    }
  }
  put({hash, entry});
}

}  // namespace voc::sentiment
