#include "server/discover/phrase_rank.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "server/metrics/nps.h"

namespace voc::discover {
namespace {

double Fraction(int64_t part, int64_t all) {
  return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

}  // namespace

double NetChange(const CorpusCount& all, const PhraseCount& phrase) {
  const metrics::NpsCounts& with = phrase.opinions;
  const metrics::NpsCounts without{all.opinions.promoters - with.promoters,
                                   all.opinions.passives - with.passives,
                                   all.opinions.detractors - with.detractors};
  const auto net = metrics::Nps(with);
  const auto others = metrics::Nps(without);
  if (!net || !others) return 0;
  return (Fraction(phrase.texts, all.texts) - Fraction(phrase.texts_before, all.texts_before)) *
         (*net - *others);
}

bool IsWithin(PhraseKey shorter, PhraseKey longer) {
  if (shorter == longer) return false;
  PhraseKey mask = 0;
  while ((shorter & ~mask) != 0) mask = mask << kStemBits | ((PhraseKey{1} << kStemBits) - 1);
  for (; longer != 0; longer >>= kStemBits) {
    if ((longer & mask) == shorter) return true;
  }
  return false;
}

std::vector<double> PhraseScores(const CorpusCount& all,
                                 const std::vector<const PhraseCount*>& phrases) {
  std::vector<double> changes;
  changes.reserve(phrases.size());
  for (const PhraseCount* phrase : phrases) changes.push_back(NetChange(all, *phrase));
  std::vector<double> scores;
  for (size_t i = 0; i < phrases.size(); ++i) {
    double sum = 0;
    int longer = 0;
    for (size_t j = 0; j < phrases.size(); ++j) {
      if (!IsWithin(phrases[i]->key, phrases[j]->key)) continue;
      sum += changes[j];
      ++longer;
    }
    double own = changes[i];
    // What its longer phrases do is taken off, but no harm becomes a help by it.
    if (longer != 0)
      own = own < 0 ? std::min(own - sum / longer, 0.0) : std::max(own - sum / longer, 0.0);
    scores.push_back(own * std::log2(1.0 + phrases[i]->content_words));
  }
  return scores;
}

}  // namespace voc::discover
