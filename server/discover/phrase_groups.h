#ifndef VOC_SERVER_DISCOVER_PHRASE_GROUPS_H_
#define VOC_SERVER_DISCOVER_PHRASE_GROUPS_H_

#include <cstddef>
#include <vector>

#include "server/discover/phrase_sets.h"

namespace voc::discover {

// Phrases are the same finding if so many of the texts that have either have both
// (Jaccard, 1912).
inline constexpr double kSameTexts = 0.7;

// Indexes of phrases that the same texts have; the first speaks for them: the one
// with the most words of content and the fewest between, so a phrase within a
// longer one gives way to it.
using PhraseGroup = std::vector<size_t>;

// Puts phrases together that nearly the same texts have: each with the first group
// of which the first met is such a one. Groups come in the order of those that speak
// for them.
std::vector<PhraseGroup> GroupPhrases(const std::vector<FoundPhrase>& phrases);

}  // namespace voc::discover

#endif  // VOC_SERVER_DISCOVER_PHRASE_GROUPS_H_
