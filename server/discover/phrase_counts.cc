#include "server/discover/phrase_counts.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "server/metrics/benjamini_hochberg.h"
#include "server/metrics/rise.h"

namespace voc::discover {
namespace {

// How often the caller is asked whether it still wants to know.
constexpr size_t kAskEvery = 1'024;

absl::Status GoneAway() { return absl::CancelledError("the caller went away"); }

// The phrases of a text, each once.
void DistinctPhrases(const Corpus& corpus, const Document& document, std::vector<PhraseAt>& out) {
  out.clear();
  corpus.ForEachPhrase(document, [&](const PhraseAt& at) { out.push_back(at); });
  std::sort(out.begin(), out.end(),
            [](const PhraseAt& a, const PhraseAt& b) { return a.key < b.key; });
  out.erase(std::unique(out.begin(), out.end(),
                        [](const PhraseAt& a, const PhraseAt& b) { return a.key == b.key; }),
            out.end());
}

// Upper bounds of how many texts have a phrase, in 8 MiB for any number of them:
// most phrases are said once and need not be remembered.
class Sketch {
 public:
  Sketch() : cells_(size_t{1} << kBits) {}

  void Add(PhraseKey key) {
    uint16_t& cell = cells_[Index(key)];
    if (cell != std::numeric_limits<uint16_t>::max()) ++cell;
  }

  int64_t AtMost(PhraseKey key) const { return cells_[Index(key)]; }

  // The least number, from `least` on, that few enough phrases reach.
  int64_t Threshold(int64_t least) const {
    std::vector<size_t> cells_of(size_t{std::numeric_limits<uint16_t>::max()} + 1);
    for (const uint16_t cell : cells_) ++cells_of[cell];
    size_t reach = 0;
    auto count = static_cast<int64_t>(cells_of.size());
    while (count > least && reach + cells_of[static_cast<size_t>(count - 1)] <= kMaxPhrases) {
      reach += cells_of[static_cast<size_t>(--count)];
    }
    return count;
  }

 private:
  static constexpr int kBits = 22;

  static size_t Index(PhraseKey key) {
    constexpr uint64_t kMultiplier = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio
    key ^= key >> 32;
    return static_cast<size_t>(key * kMultiplier >> (64 - kBits));
  }

  std::vector<uint16_t> cells_;
};

void AddOpinion(Opinion opinion, metrics::NpsCounts& counts) {
  counts.promoters += opinion == Opinion::kGood ? 1 : 0;
  counts.passives += opinion == Opinion::kNeutral ? 1 : 0;
  counts.detractors += opinion == Opinion::kBad ? 1 : 0;
}

// Adds what one text now says to what is said of a phrase, or of all.
template <typename Count>
void AddText(const Document& document, Count& count) {
  if (!document.now) {
    ++count.texts_before;
    return;
  }
  ++count.texts;
  AddOpinion(document.opinion, count.opinions);
  if (document.is_nps) AddOpinion(document.opinion, count.nps);
}

class Counter {
 public:
  Counter(const Corpus& corpus, const Sketch& sketch, int64_t min_texts, PhraseTable& table)
      : corpus_(corpus), sketch_(sketch), min_texts_(min_texts), table_(table) {}

  // Counts the texts of one author, language and period.
  void CountCluster(const Document* begin, const Document* end) {
    said_.clear();
    for (const Document* document = begin; document != end; ++document) {
      AddText(*document, table_.all);
      DistinctPhrases(corpus_, *document, distinct_);
      for (const PhraseAt& at : distinct_) {
        if (sketch_.AtMost(at.key) < min_texts_) continue;
        const std::optional<uint32_t> index = Find(at);
        if (!index) continue;
        AddText(*document, table_.phrases[*index]);
        said_.push_back(*index);
      }
    }
    LanguageCount& all = table_.all.languages[begin->language];
    (begin->now ? all.now : all.before).AddCluster(end - begin, 0);
    std::sort(said_.begin(), said_.end());
    for (size_t i = 0; i < said_.size();) {
      size_t next = i;
      while (next < said_.size() && said_[next] == said_[i]) ++next;
      AddHits(*begin, table_.phrases[said_[i]], end - begin, static_cast<int64_t>(next - i));
      i = next;
    }
  }

 private:
  std::optional<uint32_t> Find(const PhraseAt& at) {
    const auto found = index_.find(at.key);
    if (found != index_.end()) return found->second;
    // Phrases that share a cell may be a few more than the sketch can tell.
    if (table_.phrases.size() == 2 * kMaxPhrases) return std::nullopt;
    const auto index = static_cast<uint32_t>(table_.phrases.size());
    PhraseCount& phrase = table_.phrases.emplace_back();
    phrase.key = at.key;
    phrase.words = at.words;
    phrase.content_words = at.content_words;
    index_.emplace(at.key, index);
    return index;
  }

