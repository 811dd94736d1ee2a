#include "client/cpp/status.h"

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace voc::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

google::rpc::Status Rich() {
  google::rpc::Status status;
  status.set_code(3);
  status.set_message("bad request");
  google::rpc::ErrorInfo info;
  info.set_reason("INVALID_FIELD");
  status.add_details()->PackFrom(info);
  google::rpc::BadRequest bad_request;
  auto* first = bad_request.add_field_violations();
  first->set_field("filter.interval");
  first->set_description("ends before it starts");
  auto* second = bad_request.add_field_violations();
  second->set_field("group_by[1]");
  second->set_description("unknown");
  status.add_details()->PackFrom(bad_request);
  return status;
}

TEST(StatusTest, KeepsDetails) {
  const absl::Status status = FromRpcStatus(Rich());
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELD");
  EXPECT_THAT(ViolationsOf(status),
              ElementsAre(FieldViolation{"filter.interval", "ends before it starts"},
                          FieldViolation{"group_by[1]", "unknown"}));
  EXPECT_EQ(Describe(status),
            "bad request\nfilter.interval: ends before it starts\ngroup_by[1]: unknown");
}

TEST(StatusTest, SaysNothingTwice) {
  google::rpc::Status status = Rich();
  status.set_message("group_by[1]: unknown");
  EXPECT_EQ(Describe(FromRpcStatus(status)),
            "group_by[1]: unknown\nfilter.interval: ends before it starts");
}

TEST(StatusTest, CodeZeroIsOk) { EXPECT_TRUE(FromRpcStatus(google::rpc::Status()).ok()); }

TEST(StatusTest, WithoutDetails) {
  const absl::Status status = absl::NotFoundError("");
  EXPECT_THAT(ViolationsOf(status), IsEmpty());
  EXPECT_EQ(ReasonOf(status), "");
  EXPECT_EQ(RetryDelayOf(status), std::nullopt);
  EXPECT_EQ(Describe(status), "NOT_FOUND");
}

TEST(StatusTest, ReadsRetryDelay) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(1);
  info.mutable_retry_delay()->set_nanos(500'000'000);
  google::rpc::Status status;
  status.set_code(14);
  status.add_details()->PackFrom(info);
  EXPECT_EQ(RetryDelayOf(FromRpcStatus(status)), absl::Milliseconds(1500));
}

TEST(StatusTest, WhatIsTransient) {
  EXPECT_TRUE(IsTransient(absl::UnavailableError("")));
  EXPECT_TRUE(IsTransient(absl::CancelledError("")));
  EXPECT_TRUE(IsTransient(absl::UnknownError("Stream removed")));
  EXPECT_TRUE(IsTransient(absl::InternalError("Received RST_STREAM with error code 2")));
  EXPECT_FALSE(IsTransient(absl::OkStatus()));
  EXPECT_FALSE(IsTransient(absl::UnknownError("no")));
  EXPECT_FALSE(IsTransient(absl::InternalError("no")));
  EXPECT_FALSE(IsTransient(absl::ResourceExhaustedError("quota")));
  EXPECT_FALSE(IsTransient(absl::InvalidArgumentError("")));
  EXPECT_FALSE(IsTransient(absl::DeadlineExceededError("")));
}

}  // namespace
}  // namespace voc::client
