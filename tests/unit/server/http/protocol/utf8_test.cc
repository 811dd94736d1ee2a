#include "server/http/protocol/utf8.h"

#include <gtest/gtest.h>

namespace voc::http {
namespace {

TEST(Utf8Test, CharactersHaveOneToFourBytes) {
  EXPECT_EQ(CharacterLength("a"), 1u);
  EXPECT_EQ(CharacterLength("\xc3\xa5x"), 2u);
  EXPECT_EQ(CharacterLength("\xe2\x82\xac"), 3u);
  EXPECT_EQ(CharacterLength("\xf0\x9f\x98\x80"), 4u);
  EXPECT_TRUE(IsUtf8("a\xc3\xa5\xe2\x82\xac\xf0\x9f\x98\x80"));
  EXPECT_TRUE(IsUtf8(""));
}

TEST(Utf8Test, OtherBytesAreNone) {
  for (const char* text : {"\x80", "\xff", "\xc3", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80",
                           "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xc3x"}) {
    EXPECT_EQ(CharacterLength(text), 0u);
    EXPECT_FALSE(IsUtf8(text));
  }
}

}  // namespace
}  // namespace voc::http
