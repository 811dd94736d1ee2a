#ifndef VOC_SERVER_DISCOVER_PHRASE_COUNTS_H_
#define VOC_SERVER_DISCOVER_PHRASE_COUNTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/discover/corpus.h"
#include "server/metrics/clusters.h"
#include "server/metrics/nps.h"

namespace voc::discover {

// Phrases that are counted exactly and tested, 400 bytes each. Where more are said
// often enough, they have to be said more often.
inline constexpr size_t kMaxPhrases = 50'000;

// Authors that a phrase needs, both periods together: what two people say is no
// theme, however often.
inline constexpr int64_t kMinAuthors = 3;

// Texts of one language that have a phrase, in both periods.
struct LanguageCount {
  uint8_t language = 0;
  metrics::ClusteredCount now;
  metrics::ClusteredCount before;
};

// What is known of one phrase; each text counts once, however often it says it.
struct PhraseCount {
  PhraseKey key = 0;
  uint8_t words = 0;
  uint8_t content_words = 0;
  absl::InlinedVector<LanguageCount, 1> languages;
  int64_t texts = 0;
  int64_t texts_before = 0;
  int64_t authors = 0;  // now
  int64_t authors_before = 0;
  // Of the texts now that have an opinion: good, neutral, bad; and of NPS answers.
  metrics::NpsCounts opinions;
  metrics::NpsCounts nps;
  // Of the share of texts having risen, one-sided, and over all phrases.
  double p_value = 1;
  double q_value = 1;
};

// The same of all texts.
struct CorpusCount {
  std::array<LanguageCount, kMaxLanguages> languages;
  int64_t texts = 0;
  int64_t texts_before = 0;
  metrics::NpsCounts opinions;
  metrics::NpsCounts nps;
};

struct PhraseTable {
  CorpusCount all;
  std::vector<PhraseCount> phrases;  // by key
  // Texts that a phrase needed, both periods together.
  int64_t min_texts = 0;
};

// Counts every phrase of the sorted `corpus` that at least `min_texts` texts have,
// of kMinAuthors authors, and tests each for a rise: within each language, over
// counts divided by the greater of the design effects of its periods
// (server/metrics/rise.h), and over all of them (Benjamini-Hochberg). What a phrase
// needs is asked of both periods together, which says nothing about a rise, so
// that the tests remain what they are (Bourgon, Gentleman & Huber, Independent
// filtering increases detection power, 2010). Deterministic. CANCELLED once
// `cancelled` says so.
absl::StatusOr<PhraseTable> CountPhrases(const Corpus& corpus, int64_t min_texts,
                                         absl::FunctionRef<bool()> cancelled);

}  // namespace voc::discover

#endif  // VOC_SERVER_DISCOVER_PHRASE_COUNTS_H_
