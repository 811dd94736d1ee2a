#include "server/rpc/live_streams.h"

#include <gtest/gtest.h>

#include <memory>

namespace voc::rpc {
namespace {

class Stream final : public LiveStream {
 public:
  void Drain() override { ++drained; }
  int drained = 0;
};

TEST(LiveStreamsTest, DrainsThoseThatAreOpen) {
  LiveStreams live;
  const auto open = std::make_shared<Stream>();
  const auto closed = std::make_shared<Stream>();
  live.Add(open);
  live.Add(closed);
  live.Remove(closed.get());
  EXPECT_FALSE(live.draining());
  live.DrainAll();
  EXPECT_TRUE(live.draining());
  EXPECT_EQ(open->drained, 1);
  EXPECT_EQ(closed->drained, 0);
}

TEST(LiveStreamsTest, DrainsWhoeverComesLate) {
  LiveStreams live;
  live.DrainAll();
  const auto late = std::make_shared<Stream>();
  live.Add(late);
  EXPECT_EQ(late->drained, 1);
}

TEST(LiveStreamsTest, KeepsNoStreamAlive) {
  LiveStreams live;
  auto stream = std::make_shared<Stream>();
  const std::weak_ptr<Stream> alive = stream;
  live.Add(stream);
  stream.reset();
  EXPECT_TRUE(alive.expired());
  live.DrainAll();
}

}  // namespace
}  // namespace voc::rpc
