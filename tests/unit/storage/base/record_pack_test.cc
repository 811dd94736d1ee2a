#include "storage/base/record_pack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xxhash.h>

#include <string>
#include <vector>

namespace voc::base {
namespace {

using ::testing::ElementsAre;

std::string Sealed(const std::vector<std::string_view>& records) {
  std::string pack = "of another";
  SealPack(records, pack);
  return pack;
}

std::vector<std::string> Opened(std::string_view bytes) {
  RecordPack pack;
  const absl::Status opened = pack.Open(bytes);
  EXPECT_TRUE(opened.ok()) << opened;
  std::vector<std::string> records;
  for (size_t i = 0; i < pack.size(); ++i) records.emplace_back(pack[i]);
  return records;
}

absl::Status Refusal(std::string_view bytes) {
  RecordPack pack;
  absl::Status refused = pack.Open(bytes);
  EXPECT_EQ(pack.size(), 0u);
  return refused;
}

// A pack whose checksum is right, whatever is in it.
std::string WithChecksum(const std::string& rest) {
  std::string pack(5, 3);
  const auto checksum = static_cast<uint32_t>(XXH3_64bits_withSeed(rest.data(), rest.size(), 3));
  for (int i = 0; i < 4; ++i) pack[1 + i] = static_cast<char>(checksum >> (8 * i));
  return pack + rest;
}

TEST(RecordPackTest, OpensWhatItSealed) {
  const std::string large(100'000, '\0');
  EXPECT_THAT(Opened(Sealed({""})), ElementsAre(""));
  EXPECT_THAT(Opened(Sealed({"x"})), ElementsAre("x"));
  EXPECT_THAT(Opened(Sealed({"one", "", large, "four"})), ElementsAre("one", "", large, "four"));
}

TEST(RecordPackTest, IsUsedAgainForAnotherPack) {
  RecordPack pack;
  const std::string one = Sealed({"a", "b"}), two = Sealed({"c"});
  ASSERT_TRUE(pack.Open(one).ok());
  ASSERT_TRUE(pack.Open(two).ok());
  ASSERT_EQ(pack.size(), 1u);
  EXPECT_EQ(pack[0], "c");
  EXPECT_FALSE(pack.Open("").ok());
  EXPECT_EQ(pack.size(), 0u);
}

TEST(RecordPackTest, GoldenBytesPinTheDiskFormat) {
  const std::string rest(
      "\x02\x08\x01"
      "feedback!",
      12);
  EXPECT_EQ(Sealed({"feedback", "!"}), WithChecksum(rest));
  EXPECT_EQ(Sealed({"feedback", "!"}).substr(0, 5), std::string("\x03\xd2"
                                                                "W\xaa\xb5",
                                                                5));
}

TEST(RecordPackTest, RecordsOfEarlierVersionsArePacksOfOne) {
  // CRC-32 of "feedback" is 0xd2294458, XXH3_64bits ends with 0x1bfe7719.
  EXPECT_THAT(Opened(std::string("\x01\x58\x44\x29\xd2", 5) + "feedback"), ElementsAre("feedback"));
  EXPECT_THAT(Opened(std::string("\x02\x19\x77\xfe\x1b", 5) + "feedback"), ElementsAre("feedback"));
}

TEST(RecordPackTest, EveryFlippedBitIsDamage) {
  const std::string sealed = Sealed({"feed", "back"});
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string damaged = sealed;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_TRUE(absl::IsDataLoss(Refusal(damaged))) << "bit " << bit;
  }
}

TEST(RecordPackTest, EveryCutIsDamage) {
  const std::string sealed = Sealed({"feed", "back"});
  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(Refusal(sealed.substr(0, size)))) << size;
  }
}

TEST(RecordPackTest, LengthsThatDoNotAddUpAreDamageWhateverTheChecksumSays) {
  for (const std::string& rest :
       {std::string(), std::string(1, '\0'), std::string("\x01\x02x"), std::string("\x01\x01xy"),
        std::string("\x7f"), std::string("\x02\x01x"), std::string("\xff\xff\xff\xff\x0f"),
        std::string("\x02\xff\xff\xff\xff\x0f\xff\xff\xff\xff\x0fx")}) {
    EXPECT_TRUE(absl::IsDataLoss(Refusal(WithChecksum(rest)))) << testing::PrintToString(rest);
  }
}

}  // namespace
}  // namespace voc::base
