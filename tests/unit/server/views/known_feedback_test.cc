#include "server/views/known_feedback.h"

#include <gtest/gtest.h>

namespace voc::views {
namespace {

TEST(KnownFeedbackTest, ComesBackFromItsEntry) {
  for (const bool claimed : {false, true}) {
    for (const bool excluded : {false, true}) {
      KnownFeedback known{.sequence = 1,
                          .event_sequence = 1ull << 63,
                          .collected_at = -7,
                          .client_revision = 4'000'000'000,
                          .revision = 2,
                          .claimed = claimed,
                          .language_given = !claimed,
                          .excluded = excluded,
                          .excluded_by_import = excluded && claimed,
                          .unverified = excluded != claimed};
      known.content_hash.fill(0xab);
      known.language = MarkLanguage("sv");
      const absl::StatusOr<KnownFeedback> decoded = DecodeKnown(EncodeKnown(known));
      ASSERT_TRUE(decoded.ok()) << decoded.status();
      EXPECT_EQ(*decoded, known);
    }
  }
}

TEST(KnownFeedbackTest, TakesLittleWhereThereIsNoTextAndTimesAreSeconds) {
  KnownFeedback known{.sequence = 9,
                      .event_sequence = 9,
                      .language = MarkLanguage(""),
                      .collected_at = 1'700'000'000 * base::kNsPerSecond,
                      .revision = 1};
  const std::string entry = EncodeKnown(known);
  EXPECT_EQ(entry.size(), 1u + 8 + 5 + 1 + 1 + 1 + 1);
  const absl::StatusOr<KnownFeedback> decoded = DecodeKnown(entry);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(*decoded, known);
}

TEST(KnownFeedbackTest, OtherBytesAreDamage) {
  EXPECT_TRUE(absl::IsDataLoss(DecodeKnown("short").status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeKnown(EncodeKnown({}) + "x").status()));
}

}  // namespace
}  // namespace voc::views
