#include "server/sentiment/themes/word_index.h"

namespace voc::sentiment {

void WordIndex::Add(PatternWord::Kind kind, std::string_view text, uint32_t entry) {
  switch (kind) {
    case PatternWord::Kind::kExact:
      filter_[Slot(Head(text) + ExactSalt(text.size()))] |= kExactBit;
      exact_.emplace(text, entry);
      break;
    case PatternWord::Kind::kPrefix:
      filter_[Slot(ShortGram(Head(text)) + kPrefixSalt)] |= kPrefixBit;
      prefixes_[ShortGram(Head(text))].push_back({std::string(text), entry});
      break;
    case PatternWord::Kind::kSuffix:
      filter_[Slot(Tail(text) + kSuffixSalt)] |= kSuffixBit;
      suffixes_[Tail(text)].push_back({std::string(text), entry});
      break;
    case PatternWord::Kind::kInfix:
      filter_[Slot(Load4(text, 0) + kInfixSalt)] |= kInfixBit;
      infixes_[Load4(text, 0)].push_back({std::string(text), entry});
      break;
    case PatternWord::Kind::kGap:
      break;
  }
}

}  // namespace voc::sentiment
