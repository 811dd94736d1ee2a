#include "server/views/facts/column_codec.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <vector>

namespace voc::views {
namespace {

template <typename T>
std::string RoundTrip(const std::vector<T>& values) {
  const std::string bytes = EncodeColumn(values.data(), values.size());
  std::vector<T> decoded(values.size());
  const absl::Status status = DecodeColumn(bytes, values.size(), decoded.data());
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(decoded, values);
  return bytes;
}

TEST(ColumnCodecTest, TakesTheWidthOfTheSpread) {
  constexpr int64_t kBase = 1'760'000'000'000'000'000;
  EXPECT_EQ(RoundTrip(std::vector<int64_t>{kBase, kBase, kBase}).size(), 9u);
  EXPECT_EQ(RoundTrip(std::vector<int64_t>{kBase, kBase + 255}).size(), 9u + 2);
  EXPECT_EQ(RoundTrip(std::vector<int64_t>{kBase + 256, kBase}).size(), 9u + 4);
  EXPECT_EQ(RoundTrip(std::vector<int64_t>{kBase, kBase + 65536}).size(), 9u + 8);
  EXPECT_EQ(RoundTrip(std::vector<int64_t>{kBase, kBase + (int64_t{1} << 32)}).size(), 9u + 16);
}

TEST(ColumnCodecTest, KeepsTheEndsOfEveryType) {
  RoundTrip(std::vector<int64_t>{std::numeric_limits<int64_t>::min(), 0, -1,
                                 std::numeric_limits<int64_t>::max()});
  RoundTrip(std::vector<uint64_t>{0, std::numeric_limits<uint64_t>::max()});
  RoundTrip(std::vector<int32_t>{std::numeric_limits<int32_t>::min(),
                                 std::numeric_limits<int32_t>::max()});
  RoundTrip(std::vector<int16_t>{-10'000, 0, 10'000});
  RoundTrip(std::vector<uint8_t>{0, 255});
  RoundTrip(std::vector<uint8_t>{});
}

TEST(ColumnCodecTest, OtherBytesAreDamage) {
  const std::vector<uint32_t> values = {1, 2, 3};
  std::string bytes = EncodeColumn(values.data(), values.size());
  std::vector<uint32_t> decoded(4);
  EXPECT_TRUE(absl::IsDataLoss(DecodeColumn(bytes, 4, decoded.data())));
  EXPECT_TRUE(absl::IsDataLoss(DecodeColumn(bytes.substr(0, 8), 3, decoded.data())));
  bytes[8] = 3;
  EXPECT_FALSE(DecodeColumn(bytes, 1, decoded.data()).ok());
}

}  // namespace
}  // namespace voc::views
