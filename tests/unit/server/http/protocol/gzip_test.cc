#include "server/http/protocol/gzip.h"

#include <gtest/gtest.h>

#include <string>

namespace voc::http {
namespace {

TEST(GzipTest, RoundTrips) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i * i);
  for (const std::string& bytes : {std::string(), std::string("x"), text}) {
    EXPECT_EQ(*Gunzip(Gzip(bytes), bytes.size()), bytes);
  }
  EXPECT_LT(Gzip(text).size(), text.size());
}

TEST(GzipTest, MoreThanIsAllowedIsResourceExhausted) {
  const std::string bomb = Gzip(std::string(10'000'000, ' '));
  EXPECT_EQ(Gunzip(bomb, 9'999'999).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Gunzip(bomb, 10'000'000)->size(), 10'000'000u);
}

TEST(GzipTest, WhatIsNotOneWholeStreamIsInvalid) {
  const std::string whole = Gzip("some text that is compressed");
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(Gunzip(whole.substr(0, size), 1000).status().code(),
              absl::StatusCode::kInvalidArgument)
        << size;
  }
  EXPECT_EQ(Gunzip(whole + whole, 1000).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Gunzip(whole + "x", 1000).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Gunzip("plain text", 1000).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace voc::http
