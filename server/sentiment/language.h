#ifndef VOC_SERVER_SENTIMENT_LANGUAGE_H_
#define VOC_SERVER_SENTIMENT_LANGUAGE_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace voc::sentiment {

// The languages whose sentiment is known. Part of the format of the weights.
enum class Language : size_t { kEnglish, kSwedish, kDanish, kNorwegian };
inline constexpr size_t kLanguages = 4;

// BCP 47 tags by language.
inline constexpr std::array<std::string_view, kLanguages> kLanguageTags = {"en", "sv", "da", "no"};

// The language of a BCP 47 tag of any region or script ("en-GB", "nb", "nn-NO"),
// in any case; none for another language.
std::optional<Language> LanguageOfTag(std::string_view tag);

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_LANGUAGE_H_
