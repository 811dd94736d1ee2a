#include "server/auth/origin.h"

#include <gtest/gtest.h>

#include <string>

namespace voc::auth {
namespace {

TEST(OriginTest, HasOneSpelling) {
  EXPECT_EQ(NormalizeOrigin("https://app.example.com"), "https://app.example.com");
  EXPECT_EQ(NormalizeOrigin("HTTPS://App.Example.COM:443"), "https://app.example.com");
  EXPECT_EQ(NormalizeOrigin("http://localhost:80"), "http://localhost");
  EXPECT_EQ(NormalizeOrigin("http://localhost:8080"), "http://localhost:8080");
  EXPECT_EQ(NormalizeOrigin("https://example.com:80"), "https://example.com:80");
  EXPECT_EQ(NormalizeOrigin("http://[::1]:3000"), "http://[::1]:3000");
  EXPECT_EQ(NormalizeOrigin("http://[::1]"), "http://[::1]");
  EXPECT_EQ(NormalizeOrigin("capacitor://localhost"), "capacitor://localhost");
}

TEST(OriginTest, OtherTextsAreNone) {
  for (const char* text : {"",
                           "null",
                           "example.com",
                           "https://",
                           "https:///",
                           "://a.b",
                           "https://a.b/",
                           "https://a.b/path",
                           "https://a.b?q",
                           "https://a.b#f",
                           "https://user@a.b",
                           "https://a b.c",
                           "https://a.b:",
                           "https://a.b:0",
                           "https://a.b:65536",
                           "https://a.b:+1",
                           "https://a.b:8x",
                           "https://.a.b",
                           "https://a.b.",
                           "https://a..b",
                           "https://*.a.b",
                           "https://a.*.b",
                           "*",
                           "https://b\u00fccher.de",
                           "file://",
                           "1a://b",
                           "https://[::1",
                           "https://[]",
                           "https://a.b,"}) {
    EXPECT_EQ(NormalizeOrigin(text), std::nullopt) << text;
  }
  EXPECT_EQ(NormalizeOrigin("https://" + std::string(kMaxOriginBytes, 'a')), std::nullopt);
  EXPECT_EQ(NormalizeOrigin(std::string("https://a.b\0", 12)), std::nullopt);
}

TEST(OriginTest, AStarIsAWholeFirstLabel) {
  EXPECT_EQ(NormalizeOriginPattern("https://*.Example.com"), "https://*.example.com");
  EXPECT_EQ(NormalizeOriginPattern("http://*.localhost:8080"), "http://*.localhost:8080");
  EXPECT_EQ(NormalizeOriginPattern("https://app.example.com"), "https://app.example.com");
  for (const char* text : {"https://*", "https://*.com", "https://*app.example.com", "*://a.b.c",
                           "https://app.*.com", "https://*.*.com", "https://a.b.c:*"}) {
    EXPECT_EQ(NormalizeOriginPattern(text), std::nullopt) << text;
  }
}

TEST(OriginTest, AnOriginHasOnePatternWithAStar) {
  EXPECT_EQ(StarPatternOf("https://app.example.com:8443"), "https://*.example.com:8443");
  EXPECT_EQ(StarPatternOf("https://a.b.example.com"), "https://*.b.example.com");
  EXPECT_EQ(StarPatternOf("http://localhost"), "");
  EXPECT_EQ(StarPatternOf("http://[1.2.3.4]"), "");
  EXPECT_EQ(StarPatternOf("nonsense"), "");
}

}  // namespace
}  // namespace voc::auth
