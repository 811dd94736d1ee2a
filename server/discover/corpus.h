#ifndef VOC_SERVER_DISCOVER_CORPUS_H_
#define VOC_SERVER_DISCOVER_CORPUS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "server/discover/opinion.h"
#include "server/discover/stemmer.h"
#include "server/discover/word_kind.h"
#include "server/views/facts/dictionary.h"
#include "storage/base/clock.h"

namespace voc::discover {

// Words of one text that are looked at; what is said is mostly said by then.
inline constexpr size_t kMaxTextWords = 128;
// Longer words are no words.
inline constexpr size_t kMaxWordBytes = 48;
// Different words of all texts, 150 bytes each; what comes first counts.
inline constexpr size_t kMaxVocabulary = 500'000;
// Languages told apart; the texts of all others are one.
inline constexpr size_t kMaxLanguages = 16;
// Words of a phrase.
inline constexpr size_t kMaxPhraseWords = 3;

// A phrase, up to inflection: the stems of its words in 20 bits each, plus one, the
// first lowest. Never 0.
using PhraseKey = uint64_t;
inline constexpr int kStemBits = 20;

// One text, and what is known of who wrote it.
struct Document {
  uint64_t event_sequence = 0;
  // Whoever wrote it: texts of one author are one cluster.
  uint64_t author = 0;
  base::TimeNs collected_at = 0;
  views::Ordinal theme_set = 0;
  uint8_t language = 0;  // index in Corpus::languages
  bool now = false;      // of the period, not the one before
  Opinion opinion = Opinion::kNone;
  bool is_nps = false;  // an NPS answer; `opinion` is then its group
  uint32_t first_token = 0;
  uint32_t token_count = 0;
};

// Where a phrase stands in a text.
struct PhraseAt {
  PhraseKey key = 0;
  uint32_t first = 0;  // token
  uint8_t words = 0;
  uint8_t content_words = 0;
};

// Texts cut into words, in little memory: 4 bytes a word. One thread at a time.
class Corpus {
 public:
  // `kinds` outlives this.
  explicit Corpus(const WordKinds& kinds);

  // Adds a text of a BCP 47 `language`; the token fields of `document` and its
  // language are set here.
  void Add(Document document, std::string_view language, std::string_view text);

  // Brings the texts into an order that depends on them alone, those of one
  // language, author and period together.
  void Sort();

  const std::vector<Document>& documents() const { return documents_; }
  const std::vector<std::string>& languages() const { return languages_; }

  // Calls `visit` with every phrase of a text, as often as it occurs: one to three
  // words of one clause that begin with content or, if they are several, a
  // negation, and end with content. A number is content only as a part of a
  // version, "5.0".
  void ForEachPhrase(const Document& document,
                     absl::FunctionRef<void(const PhraseAt&)> visit) const;

  // The words of a phrase as they were written, folded.
  std::string Words(const PhraseAt& at) const;

  // The words of a phrase as one number: equal exactly if the words are, and the
  // language.
  uint64_t Spelling(const PhraseAt& at) const;

 private:
  struct Word {
    std::string_view text;
    uint32_t stem;
    WordKind kind;
  };

  uint8_t LanguageIndex(std::string_view tag);
  std::optional<uint32_t> Intern(uint8_t language, std::string_view word);

  const WordKinds& kinds_;
  Stemmer stemmer_;
  std::vector<Document> documents_;
  std::vector<uint32_t> tokens_;  // words, or kBreak between clauses
  std::vector<std::string> languages_;
  absl::flat_hash_map<std::string, uint8_t> language_of_tag_;
  std::deque<std::string> texts_;  // of words; never move
  std::vector<Word> words_;
  std::array<absl::flat_hash_map<std::string_view, uint32_t>, kMaxLanguages> word_ids_;
  absl::flat_hash_map<std::string, uint32_t> stem_ids_;
};

// Cuts folded text into the words of phrases: as the tokenizer does, but "5.0" is
// one, and what lies between clauses is an empty word. They point into `folded`.
void ForEachWord(std::string_view folded, absl::FunctionRef<void(std::string_view)> visit);

}  // namespace voc::discover

#endif  // VOC_SERVER_DISCOVER_CORPUS_H_
