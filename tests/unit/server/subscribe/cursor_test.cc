#include "server/subscribe/cursor.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"

namespace voc::subscribe {
namespace {

constexpr char kStore[] = "00112233445566778899aabbccddeeff";
constexpr char kField[] = "start.after_cursor";

google::rpc::ErrorInfo InfoOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  EXPECT_TRUE(payload.has_value() && info.ParseFromString(std::string(*payload))) << status;
  return info;
}

TEST(CursorTest, DecodesWhatItEncoded) {
  const CursorCodec codec(kStore);
  for (const Position position :
       {Position{}, Position{.sequence = 1}, Position{.sequence = 41, .alerts = 3},
        Position{.sequence = UINT64_MAX, .alerts = UINT32_MAX}}) {
    const auto decoded = codec.Decode(codec.Encode(position), kField);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(*decoded, position);
  }
}

TEST(CursorTest, CursorOfAnotherStoreIsForeign) {
  const CursorCodec other("ffeeddccbbaa99887766554433221100");
  const auto decoded = CursorCodec(kStore).Decode(other.Encode({.sequence = 5}), kField);
  EXPECT_EQ(decoded.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(InfoOf(decoded.status()).reason(), "CURSOR_FOREIGN");
}

TEST(CursorTest, DamagedCursorIsRefused) {
  const CursorCodec codec(kStore);
  std::string cursor = codec.Encode({.sequence = 5});
  for (const std::string& damaged :
       {std::string(), std::string("x"), cursor.substr(1), cursor + "A", "B" + cursor.substr(1)}) {
    const auto decoded = codec.Decode(damaged, kField);
    EXPECT_EQ(decoded.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(InfoOf(decoded.status()).reason(), "CURSOR_DAMAGED") << damaged;
  }
}

TEST(CursorTest, PositionsWithinTheLogAreFine) {
  const CursorCodec codec(kStore);
  for (const Position position : {Position{.sequence = 9}, Position{.sequence = 9, .alerts = 1},
                                  Position{.sequence = 15}, Position{.sequence = 20}}) {
    EXPECT_TRUE(codec.Check(position, 10, 20, kField).ok()) << position.sequence;
  }
  EXPECT_TRUE(codec.Check({}, 0, 0, kField).ok());
}

TEST(CursorTest, PositionBeyondTheEndIsInvalid) {
  const CursorCodec codec(kStore);
  for (const Position position :
       {Position{.sequence = 21}, Position{.sequence = 20, .alerts = 1}}) {
    const absl::Status status = codec.Check(position, 10, 20, kField);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(InfoOf(status).reason(), "CURSOR_BEYOND_END");
  }
}

TEST(CursorTest, PositionBeforeRetentionIsOutOfRangeAndTellsTheOldest) {
  const CursorCodec codec(kStore);
  const absl::Status status = codec.Check({.sequence = 8, .alerts = 2}, 10, 20, kField);
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(InfoOf(status).reason(), "CURSOR_TOO_OLD");
  const auto oldest = codec.Decode(InfoOf(status).metadata().at("oldest_cursor"), kField);
  ASSERT_TRUE(oldest.ok());
  EXPECT_EQ(*oldest, Position{.sequence = 9});
  EXPECT_TRUE(codec.Check(*oldest, 10, 20, kField).ok());
}

}  // namespace
}  // namespace voc::subscribe
