#include "storage/base/record_envelope.h"

#include <gtest/gtest.h>

#include <string>

namespace voc::base {
namespace {

std::string Sealed(std::string_view payload) {
  const RecordHeader header = SealRecord(payload);
  std::string record(header.data(), header.size());
  return record.append(payload);
}

TEST(RecordEnvelopeTest, OpensWhatItSealed) {
  for (const std::string& payload : {std::string(), std::string("x"), std::string(100'000, '\0')}) {
    const std::string sealed = Sealed(payload);
    const absl::StatusOr<std::string_view> opened = OpenRecord(sealed);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(*opened, payload);
  }
}

TEST(RecordEnvelopeTest, GoldenBytesPinTheDiskFormat) {
  // XXH3_64bits("feedback") ends with 0x1bfe7719.
  EXPECT_EQ(Sealed("feedback"), std::string("\x02\x19\x77\xfe\x1b", 5) + "feedback");
}

TEST(RecordEnvelopeTest, RecordsOfTheFirstVersionAreRead) {
  // CRC-32 of "feedback" is 0xd2294458.
  const std::string record = std::string("\x01\x58\x44\x29\xd2", 5) + "feedback";
  const absl::StatusOr<std::string_view> opened = OpenRecord(record);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(*opened, "feedback");
}

TEST(RecordEnvelopeTest, EveryFlippedBitIsDamage) {
  const std::string sealed = Sealed("feedback");
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string damaged = sealed;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_TRUE(absl::IsDataLoss(OpenRecord(damaged).status())) << "bit " << bit;
  }
}

TEST(RecordEnvelopeTest, EveryCutIsDamage) {
  const std::string sealed = Sealed("feedback");
  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(OpenRecord(sealed.substr(0, size)).status())) << size;
  }
}

}  // namespace
}  // namespace voc::base
