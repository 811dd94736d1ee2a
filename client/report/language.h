#ifndef VOC_CLIENT_REPORT_LANGUAGE_H_
#define VOC_CLIENT_REPORT_LANGUAGE_H_

#include <array>
#include <optional>
#include <string_view>

namespace voc::report {

// What a report is written in. The values index the columns of the table of
// phrases.
enum class Language { kEnglish, kSwedish, kDanish, kNorwegian };

inline constexpr int kLanguages = 4;
inline constexpr std::array<Language, kLanguages> kAllLanguages = {
    Language::kEnglish, Language::kSwedish, Language::kDanish, Language::kNorwegian};

// "en", "sv", "da" or "no" ("nb" is the same); absent for anything else.
inline std::optional<Language> ParseLanguage(std::string_view code) {
  if (code == "en") return Language::kEnglish;
  if (code == "sv") return Language::kSwedish;
  if (code == "da") return Language::kDanish;
  if (code == "no" || code == "nb") return Language::kNorwegian;
  return std::nullopt;
}

// As BCP 47 writes it, for the lang attribute of a page.
inline const char* LanguageTag(Language language) {
  static constexpr std::array<const char*, kLanguages> kTags = {"en", "sv", "da", "nb"};
  return kTags[static_cast<int>(language)];
}

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_LANGUAGE_H_
