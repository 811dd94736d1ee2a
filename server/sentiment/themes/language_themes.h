#ifndef VOC_SERVER_SENTIMENT_THEMES_LANGUAGE_THEMES_H_
#define VOC_SERVER_SENTIMENT_THEMES_LANGUAGE_THEMES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/sentiment/features.h"
#include "server/sentiment/themes/matched_words.h"
#include "server/sentiment/themes/negation.h"
#include "server/sentiment/themes/theme_set.h"
#include "server/sentiment/themes/word_index.h"

namespace voc::sentiment {

// Themes of a set as bits: bit i is its i-th theme.
using ThemeBits = uint64_t;

// The patterns of some languages, ready to be looked for. Thread-safe.
class LanguageThemes {
 public:
  LanguageThemes(const ThemeSet& set, ThemeLanguages languages);

  // What a text is about. Linear in it. `memory` has met no other LanguageThemes.
  ThemeBits Match(const SpelledText& text, MatchedWords& memory) const;

 private:
  // A word, and without its letters in two ways (see SpellingsOf).
  static constexpr size_t kMostForms = 3;
  // A word of a phrase in all its forms; none for a gap.
  struct PhraseWord {
    PatternWord::Kind kind;
    std::vector<std::string> forms;
    std::vector<uint64_t> hashes;  // of the forms

    bool Matches(const SpelledText& text, size_t at) const;
  };
  struct Phrase {
    std::vector<PhraseWord> words;
    size_t anchor = 0;  // the word that is looked for
  };
  // Where a phrase was found.
  struct Place {
    WordSpan span;
    std::vector<WordSpan> gaps;
  };
  // What a word of the index means for one theme.
  struct Use {
    uint8_t theme;
    ThemePattern::Role role;
    // Counts only if negated, or only if not; else negation does not matter.
    bool asks_negation;
    std::optional<size_t> phrase;  // whose anchor the word is
    // The hashes that the word in front of the anchor, or behind it, must have one of:
    // most phrases are ruled out so. Step 0: nothing is asked.
    int step = 0;
    std::array<uint64_t, kMostForms> beside{};

    bool MayStandAt(const SpelledText& text, size_t at) const {
      if (step == 0) return true;
      // Before the first word is a place behind the last one.
      const size_t other = at + static_cast<size_t>(step);
      if (other >= text.size()) return false;
      const uint64_t hash = text.words[other].hash;
      return hash == beside[0] || hash == beside[1] || hash == beside[2];
    }
  };
  struct Entry {
    // Themes that the word alone names, whatever stands around it.
    ThemeBits plain = 0;
    std::vector<Use> uses;
  };
  struct Hit {
    uint8_t theme;
    WordSpan span;
  };
  // One text on its way.
  struct Found {
    ThemeBits themes = 0;
    // Of themes with exceptions, to be compared in the end.
    std::vector<Hit> hits;
    std::vector<Hit> exceptions;
  };
  using WordKey = std::pair<PatternWord::Kind, std::string>;

  // Sets what must stand beside the anchor.
  static void AskBeside(const Phrase& phrase, Use& use);
  void AddPattern(const ThemePattern& pattern, uint8_t theme, bool drops, bool has_exceptions);
  static PhraseWord PhraseWordOf(const PatternWord& word, bool literal);
  // The entry of every form of the word.
  std::vector<uint32_t> EntriesOf(const PatternWord& word, bool literal);

  void Take(uint32_t entry, const SpelledText& text, size_t at, Found& found) const;
  void TakeUses(const Entry& entry, const SpelledText& text, size_t at, Found& found) const;
  // Where the phrase stands if its anchor is the word `at`.
  static std::optional<Place> FindPhrase(const Phrase& phrase, const SpelledText& text, size_t at);
  static bool MatchRight(const Phrase& phrase, size_t word, const SpelledText& text, size_t at,
                         Place& place);
  static bool MatchLeft(const Phrase& phrase, size_t words, const SpelledText& text, size_t end,
                        Place& place);
  static void AddUncovered(Found& found);

  Negation negation_;
  WordIndex index_;
  std::vector<Entry> entries_;
  std::vector<Phrase> phrases_;
  ThemeBits with_exceptions_ = 0;
  std::map<WordKey, uint32_t> entry_of_;  // for construction
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_THEMES_LANGUAGE_THEMES_H_
