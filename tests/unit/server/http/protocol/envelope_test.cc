#include "server/http/protocol/envelope.h"

#include <gtest/gtest.h>

#include <string>

namespace voc::http {
namespace {

TEST(EnvelopeTest, WhatIsAppendedIsRead) {
  std::string body;
  AppendEnvelope(0, "one", body);
  AppendEnvelope(kGrpcTrailersFlag, "", body);
  AppendEnvelope(kCompressedFlag, std::string(70'000, 'x'), body);
  const auto read = ReadEnvelopes(body);
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read->size(), 3u);
  EXPECT_EQ((*read)[0].payload, "one");
  EXPECT_EQ((*read)[1].flags, kGrpcTrailersFlag);
  EXPECT_EQ((*read)[1].payload, "");
  EXPECT_EQ((*read)[2].payload, std::string(70'000, 'x'));
}

TEST(EnvelopeTest, LengthsAreBigEndian) {
  std::string body;
  AppendEnvelope(2, std::string(0x0102, 'x'), body);
  EXPECT_EQ(body.substr(0, 5), std::string("\x02\x00\x00\x01\x02", 5));
}

TEST(EnvelopeTest, ABodyThatEndsWithinOneIsInvalid) {
  std::string body;
  AppendEnvelope(0, "payload", body);
  for (size_t size = 1; size < body.size(); ++size) {
    EXPECT_FALSE(ReadEnvelopes(body.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(ReadEnvelopes(std::string("\0\xff\xff\xff\xff", 5)).ok());
  EXPECT_TRUE(ReadEnvelopes("")->empty());
}

TEST(EnvelopeTest, ManyEmptyOnesAreNotKept) {
  EXPECT_LE(ReadEnvelopes(std::string(5'000'000, '\0'))->size(), 16u);
}

}  // namespace
}  // namespace voc::http