  static void AddHits(const Document& who, PhraseCount& phrase, int64_t texts, int64_t hits) {
    ++(who.now ? phrase.authors : phrase.authors_before);
    // Clusters come by language.
    if (phrase.languages.empty() || phrase.languages.back().language != who.language) {
      phrase.languages.push_back({.language = who.language});
    }
    LanguageCount& count = phrase.languages.back();
    // Those who say it: the others are added once all are known.
    (who.now ? count.now : count.before).AddCluster(texts, hits);
  }

  const Corpus& corpus_;
  const Sketch& sketch_;
  const int64_t min_texts_;
  PhraseTable& table_;
  absl::flat_hash_map<PhraseKey, uint32_t> index_;
  std::vector<PhraseAt> distinct_;
  std::vector<uint32_t> said_;
};

// Adds those who do not say it, whose hits are none.
void Complete(const metrics::ClusteredCount& all, metrics::ClusteredCount& count) {
  count.clusters = all.clusters;
  count.n = all.n;
  count.size_squares = all.size_squares;
}

double PValue(const CorpusCount& all, PhraseCount& phrase) {
  absl::InlinedVector<metrics::RiseStratum, 4> strata;
  for (LanguageCount& count : phrase.languages) {
    Complete(all.languages[count.language].now, count.now);
    Complete(all.languages[count.language].before, count.before);
    // The greater one for both: where nobody said it before, only the other tells
    // how much its authors repeat themselves.
    const double effect =
        std::max(metrics::DesignEffect(count.now), metrics::DesignEffect(count.before));
    strata.push_back({.hits_before = static_cast<double>(count.before.hits) / effect,
                      .n_before = static_cast<double>(count.before.n) / effect,
                      .hits_now = static_cast<double>(count.now.hits) / effect,
                      .n_now = static_cast<double>(count.now.n) / effect});
  }
  return metrics::RiseTest(strata);
}

absl::Status Test(PhraseTable& table, absl::FunctionRef<bool()> cancelled) {
  std::vector<double> p_values;
  p_values.reserve(table.phrases.size());
  for (PhraseCount& phrase : table.phrases) {
    if (p_values.size() % kAskEvery == 0 && cancelled()) return GoneAway();
    phrase.p_value = PValue(table.all, phrase);
    p_values.push_back(phrase.p_value);
  }
  const std::vector<double> q_values = metrics::BenjaminiHochberg(p_values);
  for (size_t i = 0; i < q_values.size(); ++i) table.phrases[i].q_value = q_values[i];
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PhraseTable> CountPhrases(const Corpus& corpus, int64_t min_texts,
                                         absl::FunctionRef<bool()> cancelled) {
  const std::vector<Document>& documents = corpus.documents();
  Sketch sketch;
  std::vector<PhraseAt> distinct;
  for (size_t i = 0; i < documents.size(); ++i) {
    if (i % kAskEvery == 0 && cancelled()) return GoneAway();
    DistinctPhrases(corpus, documents[i], distinct);
    for (const PhraseAt& at : distinct) sketch.Add(at.key);
  }
  PhraseTable table;
  table.min_texts = sketch.Threshold(min_texts);
  Counter counter(corpus, sketch, table.min_texts, table);
  size_t asked = 0;
  for (size_t begin = 0; begin < documents.size();) {
    if (begin >= asked) {
      if (cancelled()) return GoneAway();
      asked = begin + kAskEvery;
    }
    const Document& first = documents[begin];
    size_t end = begin;
    while (end < documents.size() && documents[end].language == first.language &&
           documents[end].author == first.author && documents[end].now == first.now) {
      ++end;
    }
    counter.CountCluster(&documents[begin], documents.data() + end);
    begin = end;
  }
  table.phrases.erase(std::remove_if(table.phrases.begin(), table.phrases.end(),
                                     [&](const PhraseCount& phrase) {
                                       return phrase.texts + phrase.texts_before <
                                                  table.min_texts ||
                                              phrase.authors + phrase.authors_before < kMinAuthors;
                                     }),
                      table.phrases.end());
  std::sort(table.phrases.begin(), table.phrases.end(),
            [](const PhraseCount& a, const PhraseCount& b) { return a.key < b.key; });
  if (absl::Status status = Test(table, cancelled); !status.ok()) return status;
  return table;
}

}  // namespace voc::discover
