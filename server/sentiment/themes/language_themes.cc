#include "server/sentiment/themes/language_themes.h"

#include <algorithm>
#include <tuple>

#include "absl/container/inlined_vector.h"
#include "server/sentiment/symbols.h"
#include "server/sentiment/themes/spelling.h"

namespace voc::sentiment {
namespace {

// Words that a gap may stand for. A change is another kMatcherVersion
// (theme_set.cc).
constexpr size_t kMaxGapWords = 3;
// Words that a phrase spans at most.
constexpr size_t kMaxSpan = kMaxPatternWords + 2 * kMaxGapWords;

constexpr ThemeBits BitOf(uint8_t theme) { return ThemeBits{1} << theme; }

// A pattern word in all the forms that texts have it in, each once.
std::vector<std::string> FormsOf(const PatternWord& word, bool literal) {
  std::vector<std::string> forms;
  for (const std::string& spelling : literal ? std::vector{word.text} : SpellingsOf(word.text)) {
    std::string form = FoldedWord(spelling);
    // "aåa" without its ring is "aaa", which texts have as "aa".
    if (form.size() < FewestLetters(word.kind)) continue;
    if (std::find(forms.begin(), forms.end(), form) == forms.end()) forms.push_back(form);
  }
  return forms;
}

}  // namespace

LanguageThemes::LanguageThemes(const ThemeSet& set, ThemeLanguages languages)
    : negation_(set.negation, languages) {
  for (size_t i = 0; i < set.themes.size(); ++i) {
    const Theme& theme = set.themes[i];
    const bool has_exceptions =
        std::any_of(theme.patterns.begin(), theme.patterns.end(), [&](const ThemePattern& p) {
          return p.role == ThemePattern::Role::kException && (p.languages & languages) != 0;
        });
    if (has_exceptions) with_exceptions_ |= BitOf(static_cast<uint8_t>(i));
    for (const ThemePattern& pattern : theme.patterns) {
      if ((pattern.languages & languages) == 0) continue;
      AddPattern(pattern, static_cast<uint8_t>(i), theme.negation_drops, has_exceptions);
    }
  }
  for (const auto& [key, entry] : entry_of_) index_.Add(key.first, key.second, entry);
  entry_of_.clear();
}

void LanguageThemes::AddPattern(const ThemePattern& pattern, uint8_t theme, bool drops,
                                bool has_exceptions) {
  const bool asks_negation = pattern.role == ThemePattern::Role::kIfNegated ||
                             (pattern.role == ThemePattern::Role::kNames && drops);
  Use use{
      .theme = theme, .role = pattern.role, .asks_negation = asks_negation, .phrase = std::nullopt};
  size_t anchor = 0;
  if (pattern.words.size() > 1) {
    // The longest word is the one that texts hold least often.
    for (size_t i = 1; i < pattern.words.size(); ++i) {
      if (pattern.words[i].text.size() > pattern.words[anchor].text.size()) anchor = i;
    }
    Phrase phrase;
    phrase.anchor = anchor;
    for (const PatternWord& word : pattern.words) {
      phrase.words.push_back(PhraseWordOf(word, pattern.literal));
    }
    AskBeside(phrase, use);
    use.phrase = phrases_.size();
    phrases_.push_back(std::move(phrase));
  }
  for (const uint32_t entry : EntriesOf(pattern.words[anchor], pattern.literal)) {
    if (use.phrase.has_value() || use.asks_negation || has_exceptions) {
      entries_[entry].uses.push_back(use);
    } else {
      entries_[entry].plain |= BitOf(theme);
    }
  }
}

void LanguageThemes::AskBeside(const Phrase& phrase, Use& use) {
  for (const int step : {1, -1}) {
    const size_t beside = phrase.anchor + static_cast<size_t>(step);
    if (beside >= phrase.words.size()) continue;
    const PhraseWord& word = phrase.words[beside];
    if (word.kind != PatternWord::Kind::kExact || word.hashes.empty() ||
        word.hashes.size() > kMostForms) {
      continue;
    }
    use.step = step;
    use.beside.fill(word.hashes.back());
    std::copy(word.hashes.begin(), word.hashes.end(), use.beside.begin());
    return;
  }
}

LanguageThemes::PhraseWord LanguageThemes::PhraseWordOf(const PatternWord& word, bool literal) {
  PhraseWord phrase_word{.kind = word.kind};
  if (word.kind == PatternWord::Kind::kGap) return phrase_word;
  phrase_word.forms = FormsOf(word, literal);
  for (const std::string& form : phrase_word.forms) {
    phrase_word.hashes.push_back(HashFoldedWord(form));
  }
  return phrase_word;
}

std::vector<uint32_t> LanguageThemes::EntriesOf(const PatternWord& word, bool literal) {
  std::vector<uint32_t> entries;
  for (std::string& form : FormsOf(word, literal)) {
    const auto [found, is_new] =
        entry_of_.try_emplace({word.kind, std::move(form)}, static_cast<uint32_t>(entries_.size()));
    if (is_new) entries_.emplace_back();
    entries.push_back(found->second);
  }
  return entries;
}

ThemeBits LanguageThemes::Match(const SpelledText& text, MatchedWords& memory) const {
  Found found;
  absl::InlinedVector<uint32_t, 8> entries;  // that a word matches, each once
  for (size_t i = 0; i < text.size(); ++i) {
    const Spelling& word = text.words[i];
    if (!word.IsWord()) continue;
    if (const MatchedWords::Word* const known = memory.Find(word)) {
      for (const uint16_t entry : known->entries()) Take(entry, text, i, found);
      continue;
    }
    entries.clear();
    index_.Find(text.text, word, [&](uint32_t entry) {
      if (std::find(entries.begin(), entries.end(), entry) == entries.end()) {
        entries.push_back(entry);
      }
    });
    for (const uint32_t entry : entries) Take(entry, text, i, found);
    memory.Keep(word, entries);
  }
  if (!found.hits.empty()) AddUncovered(found);
  return found.themes;
}

void LanguageThemes::Take(uint32_t entry, const SpelledText& text, size_t at, Found& found) const {
  const Entry& matched = entries_[entry];
  found.themes |= matched.plain;
  if (!matched.uses.empty()) TakeUses(matched, text, at, found);
}

void LanguageThemes::TakeUses(const Entry& entry, const SpelledText& text, size_t at,
                              Found& found) const {
  for (const Use& use : entry.uses) {
    if ((found.themes & BitOf(use.theme)) != 0 || !use.MayStandAt(text, at)) continue;
    Place place{{at, at + 1}, {}};
    if (use.phrase.has_value()) {
      std::optional<Place> stands = FindPhrase(phrases_[*use.phrase], text, at);
      if (!stands.has_value()) continue;
      place = *std::move(stands);
    }
    if (use.role == ThemePattern::Role::kException) {
      found.exceptions.push_back({use.theme, place.span});
      continue;
    }
    if (use.asks_negation && negation_.Negates(text, place.span, place.gaps) !=
                                 (use.role == ThemePattern::Role::kIfNegated)) {
      continue;
    }
    if ((with_exceptions_ & BitOf(use.theme)) != 0) {
      found.hits.push_back({use.theme, place.span});
    } else {
      found.themes |= BitOf(use.theme);
    }
  }
}

bool LanguageThemes::PhraseWord::Matches(const SpelledText& text, size_t at) const {
  if (kind == PatternWord::Kind::kExact) {
    return std::find(hashes.begin(), hashes.end(), text.words[at].hash) != hashes.end();
  }
  const std::string_view word = text[at];
  return std::any_of(forms.begin(), forms.end(), [&](const std::string& form) {
    switch (kind) {
      case PatternWord::Kind::kPrefix:
        return word.starts_with(form);
      case PatternWord::Kind::kSuffix:
        return word.ends_with(form);
      case PatternWord::Kind::kInfix:
        return word.find(form) != std::string_view::npos;
      default:
        return false;
    }
  });
}

std::optional<LanguageThemes::Place> LanguageThemes::FindPhrase(const Phrase& phrase,
                                                                const SpelledText& text,
                                                                size_t at) {
  Place place{{at, at + 1}, {}};
  if (!MatchRight(phrase, phrase.anchor + 1, text, at + 1, place) ||
      !MatchLeft(phrase, phrase.anchor, text, at, place)) {
    return std::nullopt;
  }
  return place;
}

// The words of the phrase from `word` on, against the words of the text from `at` on.
bool LanguageThemes::MatchRight(const Phrase& phrase, size_t word, const SpelledText& text,
                                size_t at, Place& place) {
  if (word == phrase.words.size()) {
    place.span.end = at;
    return true;
  }
  if (phrase.words[word].kind != PatternWord::Kind::kGap) {
    return text.IsWord(at) && phrase.words[word].Matches(text, at) &&
           MatchRight(phrase, word + 1, text, at + 1, place);
  }
  for (size_t skipped = 0;; ++skipped) {
    if (MatchRight(phrase, word + 1, text, at + skipped, place)) {
      if (skipped > 0) place.gaps.push_back({at, at + skipped});
      return true;
    }
    if (skipped == kMaxGapWords || !text.IsWord(at + skipped)) return false;
  }
}

// The first `words` words of the phrase, against the words of the text before `end`.
bool LanguageThemes::MatchLeft(const Phrase& phrase, size_t words, const SpelledText& text,
                               size_t end, Place& place) {
  if (words == 0) {
    place.span.begin = end;
    return true;
  }
  if (phrase.words[words - 1].kind != PatternWord::Kind::kGap) {
    return end > 0 && text.IsWord(end - 1) && phrase.words[words - 1].Matches(text, end - 1) &&
           MatchLeft(phrase, words - 1, text, end - 1, place);
  }
  for (size_t skipped = 0;; ++skipped) {
    if (MatchLeft(phrase, words - 1, text, end - skipped, place)) {
      if (skipped > 0) place.gaps.push_back({end - skipped, end});
      return true;
    }
    if (skipped == kMaxGapWords || end == skipped || !text.IsWord(end - skipped - 1)) {
      return false;
    }
  }
}

// Adds the themes of hits that lie in no exception of the theme.
void LanguageThemes::AddUncovered(Found& found) {
  std::sort(found.exceptions.begin(), found.exceptions.end(), [](const Hit& a, const Hit& b) {
    return std::tie(a.theme, a.span.begin) < std::tie(b.theme, b.span.begin);
  });
  for (const Hit& hit : found.hits) {
    if ((found.themes & BitOf(hit.theme)) != 0) continue;
    // Spans are short: none that begins further ahead reaches the hit.
    const size_t first = hit.span.begin - std::min(hit.span.begin, kMaxSpan);
    auto exception = std::lower_bound(
        found.exceptions.begin(), found.exceptions.end(), first, [&](const Hit& a, size_t begin) {
          return std::tie(a.theme, a.span.begin) < std::tie(hit.theme, begin);
        });
    bool covered = false;
    for (; !covered && exception != found.exceptions.end() && exception->theme == hit.theme &&
           exception->span.begin <= hit.span.begin;
         ++exception) {
      covered = exception->span.end >= hit.span.end;
    }
    if (!covered) found.themes |= BitOf(hit.theme);
  }
}

}  // namespace voc::sentiment
