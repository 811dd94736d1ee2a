#include "server/views/known_feedback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace voc::views {
namespace {

using google::protobuf::io::CodedInputStream;
using ::testing::Optional;
using ::testing::Pair;

std::string Encoded(const KnownFeedback& known) {
  std::string bytes;
  AppendKnown(known, bytes);
  return bytes;
}

// What `bytes` begin with, and how many of them it took; nothing where they were not made by
// AppendKnown.
std::optional<std::pair<KnownFeedback, size_t>> Read(std::string_view bytes) {
  CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                      static_cast<int>(bytes.size()));
  KnownFeedback known;
  if (!ReadKnown(in, known)) return std::nullopt;
  return std::make_pair(known, static_cast<size_t>(in.CurrentPosition()));
}

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
      const std::string entry = Encoded(known);
      EXPECT_THAT(Read(entry), Optional(Pair(known, entry.size())));
    }
  }
}

TEST(KnownFeedbackTest, TakesLittleWhereThereIsNoTextAndTimesAreSeconds) {
  KnownFeedback known{.sequence = 9,
                      .event_sequence = 9,
                      .language = MarkLanguage(""),
                      .collected_at = 1'700'000'000 * base::kNsPerSecond,
                      .revision = 1};
  const std::string entry = Encoded(known);
  EXPECT_EQ(entry.size(), 1u + 8 + 5 + 1 + 1 + 1 + 1);
  EXPECT_THAT(Read(entry), Optional(Pair(known, entry.size())));
}

TEST(KnownFeedbackTest, SaysWhereItEnds) {
  const KnownFeedback known{.sequence = 1, .event_sequence = 300, .revision = 2};
  const std::string entry = Encoded(known);
  EXPECT_THAT(Read(entry + "\x01\xff"), Optional(Pair(known, entry.size())));
}

TEST(KnownFeedbackTest, OtherBytesAreDamage) {
  const std::string entry = Encoded({.sequence = 1, .event_sequence = 300, .revision = 2});
  for (size_t size = 0; size < entry.size(); ++size) {
    EXPECT_EQ(Read(std::string_view(entry).substr(0, size)), std::nullopt) << size;
  }
  // The newest revision lies further back than there are events.
  EXPECT_EQ(Read(std::string(9, '\x80') + std::string("\x02\x01\x02\x01\x01", 5)), std::nullopt);
}

}  // namespace
}  // namespace voc::views
