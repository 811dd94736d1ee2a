#include "server/discover/stemmer.h"

#include <libstemmer.h>

#include "absl/strings/ascii.h"
#include "storage/base/strings.h"

namespace voc::discover {

std::string BaseLanguage(std::string_view tag) {
  std::string language(tag.substr(0, tag.find_first_of("-_")));
  absl::AsciiStrToLower(&language);
  if (language == "nb" || language == "nn") return "no";
  return language;
}

struct Stemmer::Algorithm {
  explicit Algorithm(sb_stemmer* made) : stemmer(made) {}
  ~Algorithm() { sb_stemmer_delete(stemmer); }
  Algorithm(const Algorithm&) = delete;
  Algorithm& operator=(const Algorithm&) = delete;

  sb_stemmer* const stemmer;
};

Stemmer::Stemmer() = default;
Stemmer::~Stemmer() = default;

std::string_view Stemmer::Stem(std::string_view language, std::string_view word) {
  const auto [at, is_new] = algorithms_.try_emplace(std::string(language));
  if (is_new && !language.empty()) {
    // Snowball knows ISO 639 codes; of Norwegian the one of 639-1.
    if (sb_stemmer* const made = sb_stemmer_new(at->first.c_str(), "UTF_8")) {
      at->second = std::make_unique<Algorithm>(made);
    }
  }
  if (at->second == nullptr) return word;
  sb_stemmer* const stemmer = at->second->stemmer;
  const sb_symbol* const stem = sb_stemmer_stem(
      stemmer, reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
  if (stem == nullptr) return word;  // no memory: as a language without one
  return {reinterpret_cast<const char*>(stem), static_cast<size_t>(sb_stemmer_length(stemmer))};
}

}  // namespace voc::discover
