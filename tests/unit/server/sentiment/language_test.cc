#include "server/sentiment/language.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>

namespace voc::sentiment {
namespace {

TEST(LanguageOfTag, TagsOfOurLanguages) {
  for (size_t i = 0; i < kLanguages; ++i) {
    EXPECT_EQ(LanguageOfTag(kLanguageTags[i]), static_cast<Language>(i));
  }
}

TEST(LanguageOfTag, AnyRegionScriptAndCase) {
  for (const char* tag : {"en", "en-GB", "EN-us", "en-Latn-GB", "en-x-app"}) {
    EXPECT_EQ(LanguageOfTag(tag), Language::kEnglish) << tag;
  }
  EXPECT_EQ(LanguageOfTag("sv-FI"), Language::kSwedish);
  EXPECT_EQ(LanguageOfTag("Da-dk"), Language::kDanish);
}

TEST(LanguageOfTag, NorwegianHasThreeTags) {
  for (const char* tag : {"no", "nb", "nn", "nb-NO", "NN-no", "NO"}) {
    EXPECT_EQ(LanguageOfTag(tag), Language::kNorwegian) << tag;
  }
}

TEST(LanguageOfTag, OthersAreNone) {
  for (const char* tag :
       {"", "-", "-en", "x-en", "fi", "enq", "eng", "e", "en_GB", " en", "i-en"}) {
    EXPECT_EQ(LanguageOfTag(tag), std::nullopt) << tag;
  }
}

}  // namespace
}  // namespace voc::sentiment
