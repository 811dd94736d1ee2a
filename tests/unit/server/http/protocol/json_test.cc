#include "server/http/protocol/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "voc/v1/feedback.pb.h"

namespace voc::http {
namespace {

using ::testing::HasSubstr;

constexpr char kSubmit[] = "type.googleapis.com/voc.v1.SubmitRequest";

v1::SubmitRequest Read(std::string_view json) {
  v1::SubmitRequest request;
  const absl::StatusOr<std::string> bytes = JsonToBytes(kSubmit, json);
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_TRUE(request.ParseFromString(bytes.value_or("\xff")));
  return request;
}

TEST(JsonTest, BothSpellingsOfNamesAreRead) {
  EXPECT_EQ(Read(R"({"feedback":{"sourceId":"app"}})").feedback().source_id(), "app");
  EXPECT_EQ(Read(R"({"feedback":{"source_id":"app"}})").feedback().source_id(), "app");
}

TEST(JsonTest, WhatANewerClientSaysIsPassedOver) {
  const v1::SubmitRequest request =
      Read(R"({"new":{"a":[1,null]},"feedback":{"newer":true,"sourceId":"app"}})");
  EXPECT_EQ(request.feedback().source_id(), "app");
}

TEST(JsonTest, AnErrorNamesTheFieldOrThePlace) {
  const absl::Status field =
      JsonToBytes(kSubmit, R"({"feedback":{"response":{"score":"x"}}})").status();
  EXPECT_EQ(field.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(field.message()), HasSubstr("feedback.response.score"));
  const absl::Status place = JsonToBytes(kSubmit, R"({"feedback":{,}})").status();
  EXPECT_EQ(place.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(place.message()), HasSubstr("^"));
}

TEST(JsonTest, NothingAndDeepNestingAreInvalid) {
  EXPECT_FALSE(JsonToBytes(kSubmit, "").ok());
  EXPECT_FALSE(JsonToBytes(kSubmit, std::string(100'000, '[')).ok());
  std::string deep;
  for (int i = 0; i < 50'000; ++i) deep += R"({"x":)";
  EXPECT_FALSE(JsonToBytes(kSubmit, deep).ok());
}

TEST(JsonTest, AnAnswerIsLowerCamelCaseWithoutDefaults) {
  v1::SubmitResponse response;
  response.mutable_result()->set_feedback_id("ab");
  response.mutable_result()->set_sequence(7);
  EXPECT_EQ(*BytesToJson("type.googleapis.com/voc.v1.SubmitResponse", response.SerializeAsString()),
            R"({"result":{"feedbackId":"ab","sequence":"7"}})");
  EXPECT_EQ(*BytesToJson("type.googleapis.com/voc.v1.SubmitResponse", ""), "{}");
  v1::GetFeedbackResponse no_time;
  no_time.mutable_feedback()->mutable_collected_at()->set_seconds(int64_t{1} << 60);
  EXPECT_EQ(
      BytesToJson("type.googleapis.com/voc.v1.GetFeedbackResponse", no_time.SerializeAsString())
          .status()
          .code(),
      absl::StatusCode::kInternal);
  EXPECT_FALSE(BytesToJson("type.googleapis.com/voc.v1.Nothing", "").ok());
}

}  // namespace
}  // namespace voc::http
