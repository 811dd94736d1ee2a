#include "server/http/asset_reply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace voc::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr web::Asset kAsset{.path = "/a.js",
                            .content_type = "text/javascript; charset=utf-8",
                            .etag = "\"1f\"",
                            .plain = "plain bytes",
                            .gzip = "gzip bytes",
                            .policy = "default-src 'none'"};

Reply Get(const web::Asset& asset, std::vector<std::pair<std::string, std::string>> headers = {}) {
  return AssetReply(asset, {.verb = "GET", .headers = std::move(headers)});
}

TEST(AssetReplyTest, AFileHasItsTypeItsPolicyAndNothingToGuess) {
  const Reply reply = Get(kAsset);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content(), "plain bytes");
  for (const char* line :
       {"Content-Type: text/javascript; charset=utf-8\r\n", "ETag: \"1f\"\r\n",
        "Cache-Control: no-cache\r\n", "X-Content-Type-Options: nosniff\r\n",
        "Referrer-Policy: no-referrer\r\n", "Content-Security-Policy: default-src 'none'\r\n",
        "Vary: Accept-Encoding\r\n"}) {
    EXPECT_THAT(reply.headers.text(), HasSubstr(line));
  }
  EXPECT_THAT(reply.headers.text(), Not(HasSubstr("Access-Control")));
}

TEST(AssetReplyTest, ItIsCompressedWhereThatIsTakenAndWorthIt) {
  const Reply reply = Get(kAsset, {{"accept-encoding", "gzip, br"}});
  EXPECT_EQ(reply.content(), "gzip bytes");
  EXPECT_THAT(reply.headers.text(), HasSubstr("Content-Encoding: gzip\r\n"));
  web::Asset small = kAsset;
  small.gzip = {};
  EXPECT_EQ(Get(small, {{"accept-encoding", "gzip"}}).content(), "plain bytes");
}

TEST(AssetReplyTest, WhoHasItAlreadyIsToldSo) {
  for (const char* tags : {"\"1f\"", "\"x\", \"1f\"", "W/\"1f\"", "*"}) {
    const Reply reply = Get(kAsset, {{"if-none-match", tags}});
    EXPECT_EQ(reply.status, 304) << tags;
    EXPECT_EQ(reply.content(), "");
    EXPECT_THAT(reply.headers.text(), HasSubstr("ETag: \"1f\"\r\n"));
  }
  EXPECT_EQ(Get(kAsset, {{"if-none-match", "\"1\""}}).status, 200);
}

TEST(AssetReplyTest, ANameWithItsHashIsKeptForAYearAndAnyPageMayLoadTheWidget) {
  web::Asset widget = kAsset;
  widget.immutable = true;
  widget.any_origin = true;
  const Reply reply = Get(widget);
  EXPECT_THAT(reply.headers.text(),
              HasSubstr("Cache-Control: public, max-age=31536000, immutable\r\n"));
  EXPECT_THAT(reply.headers.text(), HasSubstr("Access-Control-Allow-Origin: *\r\n"));
}

}  // namespace
}  // namespace voc::http
