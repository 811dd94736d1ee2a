#include "server/views/query/chunk.h"

#include <gtest/gtest.h>

#include <vector>

namespace voc::views {
namespace {

TEST(ForEachChunk, CutsEveryColumnThatIsThere) {
  std::vector<uint64_t> events(2 * kChunkRows + 3);
  std::vector<uint8_t> live(events.size());
  for (size_t i = 0; i < events.size(); ++i) {
    events[i] = i;
    live[i] = static_cast<uint8_t>(i % 251);
  }
  FactSpan span;
  span.size = events.size();
  span.event_sequence = events.data();
  span.live = live.data();
  std::vector<size_t> sizes;
  size_t next = 0;
  const absl::Status status = ForEachChunk(span, [&](const FactSpan& chunk) {
    sizes.push_back(chunk.size);
    EXPECT_EQ(chunk.account, nullptr);
    for (size_t i = 0; i < chunk.size; ++i, ++next) {
      EXPECT_EQ(chunk.event_sequence[i], next);
      EXPECT_EQ(chunk.live[i], next % 251);
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(sizes, (std::vector<size_t>{kChunkRows, kChunkRows, 3}));
}

TEST(ForEachChunk, StopsAtTheFirstErrorAndTakesEmptySpans) {
  FactSpan span;
  int calls = 0;
  const auto fail = [&](const FactSpan&) {
    ++calls;
    return absl::CancelledError("enough");
  };
  EXPECT_TRUE(ForEachChunk(span, fail).ok());
  EXPECT_EQ(calls, 0);
  span.size = 2 * kChunkRows;
  EXPECT_EQ(ForEachChunk(span, fail).code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace voc::views
