#include "storage/base/status_details.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace voc::base {
namespace {

template <typename Detail>
std::optional<Detail> Find(const google::rpc::Status& status) {
  std::optional<Detail> found;
  for (const google::protobuf::Any& any : status.details()) {
    Detail detail;
    if (!any.UnpackTo(&detail)) continue;
    EXPECT_FALSE(found.has_value()) << "at most one of each";
    found = detail;
  }
  return found;
}

TEST(StatusDetailsTest, OkHasNone) { EXPECT_EQ(ToRpcStatus(absl::OkStatus()).ByteSizeLong(), 0u); }

TEST(StatusDetailsTest, ReasonAndRetryDelayTravelAlong) {
  const absl::Status status = WithRetryDelay(
      WithReason(absl::UnavailableError("full"), "QUEUE_FULL", {{"queue", "commits"}}),
      absl::Milliseconds(1500));
  const google::rpc::Status sent = ToRpcStatus(status);
  EXPECT_EQ(sent.code(), 14);
  EXPECT_EQ(sent.message(), "full");
  const auto info = Find<google::rpc::ErrorInfo>(sent);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason(), "QUEUE_FULL");
  EXPECT_EQ(info->domain(), "voc");
  EXPECT_EQ(info->metadata().at("queue"), "commits");
  const auto retry = Find<google::rpc::RetryInfo>(sent);
  ASSERT_TRUE(retry.has_value());
  EXPECT_EQ(retry->retry_delay().seconds(), 1);
  EXPECT_EQ(retry->retry_delay().nanos(), 500'000'000);
}

TEST(StatusDetailsTest, EveryErrorHasAReason) {
  const auto info = Find<google::rpc::ErrorInfo>(ToRpcStatus(absl::NotFoundError("no")));
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason(), "NOT_FOUND");
}

TEST(StatusDetailsTest, InvalidRequestNamesEveryField) {
  const std::vector<Violation> violations = {{"metric", "is required"}, {"min_n", "is negative"}};
  const absl::Status status = InvalidRequest(violations);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const google::rpc::Status sent = ToRpcStatus(status);
  EXPECT_EQ(sent.message(), "metric: is required (and 1 more)");
  const auto bad = Find<google::rpc::BadRequest>(sent);
  ASSERT_TRUE(bad.has_value());
  ASSERT_EQ(bad->field_violations_size(), 2);
  EXPECT_EQ(bad->field_violations(1).field(), "min_n");
  EXPECT_EQ(bad->field_violations(1).description(), "is negative");
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(sent)->reason(), "INVALID_REQUEST");
}

TEST(StatusDetailsTest, FitsIntoTrailersHoweverMuchIsWrong) {
  std::vector<Violation> violations;
  for (int i = 0; i < 1000; ++i) {
    violations.push_back({absl::StrCat("properties[", i, "]"), std::string(200, 'x')});
  }
  violations[0].description = std::string(10'000, 'y');
  const google::rpc::Status one = ToRpcStatus(InvalidRequest(violations));
  ASSERT_EQ(Find<google::rpc::BadRequest>(one)->field_violations_size(), 1);
  EXPECT_LE(one.message().size(), kMaxErrorMessageBytes);
  violations[0].description = "short";
  const google::rpc::Status many = ToRpcStatus(InvalidRequest(violations));
  EXPECT_GT(Find<google::rpc::BadRequest>(many)->field_violations_size(), 5);
  EXPECT_LT(many.ByteSizeLong(), kMaxDetailsBytes + 512);
}

TEST(StatusDetailsTest, LongMessagesAreCutBetweenCharacters) {
  std::string message(kMaxErrorMessageBytes - 1, 'x');
  message += "\u00e5\u00e4\u00f6";  // two bytes each
  EXPECT_EQ(ToRpcStatus(absl::InternalError(message)).message(),
            std::string(kMaxErrorMessageBytes - 1, 'x'));
}

}  // namespace
}  // namespace voc::base
