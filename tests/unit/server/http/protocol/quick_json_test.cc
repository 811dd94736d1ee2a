#include "server/http/protocol/quick_json.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "voc/v1/feedback.pb.h"

namespace voc::http {
namespace {

namespace pb = google::protobuf;

// As protobuf itself reads it.
bool Slow(const std::string& json, v1::SubmitRequest& request) {
  pb::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  return pb::util::JsonStringToMessage(json, &request, options).ok();
}

bool Quick(const std::string& json, v1::SubmitRequest& request) {
  std::string bytes;
  if (!QuickJsonToBytes(*v1::SubmitRequest::descriptor(), json, bytes)) return false;
  EXPECT_TRUE(request.ParseFromString(bytes)) << json;
  return true;
}

TEST(QuickJsonTest, WhatClientsSendIsReadAsProtobufReadsIt) {
  for (const std::string json :
       {R"({})", R"( { "feedback" : { } } )",
        R"({"feedback":{"sourceId":"app","submission_id":"1","clientRevision":"7",
            "response":{"metric":"METRIC_NPS","score":0,"scalePoints":11,"finished":true,
                        "comment":"p\u00e5"},"collectedAt":"2026-11-22T12:15:36.375Z"}})",
        R"({"feedback":{"response":{"comment":"a \"b\" \\ \/ \n\r\t å € 😀","finished":false}}})",
        R"({"feedback":{"properties":{"plan":"pro","":"x"},"collectedAt":"1969-12-31T23:59:59Z"},
            "identityToken":"a.b.c"})",
        R"({"feedback":{"properties":{}}})"}) {
    v1::SubmitRequest quick;
    v1::SubmitRequest slow;
    ASSERT_TRUE(Slow(json, slow)) << json;
    const bool read = Quick(json, quick);
    EXPECT_EQ(read, json.find("\\u") == std::string::npos) << json;
    EXPECT_TRUE(!read || pb::util::MessageDifferencer::Equals(quick, slow)) << json;
  }
}

TEST(QuickJsonTest, EverythingElseIsLeftToProtobuf) {
  v1::SubmitRequest request;
  for (const char* json : {"",
                           "{",
                           "[]",
                           "{} x",
                           "null",
                           R"({"feedback":null})",
                           R"({"new":1})",
                           R"({'feedback':{}})",
                           R"({"feedback":{},})",
                           R"({"feedback":{},"feedback":{}})",
                           R"({"feedback":{"response":{"finished":truefalse}}})",
                           R"({"feedback":{"response":{"score":"9 "}}})",
                           R"({"feedback":{"sourceId":"a","source_id":"b"}})",
                           R"({"feedback":{"sourceId":1}})",
                           R"({"feedback":{"response":{},"mention":{}}})",
                           R"({"feedback":{"response":{},"mention":{}}})",
                           R"({"feedback":{"sourceId":"a)",
                           R"({"feedback":{"response":{"score":1.0}}})",
                           R"({"feedback":{"response":{"score":01}}})",
                           R"({"feedback":{"response":{"score":-0}}})",
                           R"({"feedback":{"response":{"score":99999999999}}})",
                           R"({"feedback":{"response":{"finished":truely}}})",
                           R"({"feedback":{"response":{"metric":"METRIC_NEW"}}})",
                           R"({"feedback":{"response":{"metric":1}}})",
                           R"({"feedback":{"properties":{"a":"1","a":"2"}}})",
                           R"({"feedback":{"collectedAt":"2026-02-30T00:00:00Z"}})",
                           R"({"feedback":{"collectedAt":"2026-01-01T24:00:00Z"}})",
                           R"({"feedback":{"collectedAt":"2026-01-01T00:00:00+01:00"}})",
                           R"({"feedback":{"collectedAt":"0000-01-01T00:00:00Z"}})",
                           "{\"feedback\":{\"sourceId\":\"\xff\"}}",
                           "{\"feedback\":{\"sourceId\":\"a\nb\"}}"}) {
    EXPECT_FALSE(Quick(json, request)) << json;
  }
}

}  // namespace
}  // namespace voc::http
