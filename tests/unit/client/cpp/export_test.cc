#include "client/cpp/export.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cpp/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/fake_vocd.h"

namespace voc::client {
namespace {

using ::testing::ElementsAre;

class VectorSink final : public ExportSink {
 public:
  absl::Status Restart() override {
    ++restarts;
    ids.clear();
    return absl::OkStatus();
  }
  absl::Status Row(const v1::Feedback& feedback) override {
    if (ids.size() == fail_at) return absl::DataLossError("disk full");
    ids.push_back(feedback.feedback_id());
    return absl::OkStatus();
  }

  int restarts = 0;
  size_t fail_at = 1000;
  std::vector<std::string> ids;
};

class ExportTest : public ::testing::Test {
 protected:
  ExportTest() {
    std::vector<v1::Feedback> rows(3);
    for (int i = 0; i < 3; ++i) rows[i].set_feedback_id(absl::StrCat("f", i));
    server_.SetFeedback(rows);
  }
  ClientOptions Options() {
    return {.server = server_.address(),
            .retry = {.retry_for = absl::Seconds(30),
                      .initial_backoff = absl::Milliseconds(1),
                      .max_backoff = absl::Milliseconds(5)}};
  }

  FakeVocd server_;
  VectorSink sink_;
};

TEST_F(ExportTest, HandsOutEveryRow) {
  Client client(Options());
  const auto rows = Export(client, {}, sink_);
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(*rows, 3);
  EXPECT_THAT(sink_.ids, ElementsAre("f0", "f1", "f2"));
  EXPECT_EQ(sink_.restarts, 1);
}

TEST_F(ExportTest, ABrokenOneStartsAgain) {
  // The second ends in good order, but without its count.
  server_.BreakStreams({{.after = 2}, {.after = 99}});
  Client client(Options());
  const auto rows = Export(client, {}, sink_);
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(*rows, 3);
  EXPECT_THAT(sink_.ids, ElementsAre("f0", "f1", "f2"));
  EXPECT_EQ(sink_.restarts, 3);
}

TEST_F(ExportTest, AWrongCountIsDataLoss) {
  server_.BreakStreams({{.after = -2, .status = grpc::Status::OK}});
  Client client(Options());
  EXPECT_EQ(Export(client, {}, sink_).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(ExportTest, AnErrorOfTheSinkEndsIt) {
  sink_.fail_at = 1;
  Client client(Options());
  const auto rows = Export(client, {}, sink_);
  EXPECT_EQ(rows.status(), absl::DataLossError("disk full"));
  EXPECT_EQ(sink_.restarts, 1);
}

}  // namespace
}  // namespace voc::client
