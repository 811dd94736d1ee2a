#include "server/http/protocol/percent.h"

#include <gtest/gtest.h>

namespace voc::http {
namespace {

TEST(PercentTest, AllButPrintableAsciiIsEncoded) {
  EXPECT_EQ(PercentEncode("a ~%\n\xc3\xa5"), "a ~%25%0A%C3%A5");
  EXPECT_EQ(PercentEncode(std::string_view("\0\x7f", 2)), "%00%7F");
}

TEST(PercentTest, AQueryIsDecoded) {
  EXPECT_EQ(DecodeQueryText("a+b%20%c3%A5%2B"), "a b \xc3\xa5+");
  EXPECT_EQ(DecodeQueryText(""), "");
  for (const char* text : {"%", "%2", "%2g", "%%20", "a%"}) {
    EXPECT_EQ(DecodeQueryText(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace voc::http
