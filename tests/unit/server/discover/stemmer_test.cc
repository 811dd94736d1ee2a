#include "server/discover/stemmer.h"

#include <gtest/gtest.h>

#include <string>

namespace voc::discover {
namespace {

TEST(BaseLanguage, IsThePrimarySubtag) {
  EXPECT_EQ(BaseLanguage("en-GB"), "en");
  EXPECT_EQ(BaseLanguage("EN"), "en");
  EXPECT_EQ(BaseLanguage("nb"), "no");
  EXPECT_EQ(BaseLanguage("nn-NO"), "no");
  EXPECT_EQ(BaseLanguage(""), "");
}

TEST(Stemmer, JoinsInflections) {
  Stemmer stemmer;
  const auto same = [&](const char* language, const char* a, const char* b) {
    const std::string one(stemmer.Stem(language, a));
    return one == stemmer.Stem(language, b);
  };
  EXPECT_TRUE(same("en", "crashes", "crashed"));
  EXPECT_TRUE(same("en", "updates", "updating"));
  EXPECT_TRUE(same("sv", "bokning", "bokningarna"));
  EXPECT_TRUE(same("sv", "trasig", "trasiga"));
  EXPECT_TRUE(same("da", "faktura", "fakturaer"));
  EXPECT_TRUE(same("no", "bestilling", "bestillingene"));
  EXPECT_FALSE(same("en", "crash", "cash"));
}

TEST(Stemmer, LeavesOtherLanguagesAlone) {
  Stemmer stemmer;
  EXPECT_EQ(stemmer.Stem("xx", "crashes"), "crashes");
  EXPECT_EQ(stemmer.Stem("", "crashes"), "crashes");
  EXPECT_EQ(stemmer.Stem("", "crashes"), "crashes");
}

}  // namespace
}  // namespace voc::discover
