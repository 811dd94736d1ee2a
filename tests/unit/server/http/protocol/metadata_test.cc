#include "server/http/protocol/metadata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace voc::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(MetadataTest, AuthorizationAndOwnHeadersGoToTheService) {
  const auto metadata = CallMetadata(
      {.headers = {{"authorization", "Bearer vks_x"}, {"traceparent", "00-1"}, {"x-own", "a b"}}});
  ASSERT_TRUE(metadata.ok());
  EXPECT_THAT(*metadata, ElementsAre(Pair("authorization", "Bearer vks_x"),
                                     Pair("traceparent", "00-1"), Pair("x-own", "a b")));
}

TEST(MetadataTest, NothingOfTheConnectionTheBrowserOrTheEdgeDoes) {
  RequestHead head;
  for (const char* name : {"host",
                           "cookie",
                           "connection",
                           "transfer-encoding",
                           "te",
                           "content-type",
                           "content-length",
                           "accept",
                           "accept-encoding",
                           "user-agent",
                           "origin",
                           "referer",
                           "sec-fetch-site",
                           "connect-timeout-ms",
                           "grpc-timeout",
                           "grpc-encoding",
                           "x-forwarded-for",
                           "proxy-authorization",
                           "voc-edge-cross-site",
                           "voc-edge-address",
                           "upgrade",
                           "keep-alive"}) {
    head.headers.emplace_back(name, "x");
  }
  EXPECT_THAT(*CallMetadata(head), IsEmpty());
}

TEST(MetadataTest, WhatTheConnectionHeaderNamesStaysHere) {
  EXPECT_THAT(*CallMetadata({.headers = {{"connection", "close, X-Mine"}, {"x-mine", "1"}}}),
              IsEmpty());
}

TEST(MetadataTest, WhatGrpcCannotCarryIsLeftOut) {
  EXPECT_THAT(
      *CallMetadata({.headers = {{"x!y", "1"}, {"x-text", "p\xc3\xa5"}, {"x-tab", "a\tb"}}}),
      IsEmpty());
}

TEST(MetadataTest, BinaryValuesAreBase64WithOrWithoutPadding) {
  EXPECT_THAT(
      *CallMetadata({.headers = {{"a-bin", "AAE="}, {"b-bin", "AAE"}}}),
      ElementsAre(Pair("a-bin", std::string("\0\1", 2)), Pair("b-bin", std::string("\0\1", 2))));
  EXPECT_EQ(CallMetadata({.headers = {{"a-bin", "?"}}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(MetadataTest, ThereIsALimit) {
  RequestHead many;
  for (size_t i = 0; i <= kMaxMetadataItems; ++i) many.headers.emplace_back("x", "y");
  EXPECT_EQ(CallMetadata(many).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(CallMetadata({.headers = {{"x", std::string(kMaxMetadataBytes, 'y')}}}).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(MetadataTest, WhatTheServiceSentBecomesHeaders) {
  HeaderLines lines;
  AddMetadata({{"x", "1"}, {"y-bin", "\xff"}, {"grpc-status", "0"}, {"set-cookie", "no"}},
              "trailer-", lines);
  EXPECT_EQ(lines.text(), "trailer-x: 1\r\ntrailer-y-bin: /w\r\n");
}

}  // namespace
}  // namespace voc::http
