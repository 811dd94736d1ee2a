#include "server/rpc/source_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace voc::rpc {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(SourceRequestTest, ASourceIsCheckedNormalisedAndWithoutWhatTheServerSays) {
  v1::CreateSourceRequest request;
  v1::Source& source = *request.mutable_source();
  source.set_source_id("app");
  EXPECT_THAT(std::string(CreateSourceOf(request).status().message()), HasSubstr("source.metric"));
  source.set_metric(v1::METRIC_NPS);
  source.add_keys()->set_key("vks_mine");
  source.mutable_create_time()->set_seconds(1);
  const auto command = CreateSourceOf(request);
  ASSERT_TRUE(command.ok()) << command.status();
  EXPECT_EQ(command->source.scale_points(), 11);
  EXPECT_THAT(command->source.keys(), IsEmpty());
  EXPECT_FALSE(command->source.has_create_time());
}

TEST(SourceRequestTest, AnUpdateIsOfTheFieldsItNames) {
  v1::UpdateSourceRequest request;
  EXPECT_THAT(std::string(UpdateSourceOf(request).status().message()),
              HasSubstr("source.source_id"));
  request.mutable_source()->set_source_id("app");
  EXPECT_THAT(UpdateSourceOf(request)->fields, Contains("title"));
  request.mutable_update_mask()->add_paths("title");
  EXPECT_THAT(UpdateSourceOf(request)->fields, ElementsAre("title"));
  request.mutable_update_mask()->add_paths("keys");
  EXPECT_THAT(std::string(UpdateSourceOf(request).status().message()), HasSubstr("update_mask"));
}

TEST(SourceRequestTest, KeysAreOfASource) {
  EXPECT_FALSE(CreateSourceKeyOf({}).ok());
  v1::RevokeSourceKeyRequest request;
  EXPECT_THAT(std::string(RevokeSourceKeyOf(request).status().message()), HasSubstr("source_id"));
  request.set_source_id("app");
  EXPECT_THAT(std::string(RevokeSourceKeyOf(request).status().message()), HasSubstr("key"));
  request.set_key("vks_1");
  EXPECT_EQ(RevokeSourceKeyOf(request)->key, "vks_1");
}

}  // namespace
}  // namespace voc::rpc
