#include "server/views/facts/column_codec.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <vector>

namespace voc::views {
namespace {

constexpr size_t kHeader = 10;

template <typename T>
std::string RoundTrip(const std::vector<T>& values) {
  const std::string bytes = EncodeColumn(values.data(), values.size());
  std::vector<T> decoded(values.size());
  const absl::StatusOr<PackedColumn> packed = PackedColumn::Parse(bytes, values.size());
  EXPECT_TRUE(packed.ok()) << packed.status();
  packed->Unpack(decoded.data());
  EXPECT_EQ(decoded, values);
  for (size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(static_cast<T>(packed->At(i)), values[i]);
  }
  // Of every second row, and no other.
  std::vector<uint32_t> rows;
  std::vector<T> expected(values.size());
  for (size_t i = 0; i < values.size(); i += 2) {
    rows.push_back(static_cast<uint32_t>(i));
    expected[i] = values[i];
  }
  std::vector<T> some(values.size());
  packed->UnpackRows(rows, some.data());
  EXPECT_EQ(some, expected);
  return bytes;
}

TEST(ColumnCodecTest, TakesTheWidthOfTheSpread) {
  constexpr int64_t kBase = 1'760'000'000'000'000'001;
  EXPECT_EQ(RoundTrip(std::vector<int64_t>{kBase, kBase, kBase}).size(), kHeader);
  EXPECT_EQ(RoundTrip(std::vector<int64_t>{kBase, kBase + 255}).size(), kHeader + 2);
  EXPECT_EQ(RoundTrip(std::vector<int64_t>{kBase + 256, kBase}).size(), kHeader + 4);
  EXPECT_EQ(RoundTrip(std::vector<int64_t>{kBase, kBase + 65536}).size(), kHeader + 8);
  EXPECT_EQ(RoundTrip(std::vector<int64_t>{kBase, kBase + (int64_t{1} << 32)}).size(),
            kHeader + 16);
}

TEST(ColumnCodecTest, TimesThatAreWholeSecondsOrMillisecondsTakeLess) {
  constexpr int64_t kBase = 1'760'000'000'000'000'001;
  constexpr int64_t kSecond = 1'000'000'000;
  EXPECT_EQ(
      RoundTrip(std::vector<int64_t>{kBase, kBase + 7 * kSecond, kBase + 255 * kSecond}).size(),
      kHeader + 3);
  EXPECT_EQ(RoundTrip(std::vector<int64_t>{kBase + 3'000'000, kBase, kBase + kSecond}).size(),
            kHeader + 6);
  EXPECT_EQ(RoundTrip(std::vector<int64_t>{kBase, kBase + 255'000, kBase}).size(), kHeader + 3);
  EXPECT_EQ(RoundTrip(std::vector<int64_t>{kBase, kBase + 9 * kSecond, kBase + 1}).size(),
            kHeader + 24);
}

TEST(ColumnCodecTest, ColumnsOfBytesAreUsedInPlace) {
  const std::vector<uint8_t> values = {9, 10, 7};
  const std::string bytes = RoundTrip(values);
  const uint8_t* const in_place = PackedColumn::Parse(bytes, 3)->InPlace<uint8_t>();
  ASSERT_NE(in_place, nullptr);
  EXPECT_EQ(std::vector<uint8_t>(in_place, in_place + 3), values);
  const std::string constant = RoundTrip(std::vector<uint8_t>{9, 9, 9});
  EXPECT_EQ(PackedColumn::Parse(constant, 3)->InPlace<uint8_t>(), nullptr);
  const std::string wide = RoundTrip(std::vector<uint32_t>{0, 255});
  EXPECT_EQ(PackedColumn::Parse(wide, 2)->InPlace<uint32_t>(), nullptr);
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
  const std::string bytes = EncodeColumn(values.data(), values.size());
  EXPECT_TRUE(absl::IsDataLoss(PackedColumn::Parse(bytes, 4).status()));
  EXPECT_TRUE(absl::IsDataLoss(PackedColumn::Parse(bytes.substr(0, 9), 3).status()));
  std::string other = bytes;
  other[8] = 3;  // no width
  EXPECT_TRUE(absl::IsDataLoss(PackedColumn::Parse(other, 1).status()));
  other = bytes;
  other[9] = 4;  // no unit
  EXPECT_TRUE(absl::IsDataLoss(PackedColumn::Parse(other, 3).status()));
}

}  // namespace
}  // namespace voc::views
