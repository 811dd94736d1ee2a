#include "server/views/reader/log_feedback_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/server/subscribe/event_feed.h"

namespace voc::views {
namespace {

TEST(LogFeedbackReaderTest, VisitsEveryEventWithItsIndex) {
  subscribe::EventFeed feed;
  for (int i = 0; i < 1000; ++i) feed.Commit(subscribe::Nps(absl::StrCat(i), 5));
  std::vector<uint64_t> sequences;
  for (uint64_t sequence = 1000; sequence > 0; sequence -= 2) sequences.push_back(sequence);
  size_t visits = 0;
  const absl::Status read =
      LogFeedbackReader(&feed.log).Read(sequences, [&](size_t index, const v1::Feedback& feedback) {
        ++visits;
        EXPECT_EQ(feedback.sequence(), sequences[index]);
        return absl::OkStatus();
      });
  EXPECT_TRUE(read.ok()) << read;
  EXPECT_EQ(visits, sequences.size());
}

TEST(LogFeedbackReaderTest, StopsAtTheFirstError) {
  subscribe::EventFeed feed;
  for (int i = 0; i < 3; ++i) feed.Commit(subscribe::Nps(absl::StrCat(i), 5));
  const std::vector<uint64_t> sequences = {1, 2, 3};
  int visits = 0;
  const absl::Status read =
      LogFeedbackReader(&feed.log).Read(sequences, [&](size_t, const v1::Feedback&) {
        ++visits;
        return absl::CancelledError("enough");
      });
  EXPECT_EQ(read.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(visits, 1);
  const std::vector<uint64_t> missing = {4};
  EXPECT_EQ(LogFeedbackReader(&feed.log)
                .Read(missing, [](size_t, const v1::Feedback&) { return absl::OkStatus(); })
                .code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace voc::views
