#include "server/discover/phrase_sets.h"

#include <bit>
#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"

namespace voc::discover {
namespace {

constexpr size_t kAskEvery = 1'024;

// One way to spell a phrase.
struct Spelling {
  PhraseAt at;
  int64_t times = 0;
};

// What most write; of several the first in the alphabet.
std::string Usual(const Corpus& corpus, const absl::flat_hash_map<uint64_t, Spelling>& spellings) {
  // Languages may share a spelling.
  std::map<std::string, int64_t> times;
  for (const auto& [number, spelling] : spellings)
    times[corpus.Words(spelling.at)] += spelling.times;
  std::string usual;
  int64_t most = 0;
  for (const auto& [words, count] : times) {
    if (count <= most) continue;
    most = count;
    usual = words;
  }
  return usual;
}

}  // namespace

size_t TextSet::Both(const TextSet& a, const TextSet& b) {
  size_t count = 0;
  for (size_t i = 0; i < a.bits_.size(); ++i) {
    count += static_cast<size_t>(std::popcount(a.bits_[i] & b.bits_[i]));
  }
  return count;
}

size_t TextSet::Either(const TextSet& a, const TextSet& b) {
  size_t count = 0;
  for (size_t i = 0; i < a.bits_.size(); ++i) {
    count += static_cast<size_t>(std::popcount(a.bits_[i] | b.bits_[i]));
  }
  return count;
}

absl::StatusOr<std::vector<FoundPhrase>> FindTexts(const Corpus& corpus,
                                                   const std::vector<PhraseCount>& phrases,
                                                   absl::FunctionRef<bool()> cancelled) {
  const std::vector<Document>& documents = corpus.documents();
  std::vector<FoundPhrase> found;
  absl::flat_hash_map<PhraseKey, size_t> index;
  for (const PhraseCount& phrase : phrases) {
    index.emplace(phrase.key, found.size());
    found.push_back({phrase, TextSet(documents.size()), {}});
  }
  std::vector<absl::flat_hash_map<uint64_t, Spelling>> spellings(phrases.size());
  for (size_t text = 0; text < documents.size(); ++text) {
    if (text % kAskEvery == 0 && cancelled()) return absl::CancelledError("the caller went away");
    if (!documents[text].now) continue;
    corpus.ForEachPhrase(documents[text], [&](const PhraseAt& at) {
      const auto known = index.find(at.key);
      if (known == index.end()) return;
      found[known->second].texts.Add(text);
      Spelling& spelling = spellings[known->second][corpus.Spelling(at)];
      spelling.at = at;
      ++spelling.times;
    });
  }
  for (size_t i = 0; i < found.size(); ++i) found[i].words = Usual(corpus, spellings[i]);
  return found;
}

}  // namespace voc::discover
