#ifndef VOC_SERVER_DISCOVER_PHRASE_RANK_H_
#define VOC_SERVER_DISCOVER_PHRASE_RANK_H_

#include <vector>

#include "server/discover/phrase_counts.h"

namespace voc::discover {

// Points of net opinion of all texts that the rise of a phrase accounts for, as
// shares go: how much its share rose, times how much worse (below 0) or better
// those who say it think than the others. 0 where opinions are not known.
double NetChange(const CorpusCount& all, const PhraseCount& phrase);

// Whether the words of `longer` hold those of `shorter` in a row, and others.
bool IsWithin(PhraseKey shorter, PhraseKey longer);

// What each phrase is ranked by, the least first: its net change less the mean of
// those of the longer phrases that it is a part of, held to the
// sign of its own, times log2(1 + words of content). That is the C-value of terms (Frantzi,
// Ananiadou & Mima, Automatic recognition of multi-word terms, 2000), of net change instead of
// frequency: a word that is harmful only as a part of some phrase gives way to the phrase, which
// tells more.
std::vector<double> PhraseScores(const CorpusCount& all,
                                 const std::vector<const PhraseCount*>& phrases);

}  // namespace voc::discover

#endif  // VOC_SERVER_DISCOVER_PHRASE_RANK_H_
