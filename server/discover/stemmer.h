#ifndef VOC_SERVER_DISCOVER_STEMMER_H_
#define VOC_SERVER_DISCOVER_STEMMER_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"

namespace voc::discover {

// The language of a BCP 47 tag as this folder names it: the primary subtag in lower
// case; both written forms of Norwegian, nb and nn, are "no".
std::string BaseLanguage(std::string_view tag);

// Joins the inflections of a word: "crashes" and "crashed" are "crash". Snowball's
// algorithms (M. F. Porter, Snowball: a language for stemming algorithms, 2001;
// snowballstem.org). One thread at a time.
class Stemmer {
 public:
  Stemmer();
  ~Stemmer();

  // The stem of a folded word of a BaseLanguage; the word itself in languages
  // without an algorithm. Valid until the next call.
  std::string_view Stem(std::string_view language, std::string_view word);

 private:
  struct Algorithm;

  // By language; null where there is no algorithm.
  absl::flat_hash_map<std::string, std::unique_ptr<Algorithm>> algorithms_;
};

}  // namespace voc::discover

#endif  // VOC_SERVER_DISCOVER_STEMMER_H_
