#include "server/rpc/stream_state.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace voc::rpc {
namespace {

// Plays every order of up to `left` events from a state on, and holds what gRPC
// would have seen against its rules.
struct Model {
  StreamState state;
  bool writing = false;
  int finishes = 0;
  bool wants_end = false;
};

void Play(const Model& model, int left, const std::string& history) {
  ASSERT_LE(model.finishes, 1) << history;
  ASSERT_FALSE(model.finishes > 0 && model.writing) << history;
  // An end that was asked for comes unless a write still has to end.
  ASSERT_EQ(model.finishes == 1, model.wants_end && !model.writing) << history;
  ASSERT_EQ(model.state.finished(), model.finishes == 1) << history;
  ASSERT_EQ(model.state.write_in_flight(), model.writing) << history;
  if (left == 0) return;
  {
    Model next = model;
    if (next.state.StartWrite()) {
      ASSERT_FALSE(next.writing) << history << " a second write";
      ASSERT_FALSE(next.wants_end) << history << " a write after the end";
      next.writing = true;
    } else {
      ASSERT_TRUE(next.writing || next.wants_end) << history << " a write refused";
    }
    Play(next, left - 1, history + " write");
  }
  {
    Model next = model;
    next.wants_end = true;
    if (next.state.RequestFinish()) ++next.finishes;
    Play(next, left - 1, history + " finish");
  }
  if (!model.writing) return;
  for (const bool ok : {true, false}) {
    Model next = model;
    next.writing = false;
    next.wants_end |= !ok;
    if (next.state.EndWrite(ok)) ++next.finishes;
    Play(next, left - 1, absl::StrCat(history, ok ? " written" : " failed"));
  }
}

TEST(StreamStateTest, KeepsTheRulesInEveryOrderOfEvents) { Play(Model(), 9, ""); }

TEST(StreamStateTest, EndDuringAWriteWaitsForIt) {
  StreamState state;
  ASSERT_TRUE(state.StartWrite());
  EXPECT_FALSE(state.RequestFinish());
  EXPECT_FALSE(state.RequestFinish());
  EXPECT_TRUE(state.EndWrite(true));
  EXPECT_FALSE(state.StartWrite());
  EXPECT_FALSE(state.RequestFinish());
}

}  // namespace
}  // namespace voc::rpc
