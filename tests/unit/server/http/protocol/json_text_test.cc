#include "server/http/protocol/json_text.h"

#include <gtest/gtest.h>

namespace voc::http {
namespace {

std::string Json(std::string_view text) {
  std::string json;
  AppendJsonString(text, json);
  return json;
}

TEST(JsonTextTest, QuotesAndControlCharactersAreEscaped) {
  EXPECT_EQ(Json("a\"b\\c\nd"), R"("a\"b\\c\nd")");
  EXPECT_EQ(Json(std::string_view("\0\x1f\x7f", 3)), R"("\u0000\u001f\u007f")");
}

TEST(JsonTextTest, UnicodeStaysAsItIs) {
  EXPECT_EQ(Json("p\xc3\xa5 \xe2\x82\xac \xf0\x9f\x98\x80"),
            "\"p\xc3\xa5 \xe2\x82\xac \xf0\x9f\x98\x80\"");
}

TEST(JsonTextTest, WhatIsNoUtf8IsReplaced) {
  const std::string mark = "\xef\xbf\xbd";
  EXPECT_EQ(Json("a\xff z"), "\"a" + mark + " z\"");
  EXPECT_EQ(Json("\xc3"), "\"" + mark + "\"");
  EXPECT_EQ(Json("\xc0\x80"), "\"" + mark + mark + "\"");             // too long a form
  EXPECT_EQ(Json("\xed\xa0\x80"), "\"" + mark + mark + mark + "\"");  // half a surrogate pair
  EXPECT_EQ(Json("\xf4\x90\x80\x80"), "\"" + mark + mark + mark + mark + "\"");  // beyond Unicode
}

}  // namespace
}  // namespace voc::http
