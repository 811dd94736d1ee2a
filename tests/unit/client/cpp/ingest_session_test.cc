#include "client/cpp/ingest_session.h"

#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cpp/client.h"
#include "gtest/gtest.h"
#include "tests/unit/client/fake_vocd.h"

namespace voc::client {
namespace {

class IngestSessionTest : public ::testing::Test {
 protected:
  ClientOptions Options() {
    return {.server = server_.address(),
            .retry = {.retry_for = absl::Seconds(30),
                      .initial_backoff = absl::Milliseconds(1),
                      .max_backoff = absl::Milliseconds(5)}};
  }

  // What the callback of the session below has seen.
  IngestSession::OnResponse Collect() {
    return [this](const v1::IngestRequest& request, const v1::IngestResponse& response) {
      for (int i = 0; i < response.results_size(); ++i) {
        ids_.push_back(request.feedback(i).submission_id());
        ++outcomes_[response.results(i).outcome()];
      }
    };
  }

  static v1::IngestRequest Request(int first, int count) {
    v1::IngestRequest request;
    for (int i = first; i < first + count; ++i) {
      v1::Feedback* feedback = request.add_feedback();
      feedback->set_source_id("s");
      feedback->set_submission_id(absl::StrCat(i));
    }
    return request;
  }

  void ExpectInOrder(int count) {
    ASSERT_EQ(ids_.size(), static_cast<size_t>(count));
    for (int i = 0; i < count; ++i) EXPECT_EQ(ids_[i], absl::StrCat(i));
  }

  FakeVocd server_;
  std::vector<std::string> ids_;
  std::map<v1::Outcome, int> outcomes_;
};

TEST_F(IngestSessionTest, ResultsComeInOrder) {
  Client client(Options());
  IngestSession session(client, {}, Collect());
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(session.Send(Request(i * 7, 7)).ok());
  ASSERT_TRUE(session.Finish().ok());
  ExpectInOrder(700);
  EXPECT_EQ(outcomes_[v1::OUTCOME_CREATED], 700);
  EXPECT_EQ(server_.streams(), 1);
}

TEST_F(IngestSessionTest, NothingToSendOpensNoStream) {
  Client client(Options());
  IngestSession session(client, {}, Collect());
  EXPECT_TRUE(session.Finish().ok());
  EXPECT_EQ(server_.streams(), 0);
}

TEST_F(IngestSessionTest, TinyWindowStillMoves) {
  Client client(Options());
  IngestSession session(client, {.max_items = 1, .max_bytes = 1}, Collect());
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(session.Send(Request(i * 3, 3)).ok());
  ASSERT_TRUE(session.Finish().ok());
  ExpectInOrder(60);
}

TEST_F(IngestSessionTest, BrokenStreamsAreResumedAndOutcomesRestored) {
  // Some break before the message is stored, some after: then the answer alone
  // is lost, and the repetition finds the feedback stored.
  server_.BreakStreams({{.after = 0, .stored = true},
                        {.after = 2, .stored = false},
                        {.after = 1, .stored = true},
                        {.after = 5, .stored = true},
                        {.after = 0, .stored = false}});
  Client client(Options());
  IngestSession session(client, {}, Collect());
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(session.Send(Request(i * 5, 5)).ok());
  ASSERT_TRUE(session.Finish().ok());
  ExpectInOrder(200);
  EXPECT_EQ(outcomes_[v1::OUTCOME_CREATED], 200);
  EXPECT_EQ(outcomes_.size(), 1u);
  EXPECT_EQ(server_.streams(), 6);
  EXPECT_EQ(server_.stored().size(), 200u);
}

TEST_F(IngestSessionTest, RandomBreaksLoseAndDoubleNothing) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  std::vector<FakeVocd::Break> breaks;
  for (int i = 0; i < 30; ++i) {
    breaks.push_back({.after = static_cast<int>(random() % 6), .stored = random() % 2 == 0});
  }
  server_.BreakStreams(breaks);
  Client client(Options());
  IngestSession session(client, {.max_items = 60}, Collect());
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(session.Send(Request(i * 10, 10)).ok());
  ASSERT_TRUE(session.Finish().ok());
  ExpectInOrder(2000);
  EXPECT_EQ(outcomes_[v1::OUTCOME_CREATED], 2000);
}

TEST_F(IngestSessionTest, WhatWasStoredBeforeStaysUnchanged) {
  Client client(Options());
  {
    IngestSession session(client, {}, Collect());
    ASSERT_TRUE(session.Send(Request(0, 10)).ok());
    ASSERT_TRUE(session.Finish().ok());
  }
  outcomes_.clear();
  server_.BreakStreams({{.after = 0, .stored = true}, {.after = 1, .stored = true}});
  IngestSession session(client, {}, Collect());
  ASSERT_TRUE(session.Send(Request(0, 10)).ok());
  // A key twice in what is repeated: created once, then unchanged.
  v1::IngestRequest twice = Request(10, 1);
  twice.MergeFrom(Request(10, 1));
  ASSERT_TRUE(session.Send(twice).ok());
  ASSERT_TRUE(session.Finish().ok());
  EXPECT_EQ(outcomes_[v1::OUTCOME_UNCHANGED], 11);
  EXPECT_EQ(outcomes_[v1::OUTCOME_CREATED], 1);
}

TEST_F(IngestSessionTest, ARefusedStreamFailsForGood) {
  server_.BreakStreams(
      {{.after = 1,
        .status = grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "more than 1,000 items")}});
  Client client(Options());
  IngestSession session(client, {}, Collect());
  ASSERT_TRUE(session.Send(Request(0, 5)).ok());
  // The second may be refused when it is sent or later.
  session.Send(Request(5, 5)).IgnoreError();
  EXPECT_EQ(session.Finish().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(session.Send(Request(10, 5)).code(), absl::StatusCode::kInvalidArgument);
  ExpectInOrder(5);
}

TEST_F(IngestSessionTest, BudgetOfContinuousFailureRunsOut) {
  ClientOptions options = Options();
  options.server = "127.0.0.1:1";
  options.retry.retry_for = absl::Milliseconds(50);
  Client client(options);
  IngestSession session(client, {}, Collect());
  ASSERT_TRUE(session.Send(Request(0, 5)).ok());
  EXPECT_EQ(session.Finish().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(ids_.empty());
}

TEST_F(IngestSessionTest, ProgressRefillsTheBudget) {
  // More failures than the budget would allow in a row, with an answer between
  // any two.
  ClientOptions options = Options();
  options.retry.retry_for = absl::Milliseconds(200);
  options.retry.initial_backoff = absl::Milliseconds(150);
  options.retry.max_backoff = absl::Milliseconds(150);
  server_.BreakStreams(std::vector<FakeVocd::Break>(6, {.after = 1}));
  Client client(options);
  IngestSession session(client, {}, Collect());
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(session.Send(Request(i, 1)).ok());
  ASSERT_TRUE(session.Finish().ok());
  ExpectInOrder(8);
}

TEST_F(IngestSessionTest, DestructionCancels) {
  ClientOptions options = Options();
  options.server = "127.0.0.1:1";
  options.retry.retry_for = absl::Hours(1);
  Client client(options);
  IngestSession session(client, {}, Collect());
  ASSERT_TRUE(session.Send(Request(0, 5)).ok());
}

}  // namespace
}  // namespace voc::client
