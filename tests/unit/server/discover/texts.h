#ifndef VOC_TESTS_UNIT_SERVER_DISCOVER_TEXTS_H_
#define VOC_TESTS_UNIT_SERVER_DISCOVER_TEXTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "server/discover/corpus.h"
#include "server/discover/word_kind.h"

namespace voc::discover {

// Texts of a test, each by an author of its own unless said otherwise.
class Texts {
 public:
  // `count` texts, English unless said otherwise.
  void Add(int count, std::string_view text, bool now, Opinion opinion = Opinion::kNone,
           std::string_view language = "en", uint64_t author = 0) {
    for (; count > 0; --count) {
      Document document;
      document.event_sequence = ++events_;
      document.author = author != 0 ? author : 1'000'000 + events_;
      document.now = now;
      document.opinion = opinion;
      document.is_nps = opinion != Opinion::kNone;
      corpus_.Add(document, language, text);
    }
  }

  // Call once all are there.
  const Corpus& Sorted() {
    corpus_.Sort();
    return corpus_;
  }

  // Every phrase of the text added last.
  std::vector<std::string> Phrases() const {
    std::vector<std::string> phrases;
    corpus_.ForEachPhrase(corpus_.documents().back(),
                          [&](const PhraseAt& at) { phrases.push_back(corpus_.Words(at)); });
    return phrases;
  }

  const Corpus& corpus() const { return corpus_; }

 private:
  const WordKinds kinds_;
  Corpus corpus_{kinds_};
  uint64_t events_ = 0;
};

inline bool NotCancelled() { return false; }

}  // namespace voc::discover

#endif  // VOC_TESTS_UNIT_SERVER_DISCOVER_TEXTS_H_
