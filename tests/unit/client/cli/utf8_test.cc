#include "client/cli/utf8.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace voc::cli {
namespace {

TEST(Utf8Test, Accepts) {
  for (const std::string_view text :
       {"", "plain ascii that is longer than eight", "åäö", "日本語", "🙂", "\xEF\xBF\xBF",
        "\xF4\x8F\xBF\xBF", "ascii, then å, then ascii again"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
  EXPECT_TRUE(IsUtf8(std::string_view("a\0b", 3)));
}

TEST(Utf8Test, Rejects) {
  for (const std::string_view text :
       {"\xFF", "\x80", "a\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xE2\x82", "12345678\xE5", "1234567\xE9 and more"}) {
    EXPECT_FALSE(IsUtf8(text)) << text;
  }
}

TEST(Utf8Test, TakesCodePoints) {
  std::string_view text = "aå\xFF🙂";
  EXPECT_EQ(TakeCodePoint(text), uint32_t{'a'});
  EXPECT_EQ(TakeCodePoint(text), 0xE5u);
  EXPECT_EQ(TakeCodePoint(text), 0xFFFDu);
  EXPECT_EQ(TakeCodePoint(text), 0x1F642u);
  EXPECT_TRUE(text.empty());
}

}  // namespace
}  // namespace voc::cli
