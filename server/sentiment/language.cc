#include "server/sentiment/language.h"

#include <string_view>

#include "absl/strings/match.h"
#include "storage/base/strings.h"

namespace voc::sentiment {

std::optional<Language> LanguageOfTag(std::string_view tag) {
  // As our own guesses are written, which is what is asked most.
  for (size_t i = 0; i < kLanguages; ++i) {
    const std::string_view own = kLanguageTags[i];
    if (tag.size() == 2 && tag[0] == own[0] && tag[1] == own[1]) return static_cast<Language>(i);
  }
  const std::string_view primary = tag.substr(0, tag.find('-'));
  for (size_t i = 0; i < kLanguages; ++i) {
    if (absl::EqualsIgnoreCase(base::ToAbsl(primary), base::ToAbsl(kLanguageTags[i]))) {
      return static_cast<Language>(i);
    }
  }
  // Bokmål and Nynorsk have tags of their own.
  for (const std::string_view norwegian : {"nb", "nn"}) {
    if (absl::EqualsIgnoreCase(base::ToAbsl(primary), base::ToAbsl(norwegian))) {
      return Language::kNorwegian;
    }
  }
  return std::nullopt;
}

}  // namespace voc::sentiment
