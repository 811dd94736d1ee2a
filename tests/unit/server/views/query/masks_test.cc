#include "server/views/query/masks.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace voc::views {
namespace {

TEST(Masks, KeepWhatPassesOfWhatWasSelected) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<uint8_t> table = {0, 1, 3, 5};
  for (const size_t size : {0, 1, 7, 8, 15, 16, 17, 1000}) {
    std::vector<uint8_t> bytes(size);
    std::vector<Ordinal> ordinals(size);
    std::vector<uint8_t> selected(size);
    for (size_t i = 0; i < size; ++i) {
      bytes[i] = static_cast<uint8_t>(random() % 256);
      ordinals[i] = static_cast<Ordinal>(random() % 4);
      selected[i] = static_cast<uint8_t>(random() % 8 == 0);
    }
    std::vector<uint8_t> by_byte = selected;
    KeepWhere(bytes.data(), 5, 4, by_byte.data(), size);
    std::vector<uint8_t> by_ordinal = selected;
    KeepWhere(ordinals.data(), Ordinal{2}, by_ordinal.data(), size);
    std::vector<uint8_t> by_table = selected;
    const uint8_t met = KeepWhereTable(ordinals.data(), table.data(), by_table.data(), size);
    uint8_t expected_met = 0;
    for (size_t i = 0; i < size; ++i) {
      ASSERT_EQ(by_byte[i], selected[i] && (bytes[i] & 5) == 4);
      ASSERT_EQ(by_ordinal[i], selected[i] && ordinals[i] == 2);
      ASSERT_EQ(by_table[i], selected[i] && table[ordinals[i]] % 2 == 1);
      if (selected[i]) expected_met |= table[ordinals[i]];
    }
    EXPECT_EQ(met, expected_met);
  }
}

TEST(Masks, OrdinalsOfFourBytesAreComparedWhole) {
  const std::vector<Ordinal> ordinals(32, 0x0100'0002);
  std::vector<uint8_t> selected(32, 1);
  KeepWhere(ordinals.data(), Ordinal{2}, selected.data(), 32);
  EXPECT_EQ(selected, std::vector<uint8_t>(32, 0));
}

}  // namespace
}  // namespace voc::views
