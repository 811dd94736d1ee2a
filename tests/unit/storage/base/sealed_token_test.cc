#include "storage/base/sealed_token.h"

#include <gtest/gtest.h>

#include <string>

namespace voc::base {
namespace {

TEST(SealedTokenTest, OpensToWhatWasSealed) {
  for (const std::string& payload :
       {std::string(), std::string("x"), std::string("\0\xff\n\t", 4), std::string(150, 'p')}) {
    const std::string token = SealToken(TokenKind::kCursor, 7, payload);
    const std::optional<OpenedToken> opened = OpenToken(TokenKind::kCursor, token);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->version, 7);
    EXPECT_EQ(opened->payload, payload);
  }
}

TEST(SealedTokenTest, IsSafeInUrls) {
  std::string payload;
  for (int i = 0; i < 150; ++i) payload.push_back(static_cast<char>(i * 37));
  const std::string token = SealToken(TokenKind::kCursor, 1, payload);
  EXPECT_EQ(token.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                    "0123456789-_"),
            std::string::npos)
      << token;
}

TEST(SealedTokenTest, AnyChangedCharacterIsNoticed) {
  const std::string token = SealToken(TokenKind::kCursor, 1, "some position of a log");
  for (size_t i = 0; i < token.size(); ++i) {
    for (const char c : {'A', 'z', '0', '-', ' ', '='}) {
      std::string changed = token;
      if (changed[i] == c) continue;
      changed[i] = c;
      EXPECT_FALSE(OpenToken(TokenKind::kCursor, changed).has_value()) << changed;
    }
  }
  EXPECT_FALSE(OpenToken(TokenKind::kCursor, token.substr(1)).has_value());
  EXPECT_FALSE(OpenToken(TokenKind::kCursor, token.substr(0, token.size() - 1)).has_value());
  EXPECT_FALSE(OpenToken(TokenKind::kCursor, token + "=").has_value());
}

TEST(SealedTokenTest, OneKindIsNotTakenForAnother) {
  const std::string token = SealToken(TokenKind::kFeedbackPage, 1, "payload");
  EXPECT_FALSE(OpenToken(TokenKind::kCursor, token).has_value());
}

TEST(SealedTokenTest, OtherTextsAreNoTokens) {
  for (const std::string& text : {std::string(), std::string("AAAA"), std::string("hello world"),
                                  std::string(kMaxTokenBytes + 1, 'A')}) {
    EXPECT_FALSE(OpenToken(TokenKind::kCursor, text).has_value()) << text;
  }
}

}  // namespace
}  // namespace voc::base
