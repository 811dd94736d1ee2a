#include "server/rpc/mark_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "server/ingest/limits.h"
#include "storage/base/status_details.h"

namespace voc::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::RecordMarkRequest Good() {
  v1::RecordMarkRequest request;
  request.mutable_mark()->set_title("app 4.2");
  request.mutable_mark()->mutable_mark_time()->set_seconds(1'700'000'000);
  return request;
}

std::vector<std::string> BadFields(const v1::RecordMarkRequest& request) {
  std::vector<std::string> fields;
  const google::rpc::Status status = base::ToRpcStatus(MarkOf(request).status());
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

TEST(MarkRequestTest, TheIdFollowsFromTitleAndTimeAlone) {
  v1::RecordMarkRequest request = Good();
  const std::string id = MarkOf(request)->mark_id();
  EXPECT_THAT(id, SizeIs(32));
  request.mutable_mark()->set_note("new checkout");
  EXPECT_EQ(MarkOf(request)->mark_id(), id);
  request.mutable_mark()->mutable_mark_time()->set_nanos(1);
  EXPECT_NE(MarkOf(request)->mark_id(), id);
  request = Good();
  request.mutable_mark()->set_title("app 4.3");
  EXPECT_NE(MarkOf(request)->mark_id(), id);
  request.mutable_mark()->set_mark_id("mine");
  EXPECT_EQ(MarkOf(request)->mark_id(), "mine");
}

TEST(MarkRequestTest, WhatIsOutputOnlyIsNotTaken) {
  v1::RecordMarkRequest request = Good();
  request.mutable_mark()->mutable_update_time()->set_seconds(5);
  EXPECT_FALSE(MarkOf(request)->has_update_time());
}

TEST(MarkRequestTest, EveryBadFieldIsNamed) {
  EXPECT_THAT(BadFields({}), ElementsAre("mark.title", "mark.mark_time"));
  v1::RecordMarkRequest request = Good();
  request.mutable_mark()->set_mark_id(std::string(256, 'x'));
  request.mutable_mark()->set_title(std::string(256, 'x'));
  request.mutable_mark()->set_note(std::string(ingest::kMaxTextBytes + 1, 'x'));
  EXPECT_THAT(BadFields(request), ElementsAre("mark.mark_id", "mark.title", "mark.note"));
  request.mutable_mark()->set_mark_id(std::string(255, 'x'));
  request.mutable_mark()->set_title(std::string(255, 'x'));
  request.mutable_mark()->set_note(std::string(ingest::kMaxTextBytes, 'x'));
  EXPECT_THAT(BadFields(request), IsEmpty());
}

TEST(MarkRequestTest, TimesAreThoseThatNanosecondsCanTell) {
  v1::RecordMarkRequest request = Good();
  auto& time = *request.mutable_mark()->mutable_mark_time();
  time.set_seconds(ingest::kMinCollectedAtSeconds);
  EXPECT_TRUE(MarkOf(request).ok());
  time.set_seconds(ingest::kMinCollectedAtSeconds - 1);
  EXPECT_THAT(BadFields(request), ElementsAre("mark.mark_time"));
  time.set_seconds(ingest::kEndCollectedAtSeconds - 1);
  EXPECT_TRUE(MarkOf(request).ok());
  time.set_seconds(ingest::kEndCollectedAtSeconds);
  EXPECT_THAT(BadFields(request), ElementsAre("mark.mark_time"));
  time.set_seconds(0);
  time.set_nanos(1'000'000'000);
  EXPECT_THAT(BadFields(request), ElementsAre("mark.mark_time"));
}

}  // namespace
}  // namespace voc::rpc
