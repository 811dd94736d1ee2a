#include "server/http/protocol/site.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace voc::http {
namespace {

using ::testing::HasSubstr;

SiteRules Rules() {
  return {
      .hosts = {"voc.example.com"},
      .origins = {"https://Dash.example.com"},
      .source_allows = [](std::string_view origin) { return origin == "https://shop.example"; }};
}

TEST(SiteTest, WithoutAPageTheNameOfTheServerDecides) {
  for (const char* host : {"localhost", "localhost:8080", "LOCALHOST.", "127.0.0.1:1", "127.9.9.9",
                           "[::1]:8080", "[::1]", "x.localhost", "voc.example.com:443"}) {
    EXPECT_EQ(SiteOf({.host = host}, Rules()), Site::kTrusted) << host;
  }
  for (const char* host : {"", "evil.example", "127.evil.example", "localhost.evil.example",
                           "example.com", "10.0.0.1", "[::2]", "voc.example.com.evil"}) {
    EXPECT_EQ(SiteOf({.host = host}, Rules()), Site::kHostRefused) << host;
    EXPECT_EQ(SiteOf({.host = host, .keyed = true}, Rules()), Site::kTrusted) << host;
  }
}

TEST(SiteTest, OwnPagesAreTrustedUnderOwnNames) {
  EXPECT_EQ(SiteOf({.origin = "http://localhost:8080", .host = "localhost:8080"}, Rules()),
            Site::kTrusted);
  EXPECT_EQ(
      SiteOf({.origin = "https://voc.example.com", .host = "voc.example.com:443", .https = true},
             Rules()),
      Site::kTrusted);
  // Another port, another scheme, and a name of the page's own making.
  EXPECT_EQ(SiteOf({.origin = "http://localhost:3000", .host = "localhost:8080"}, Rules()),
            Site::kOriginRefused);
  EXPECT_EQ(SiteOf({.origin = "https://localhost:8080", .host = "localhost:8080"}, Rules()),
            Site::kOriginRefused);
  EXPECT_EQ(SiteOf({.origin = "http://evil.example:8080", .host = "evil.example:8080"}, Rules()),
            Site::kOriginRefused);
}

TEST(SiteTest, OtherPagesNeedAListOrASource) {
  EXPECT_EQ(SiteOf({.origin = "https://dash.example.com", .host = "any"}, Rules()), Site::kTrusted);
  EXPECT_EQ(SiteOf({.origin = "https://shop.example", .host = "any"}, Rules()), Site::kCrossSite);
  for (const char* origin :
       {"https://evil.example", "null", "https://shop.example.evil", "file://"}) {
    EXPECT_EQ(SiteOf({.origin = origin, .host = "localhost", .keyed = true}, Rules()),
              Site::kOriginRefused)
        << origin;
  }
  SiteRules nobody;
  EXPECT_EQ(SiteOf({.origin = "https://shop.example", .host = "localhost"}, nobody),
            Site::kOriginRefused);
}

TEST(SiteTest, APageThatHidesItsOriginIsOfAnotherSite) {
  for (const char* site : {"cross-site", "same-site"}) {
    EXPECT_EQ(SiteOf({.host = "localhost", .sec_fetch_site = site}, Rules()), Site::kOriginRefused);
    EXPECT_EQ(SiteOf({.host = "localhost", .sec_fetch_site = site, .keyed = true}, Rules()),
              Site::kTrusted);
  }
  for (const char* site : {"same-origin", "none", ""}) {
    EXPECT_EQ(SiteOf({.host = "localhost", .sec_fetch_site = site}, Rules()), Site::kTrusted);
  }
}

TEST(SiteTest, ASourceKeyComesAsABearer) {
  EXPECT_EQ(SourceKeyOf("Bearer vks_1"), "vks_1");
  EXPECT_EQ(SourceKeyOf("bearer vks_1"), "vks_1");
  for (const char* text : {"", "Bearer", "Bearer x", "Basic vks_1", "vks_1", "Bearer  vks_1"}) {
    EXPECT_EQ(SourceKeyOf(text), "") << text;
  }
}

TEST(SiteTest, AnOriginHasOneForm) {
  EXPECT_EQ(NormalOrigin("HTTPS://App.Example.com:443"), "https://app.example.com");
  EXPECT_EQ(NormalOrigin("http://a:80"), "http://a");
  EXPECT_EQ(NormalOrigin("http://a:8080"), "http://a:8080");
  for (const char* text : {"", "null", "a.example", "https://", "https://a/", "https://a?b",
                           "ftp://a", "https://u@a", "https://a b"}) {
    EXPECT_EQ(NormalOrigin(text), "") << text;
  }
}

TEST(SiteTest, APreflightNamesWhatAPageMaySend) {
  const Reply reply = PreflightReply({.headers = {{"origin", "https://shop.example"}}});
  EXPECT_EQ(reply.status, 204);
  EXPECT_THAT(reply.headers.text(),
              HasSubstr("Access-Control-Allow-Origin: https://shop.example\r\n"));
  EXPECT_THAT(reply.headers.text(), HasSubstr("Authorization, Content-Type"));
  EXPECT_THAT(reply.headers.text(), HasSubstr("Access-Control-Max-Age: 7200\r\n"));
  EXPECT_THAT(reply.headers.text(), HasSubstr("Vary: Origin, Access-Control-Request-Method"));
}

}  // namespace
}  // namespace voc::http
