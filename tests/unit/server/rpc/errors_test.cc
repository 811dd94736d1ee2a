#include "server/rpc/errors.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace voc::rpc {
namespace {

struct Sent {
  google::rpc::ErrorInfo info;
  google::rpc::RetryInfo retry;
  google::rpc::BadRequest bad;
};

Sent Read(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), static_cast<int>(status.error_code()));
  EXPECT_EQ(details.message(), status.error_message());
  Sent sent;
  for (const google::protobuf::Any& detail : details.details()) {
    EXPECT_TRUE(detail.UnpackTo(&sent.info) || detail.UnpackTo(&sent.retry) ||
                detail.UnpackTo(&sent.bad));
  }
  return sent;
}

TEST(ErrorsTest, OkIsOk) {
  EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok());
  EXPECT_EQ(ToGrpc(absl::OkStatus()).error_details(), "");
}

TEST(ErrorsTest, CodesAreThoseOfGrpc) {
  const std::map<absl::StatusCode, grpc::StatusCode> codes = {
      {absl::StatusCode::kCancelled, grpc::StatusCode::CANCELLED},
      {absl::StatusCode::kInvalidArgument, grpc::StatusCode::INVALID_ARGUMENT},
      {absl::StatusCode::kNotFound, grpc::StatusCode::NOT_FOUND},
      {absl::StatusCode::kResourceExhausted, grpc::StatusCode::RESOURCE_EXHAUSTED},
      {absl::StatusCode::kFailedPrecondition, grpc::StatusCode::FAILED_PRECONDITION},
      {absl::StatusCode::kOutOfRange, grpc::StatusCode::OUT_OF_RANGE},
      {absl::StatusCode::kInternal, grpc::StatusCode::INTERNAL},
      {absl::StatusCode::kUnavailable, grpc::StatusCode::UNAVAILABLE},
      {absl::StatusCode::kDataLoss, grpc::StatusCode::DATA_LOSS}};
  for (const auto& [ours, theirs] : codes) {
    const grpc::Status status = ToGrpc(absl::Status(ours, "message"));
    EXPECT_EQ(status.error_code(), theirs);
    EXPECT_EQ(status.error_message(), "message");
    EXPECT_EQ(Read(status).info.domain(), "voc");
  }
}

TEST(ErrorsTest, DrainingTellsWhereToResumeAndWhenToRetry) {
  const Sent with_cursor = Read(ToGrpc(Draining("the-cursor")));
  EXPECT_EQ(with_cursor.info.reason(), "DRAINING");
  EXPECT_EQ(with_cursor.info.metadata().at("cursor"), "the-cursor");
  EXPECT_EQ(with_cursor.retry.retry_delay().seconds(), 1);
  const Sent without = Read(ToGrpc(Draining()));
  EXPECT_EQ(without.info.reason(), "DRAINING");
  EXPECT_TRUE(without.info.metadata().empty());
}

TEST(ErrorsTest, QueueFullIsUnavailableWithADelay) {
  const grpc::Status status = ToGrpc(QueueFull("reads"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Read(status).info.reason(), "QUEUE_FULL");
  EXPECT_EQ(Read(status).retry.retry_delay().seconds(), 1);
}

TEST(ErrorsTest, TooManyItemsNamesTheField) {
  const grpc::Status status = ToGrpc(TooManyItems("feedback", 1000));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Read(status).info.reason(), "TOO_MANY_ITEMS");
  ASSERT_EQ(Read(status).bad.field_violations_size(), 1);
  EXPECT_EQ(Read(status).bad.field_violations(0).field(), "feedback");
}

}  // namespace
}  // namespace voc::rpc
