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
