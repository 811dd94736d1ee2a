#include "server/views/voice.h"

#include <gtest/gtest.h>

#include <limits>

namespace voc::views {
namespace {

TEST(VoiceTest, ComesBackFromItsEntry) {
  const Voice voice{.event_sequence = 77,
                    .collected_at = -5,
                    .source = 9,
                    .kind = Kind::kCes,
                    .score = 7,
                    .flags = kScored | kExcluded};
  const absl::StatusOr<Voice> decoded = DecodeVoice(VoiceKey(3, 77), EncodeVoice(voice));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(*decoded, voice);
}

TEST(VoiceTest, TheNewestComesFirstWithinAnOrdinal) {
  EXPECT_LT(VoiceKey(3, 78), VoiceKey(3, 77));
  EXPECT_LT(VoiceKey(3, 1), VoiceKey(4, std::numeric_limits<store::Sequence>::max()));
  EXPECT_TRUE(VoiceKey(3, 78).starts_with(VoicePrefix(3)));
}

TEST(VoiceTest, OtherBytesAreDamage) {
  EXPECT_TRUE(absl::IsDataLoss(DecodeVoice("short", EncodeVoice({})).status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeVoice(VoiceKey(1, 1), "short").status()));
}

}  // namespace
}  // namespace voc::views
