#include "server/views/query/text_match.h"

#include <gtest/gtest.h>

namespace voc::views {
namespace {

TEST(TextMatcher, IgnoresCaseOfAsciiAndOfOtherLetters) {
  EXPECT_TRUE(TextMatcher("cRaSh").FoundIn("It CRASHes"));
  EXPECT_FALSE(TextMatcher("crash").FoundIn("It cras hes"));
  EXPECT_TRUE(TextMatcher("ÖL").FoundIn("kallt öl"));
  EXPECT_TRUE(TextMatcher("öl").FoundIn("KALLT ÖL"));
  EXPECT_FALSE(TextMatcher("öl").FoundIn("kallt ol"));
  EXPECT_TRUE(TextMatcher("ΟΔΟΣ").FoundIn("η οδος"));
}

TEST(TextMatcher, FoldsFully) {
  EXPECT_TRUE(TextMatcher("STRASSE").FoundIn("Hauptstraße"));
  EXPECT_TRUE(TextMatcher("straße").FoundIn("HAUPTSTRASSE"));
  // The Kelvin sign is a k.
  EXPECT_TRUE(
      TextMatcher("kelvin").FoundIn("\xE2\x84\xAA"
                                    "elvin"));
  EXPECT_TRUE(TextMatcher("\xE2\x84\xAA"
                          "elvin")
                  .FoundIn("KELVIN"));
}

TEST(TextMatcher, EmptyIsFoundEverywhere) {
  EXPECT_TRUE(TextMatcher("").empty());
  EXPECT_TRUE(TextMatcher("").FoundIn(""));
  EXPECT_FALSE(TextMatcher("a").FoundIn(""));
}

TEST(TextMatcher, WorksOnWholeCharacters) {
  EXPECT_TRUE(TextMatcher("😀").FoundIn("so 😀😀"));
  EXPECT_FALSE(TextMatcher("😀").FoundIn("so 😁"));
}

}  // namespace
}  // namespace voc::views
