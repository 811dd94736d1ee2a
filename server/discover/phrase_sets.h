#ifndef VOC_SERVER_DISCOVER_PHRASE_SETS_H_
#define VOC_SERVER_DISCOVER_PHRASE_SETS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/discover/corpus.h"
#include "server/discover/phrase_counts.h"

namespace voc::discover {

// Which texts of the period, not of the one before, have a phrase, a bit a text of
// the corpus.
class TextSet {
 public:
  explicit TextSet(size_t texts) : bits_((texts + 63) / 64) {}

  void Add(size_t text) { bits_[text / 64] |= uint64_t{1} << text % 64; }
  bool Has(size_t text) const { return (bits_[text / 64] >> text % 64 & 1) != 0; }

  // Texts of both, and of either.
  static size_t Both(const TextSet& a, const TextSet& b);
  static size_t Either(const TextSet& a, const TextSet& b);

 private:
  std::vector<uint64_t> bits_;
};

// A phrase with its texts, and as most of them spell it.
struct FoundPhrase {
  PhraseCount count;
  TextSet texts;
  std::string words;
};

// Looks the texts of some phrases up: a bit a text and phrase. CANCELLED once
// `cancelled` says so.
absl::StatusOr<std::vector<FoundPhrase>> FindTexts(const Corpus& corpus,
                                                   const std::vector<PhraseCount>& phrases,
                                                   absl::FunctionRef<bool()> cancelled);

}  // namespace voc::discover

#endif  // VOC_SERVER_DISCOVER_PHRASE_SETS_H_
