#include "server/ingest/sha256.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <thread>

namespace voc::ingest {
namespace {

using ::testing::ElementsAre;

TEST(Sha256First16, KnownDigest) {
  // FIPS 180-2, appendix B.1: ba7816bf 8f01cfea 414140de 5dae2223 ...
  EXPECT_THAT(Sha256First16("abc"), ElementsAre(0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea,
                                                0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23));
}

TEST(Sha256First16, EveryThreadGetsTheSame) {
  const auto here = Sha256First16("text");
  std::array<uint8_t, 16> there{};
  std::thread([&there] { there = Sha256First16("text"); }).join();
  EXPECT_EQ(there, here);
}

}  // namespace
}  // namespace voc::ingest
