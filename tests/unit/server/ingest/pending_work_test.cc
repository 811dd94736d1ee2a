#include "server/ingest/pending_work.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace voc::ingest {
namespace {

class PendingWorkTest : public ::testing::Test {
 protected:
  bool Start(absl::Status answer = absl::OkStatus()) {
    std::vector<Command> commands;
    commands.emplace_back(RestoreCommand{});
    return pending_.Start(
        [&](Work work) {
          if (answer.ok()) work_ = std::move(work);
          return answer;
        },
        std::move(commands), 7, [this] { ++woken_; });
  }

  PendingWork pending_;
  Work work_;
  int woken_ = 0;
};

TEST_F(PendingWorkTest, ResultsAreTakenOnce) {
  EXPECT_FALSE(pending_.under_way());
  EXPECT_FALSE(pending_.Take().has_value());
  ASSERT_TRUE(Start());
  EXPECT_EQ(work_.commands.size(), 1u);
  EXPECT_EQ(work_.bytes, 7u);
  EXPECT_TRUE(pending_.under_way());
  EXPECT_FALSE(pending_.Take().has_value());
  work_.done(absl::OkStatus(), std::vector<CommandResult>(1));
  EXPECT_EQ(woken_, 1);
  const auto results = pending_.Take();
  ASSERT_TRUE(results.has_value() && results->ok());
  EXPECT_EQ((*results)->size(), 1u);
  EXPECT_FALSE(pending_.under_way());
  EXPECT_FALSE(pending_.Take().has_value());
}

TEST_F(PendingWorkTest, WhatIsRefusedIsNotUnderWay) {
  EXPECT_FALSE(Start(absl::UnavailableError("full")));
  EXPECT_FALSE(pending_.under_way());
  EXPECT_TRUE(Start());
}

TEST_F(PendingWorkTest, SaysHowItFailed) {
  ASSERT_TRUE(Start());
  work_.done(absl::UnavailableError("gone"), {});
  EXPECT_EQ(pending_.Take()->status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(PendingWorkTest, ResultsMayComeWhenNobodyWaits) {
  ASSERT_TRUE(Start());
  pending_ = PendingWork();
  work_.done(absl::OkStatus(), std::vector<CommandResult>(1));
  EXPECT_EQ(woken_, 1);
}

}  // namespace
}  // namespace voc::ingest
