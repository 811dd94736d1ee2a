#include "server/http/request_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <string>

#include "server/http/limits.h"

namespace voc::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using HttpError = boost::beast::http::error;

// Feeds all of it; what the parser ended with.
boost::beast::error_code Feed(RequestParser& parser, std::string_view text) {
  boost::beast::error_code error;
  parser.eager(true);
  while (!text.empty() && !parser.is_done()) {
    const size_t used = parser.put(boost::asio::const_buffer(text.data(), text.size()), error);
    text.remove_prefix(used);
    if (error) break;
  }
  return error;
}

TEST(RequestParserTest, HeadAndBodyComeApart) {
  RequestParser parser;
  EXPECT_FALSE(
      Feed(parser, "POST /a?b HTTP/1.1\r\nHost: x\r\nX-Two:  v \r\nContent-Length: 3\r\n\r\nabc"));
  EXPECT_EQ(parser.head().verb, "POST");
  EXPECT_EQ(parser.head().target, "/a?b");
  EXPECT_THAT(parser.head().headers,
              ElementsAre(Pair("host", "x"), Pair("x-two", "v"), Pair("content-length", "3")));
  EXPECT_TRUE(parser.is_done());
  EXPECT_EQ(parser.TakeBody(), "abc");
  EXPECT_FALSE(parser.http_1_0());
}

TEST(RequestParserTest, ChunksAreOneBody) {
  RequestParser parser;
  EXPECT_FALSE(Feed(
      parser,
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x\r\nc\r\n0\r\n\r\n"));
  EXPECT_TRUE(parser.is_done());
  EXPECT_EQ(parser.TakeBody(), "abc");
}

TEST(RequestParserTest, AForgottenBodyTakesNoRoomAndCounts) {
  RequestParser parser;
  Feed(parser, "POST / HTTP/1.1\r\nContent-Length: 6\r\n\r\nabc");
  parser.ForgetBody();
  Feed(parser, "def");
  EXPECT_TRUE(parser.is_done());
  EXPECT_EQ(parser.body_bytes(), 0u);
  EXPECT_EQ(parser.forgotten_bytes(), 6u);
}

TEST(RequestParserTest, HeadsAndBodiesHaveTheirLimits) {
  RequestParser large;
  EXPECT_EQ(Feed(large, "GET / HTTP/1.1\r\nX: " + std::string(kMaxHeadBytes, 'x') + "\r\n\r\n"),
            HttpError::header_limit);
  std::string many = "GET / HTTP/1.1\r\n";
  for (int i = 0; i < 1000; ++i) many += "X: y\r\n";
  RequestParser fields;
  EXPECT_EQ(Feed(fields, many + "\r\n"), HttpError::header_limit);
  RequestParser body;
  EXPECT_EQ(Feed(body, "POST / HTTP/1.1\r\nContent-Length: " + std::to_string(kMaxBodyBytes + 1) +
                           "\r\n\r\n"),
            HttpError::body_limit);
  RequestParser chunks;
  EXPECT_EQ(Feed(chunks, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n900000\r\n"),
            HttpError::body_limit);
}

TEST(RequestParserTest, TwoWaysToEndABodyAreNone) {
  RequestParser parser;
  const auto error =
      Feed(parser, "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n");
  EXPECT_TRUE(error && error != HttpError::need_more);
  RequestParser twice;
  EXPECT_TRUE(Feed(twice, "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n"));
}

}  // namespace
}  // namespace voc::http
