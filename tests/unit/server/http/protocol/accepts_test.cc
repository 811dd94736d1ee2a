#include "server/http/protocol/accepts.h"

#include <gtest/gtest.h>

namespace voc::http {
namespace {

TEST(AcceptsTest, GzipIsTakenWhereItIsListedWithAnyWeight) {
  for (const char* list :
       {"gzip", "GZIP", "br, gzip", "gzip, br", "br,gzip;q=0.001", " gzip ; q=1 "}) {
    EXPECT_TRUE(TakesGzip(list)) << list;
  }
}

TEST(AcceptsTest, NothingElseIsGzip) {
  for (const char* list :
       {"", "identity", "br", "x-gzip2", "gzip;q=0", "gzip;q=0.000", "gzip;q=x", "gzi", "*"}) {
    EXPECT_FALSE(TakesGzip(list)) << list;
  }
}

}  // namespace
}  // namespace voc::http
