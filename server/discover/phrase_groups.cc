#include "server/discover/phrase_groups.h"

#include <algorithm>

namespace voc::discover {
namespace {

bool HaveSameTexts(const FoundPhrase& a, const FoundPhrase& b) {
  const auto few = static_cast<double>(std::min(a.count.texts, b.count.texts));
  const auto many = static_cast<double>(std::max(a.count.texts, b.count.texts));
  if (few < kSameTexts * many) return false;
  return static_cast<double>(TextSet::Both(a.texts, b.texts)) >=
         kSameTexts * static_cast<double>(TextSet::Either(a.texts, b.texts));
}

bool SaysMore(const FoundPhrase& a, const FoundPhrase& b) {
  if (a.count.content_words != b.count.content_words) {
    return a.count.content_words > b.count.content_words;
  }
  if (a.count.words != b.count.words) return a.count.words < b.count.words;
  if (a.count.texts != b.count.texts) return a.count.texts > b.count.texts;
  return a.words < b.words;
}

}  // namespace

std::vector<PhraseGroup> GroupPhrases(const std::vector<FoundPhrase>& phrases) {
  std::vector<PhraseGroup> groups;
  for (size_t i = 0; i < phrases.size(); ++i) {
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const PhraseGroup& group) {
      return HaveSameTexts(phrases[group.front()], phrases[i]);
    });
    if (same == groups.end()) {
      groups.push_back({i});
    } else {
      same->push_back(i);
    }
  }
  for (PhraseGroup& group : groups) {
    std::sort(group.begin(), group.end(),
              [&](size_t a, size_t b) { return SaysMore(phrases[a], phrases[b]); });
  }
  std::sort(groups.begin(), groups.end(),
            [](const PhraseGroup& a, const PhraseGroup& b) { return a.front() < b.front(); });
  return groups;
}

}  // namespace voc::discover
