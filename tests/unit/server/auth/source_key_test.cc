#include "server/auth/source_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace voc::auth {
namespace {

using ::testing::MatchesRegex;

TEST(SourceKeyTest, LooksLikeOneAndNoTwoAreTheSame) {
  std::set<std::string> keys;
  for (int i = 0; i < 1000; ++i) {
    const std::string key = NewSourceKey(SystemRandom);
    EXPECT_THAT(key, MatchesRegex("vks_[A-Za-z0-9]{32}"));
    EXPECT_TRUE(keys.insert(key).second);
  }
}

TEST(SourceKeyTest, EveryCharacterIsAsLikely) {
  // 256 is no multiple of 62: the bytes from 248 on would make the first 8 characters likelier.
  const auto drawn = [](uint8_t even, uint8_t odd) {
    return NewSourceKey([&](std::span<uint8_t> bytes) {
      for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = i % 2 == 0 ? even : odd;
    });
  };
  const std::string as(kSourceKeyCharacters, 'A');
  EXPECT_EQ(drawn(248, 0), "vks_" + as);
  EXPECT_EQ(drawn(62, 255), "vks_" + as);
  const std::string nines(kSourceKeyCharacters, '9');
  EXPECT_EQ(drawn(247, 61), "vks_" + nines);
}

}  // namespace
}  // namespace voc::auth
