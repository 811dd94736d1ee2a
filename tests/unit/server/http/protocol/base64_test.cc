#include "server/http/protocol/base64.h"

#include <gtest/gtest.h>

#include <string>

namespace voc::http {
namespace {

TEST(Base64Test, RoundTripsEveryLengthWithAndWithoutPadding) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(DecodeBase64(Base64(bytes)), bytes);
    EXPECT_EQ(DecodeBase64(UnpaddedBase64(bytes)), bytes);
    EXPECT_EQ(UnpaddedBase64(bytes).find('='), std::string::npos);
    bytes += static_cast<char>(i * 7);
  }
}

TEST(Base64Test, UrlSafeHasItsOwnLetters) {
  EXPECT_EQ(DecodeUrlSafeBase64("-_8="), "\xfb\xff");
  EXPECT_EQ(DecodeUrlSafeBase64("-_8"), "\xfb\xff");
  EXPECT_EQ(DecodeBase64("+/8="), "\xfb\xff");
  EXPECT_EQ(DecodeBase64("-_8="), std::nullopt);
}

TEST(Base64Test, WhatIsNoBase64IsNone) {
  for (const char* text : {"A", "A===", "AA=A", "!!!!", "AA AA", "AAAA\n"}) {
    EXPECT_EQ(DecodeBase64(text), std::nullopt) << text;
    EXPECT_EQ(DecodeUrlSafeBase64(text), std::nullopt) << text;
  }
}

TEST(Base64Test, PiecesArePaddedEachByItself) {
  EXPECT_EQ(DecodeBase64Pieces(""), "");
  EXPECT_EQ(DecodeBase64Pieces(Base64("a") + Base64("bc") + Base64("def") + Base64("g")),
            "abcdefg");
  EXPECT_EQ(DecodeBase64Pieces(Base64("abc") + "ZA"), "abcd");
  EXPECT_EQ(DecodeBase64Pieces("YQ==="), std::nullopt);
  EXPECT_EQ(DecodeBase64Pieces("===="), std::nullopt);
  EXPECT_EQ(DecodeBase64Pieces("YQ==!"), std::nullopt);
}

}  // namespace
}  // namespace voc::http
