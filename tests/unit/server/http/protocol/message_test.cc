#include "server/http/protocol/message.h"

#include <gtest/gtest.h>

namespace voc::http {
namespace {

TEST(MessageTest, TheTargetIsPathAndQuery) {
  RequestHead head{.target = "/a/b?c=d?e"};
  EXPECT_EQ(head.path(), "/a/b");
  EXPECT_EQ(head.query(), "c=d?e");
  head.target = "/a";
  EXPECT_EQ(head.path(), "/a");
  EXPECT_EQ(head.query(), "");
}

TEST(MessageTest, TheFirstOfANameIsFoundAndAllAreCounted) {
  const RequestHead head{.headers = {{"a", "1"}, {"b", "2"}, {"a", "3"}}};
  EXPECT_EQ(head.Find("a"), "1");
  EXPECT_EQ(head.Count("a"), 2u);
  EXPECT_EQ(head.Find("c"), "");
  EXPECT_EQ(head.Count("c"), 0u);
}

TEST(MessageTest, AValueCannotEndItsLine) {
  HeaderLines lines;
  lines.Add("X", "a\r\nSet-Cookie: b\x7f\tc");
  EXPECT_EQ(lines.text(), "X: aSet-Cookie: b\tc\r\n");
}

TEST(MessageTest, AFixedBodyStandsForTheOther) {
  Reply reply{.body = "own"};
  EXPECT_EQ(reply.content(), "own");
  reply.fixed_body = "fixed";
  EXPECT_EQ(reply.content(), "fixed");
}

TEST(MessageTest, AsciiCaseDoesNotMatter) {
  EXPECT_TRUE(SameIgnoringCase("GZip", "gzip"));
  EXPECT_FALSE(SameIgnoringCase("gzip", "gzi"));
}

}  // namespace
}  // namespace voc::http
