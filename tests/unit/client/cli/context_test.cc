#include "client/cli/context.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "client/cpp/status.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {
namespace {

class ContextTest : public ::testing::Test {
 protected:
  absl::Status Prepare(const GlobalOptions& options) {
    return Context(options, {.out = out_, .err = err_}).Prepare();
  }

  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ContextTest, ChecksTheGlobalOptions) {
  EXPECT_TRUE(Prepare({}).ok());
  for (const char* format : {"table", "json", "csv", "md", "html"}) {
    EXPECT_TRUE(Prepare({.output = format}).ok());
  }
  EXPECT_FALSE(Prepare({.output = "xml"}).ok());
  for (const char* duration : {"60s", "5m", "0", "1.5", "250ms", "0s"}) {
    EXPECT_TRUE(Prepare({.retry_for = duration}).ok()) << duration;
  }
  for (const char* duration : {"", "soon", "-1s", "-5", "inf", "nan"}) {
    EXPECT_FALSE(Prepare({.retry_for = duration}).ok()) << duration;
  }
  EXPECT_TRUE(Prepare({.time_zone = "Europe/Stockholm"}).ok());
  EXPECT_FALSE(Prepare({.time_zone = "Mars/Olympus"}).ok());
}

TEST_F(ContextTest, ExitCodes) {
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("")), kExitUnreachable);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("")), kExitUnreachable);
  EXPECT_EQ(ExitCodeOf(absl::NotFoundError("")), kExitRefused);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("")), kExitRefused);
  EXPECT_EQ(ExitCodeOf(absl::UnauthenticatedError("")), kExitRefused);
}

TEST_F(ContextTest, FailuresAreDescribedOnStandardError) {
  google::rpc::Status status;
  status.set_code(5);
  status.set_message("no such feedback");
  google::rpc::ErrorInfo info;
  info.set_reason("FEEDBACK_NOT_FOUND");
  status.add_details()->PackFrom(info);
  Context context({}, {.out = out_, .err = err_});
  EXPECT_EQ(context.Fail(client::FromRpcStatus(status)), kExitRefused);
  EXPECT_EQ(err_.str(), "voc: no such feedback [FEEDBACK_NOT_FOUND]\n");
  EXPECT_EQ(out_.str(), "");
}

TEST_F(ContextTest, JsonIsProto3OnOneLine) {
  v1::Feedback feedback;
  feedback.set_source_id("web");
  feedback.set_sequence(7);
  feedback.mutable_collected_at()->set_seconds(1740819600);
  Context context({}, {.out = out_, .err = err_});
  context.PrintJson(feedback);
  EXPECT_EQ(out_.str(),
            "{\"sequence\":\"7\",\"sourceId\":\"web\",\"collectedAt\":\"2025-03-01T09:00:00Z\"}\n");
}

}  // namespace
}  // namespace voc::cli
