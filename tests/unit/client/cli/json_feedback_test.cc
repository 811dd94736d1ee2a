#include "client/cli/json_feedback.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/byte_source.h"
#include "client/cli/record_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string FieldOf(std::string_view line) {
  v1::Feedback feedback;
  const Violations violations = ReadJsonFeedback(line, &feedback);
  return violations.empty() ? "fine" : violations.front().field;
}

TEST(JsonFeedbackTest, ReadsProto3Json) {
  v1::Feedback feedback;
  EXPECT_THAT(ReadJsonFeedback(
                  R"({"sourceId":"web","submission_id":"s1","clientRevision":3,
                      "response":{"metric":"METRIC_NPS","score":0,"finished":true},
                      "collectedAt":"2025-03-01T10:00:00.5Z","properties":{"plan":"pro"}})",
                  &feedback),
              IsEmpty());
  EXPECT_EQ(feedback.source_id(), "web");
  EXPECT_EQ(feedback.submission_id(), "s1");
  EXPECT_TRUE(feedback.response().has_score());
  EXPECT_EQ(feedback.collected_at().nanos(), 500'000'000);
  EXPECT_EQ(feedback.properties().at("plan"), "pro");
}

TEST(JsonFeedbackTest, DropsWhatIsOutputOnly) {
  v1::Feedback feedback;
  EXPECT_THAT(ReadJsonFeedback(
                  R"({"feedbackId":"f","sequence":"7","revision":2,"sourceId":"s","themes":["a"],
              "ingestedAt":"2025-03-01T10:00:00Z","sentiment":{"score":0.5},
              "exclusion":{"reason":"test"}})",
                  &feedback),
              IsEmpty());
  v1::Feedback expected;
  expected.set_source_id("s");
  EXPECT_EQ(feedback.SerializeAsString(), expected.SerializeAsString());
}

TEST(JsonFeedbackTest, ErrorsNameTheField) {
  EXPECT_EQ(FieldOf(R"({"response":{"score":6.5}})"), "response.score");
  EXPECT_EQ(FieldOf(R"({"response":{"metric":"METRIC_STARS"}})"), "response.metric");
  EXPECT_EQ(FieldOf(R"({"collectedAt":"2025-13-01T00:00:00Z"})"), "collected_at");
  EXPECT_EQ(FieldOf(R"({"nope":1})"), "nope");
  EXPECT_EQ(FieldOf(R"({"response":{"nope":1}})"), "response.nope");
  EXPECT_EQ(FieldOf("{\"a"), "");
  EXPECT_EQ(FieldOf("[]"), "");
}

TEST(JsonFeedbackTest, WhatIsNotUtf8) {
  EXPECT_EQ(FieldOf("{\"response\":{\"comment\":\"ab\xFF\"}}"), "response.comment");
  EXPECT_EQ(FieldOf("{\"sourceId\":\"\xEF\xBF\xBD\",\"mention\":{\"title\":\"\xC3\"}}"),
            "mention.title");
  EXPECT_EQ(FieldOf("{\"properties\":{\"plan\":\"\xFF\"}}"), "properties[plan]");
  EXPECT_EQ(FieldOf("{\"sourceId\":\"\xEF\xBF\xBD\"}"), "fine");
  EXPECT_EQ(FieldOf("\xFF"), "");
}

// "line id" for feedback, "line! field" for rejections.
std::vector<std::string> ReadFile(std::string_view text, const RecordOptions& options = {}) {
  const auto source = OpenBytes(text);
  const auto records = OpenJsonRecords(*source, options);
  std::vector<std::string> events;
  while (true) {
    v1::Feedback feedback;
    const auto event = records->Next(&feedback);
    if (!event.ok() || *event == RecordReader::Event::kEnd) return events;
    events.push_back(*event == RecordReader::Event::kFeedback
                         ? absl::StrCat(records->line(), " ", feedback.source_id(), "/",
                                        feedback.submission_id())
                         : absl::StrCat(records->line(), "! ", records->violations()[0].field));
  }
}

TEST(JsonFeedbackTest, ReadsFiles) {
  EXPECT_THAT(ReadFile("{\"submissionId\":\"a\"}\r\n\n  \nnot json\n{\"submissionId\":\"b\","
                       "\"sourceId\":\"own\"}",
                       {.source_id = "file"}),
              ElementsAre("1 file/a", "4! ", "5 own/b"));
}

TEST(JsonFeedbackTest, ReadsExportedMessages) {
  const std::string rows =
      "{\"feedback\":{\"feedbackId\":\"x\",\"submissionId\":\"a\"}}\n"
      "{\"feedback\":{\"submissionId\":\"b\"}}\n";
  EXPECT_THAT(ReadFile(rows + "{\"rowCount\":\"2\"}\n"), ElementsAre("1 /a", "2 /b"));
  EXPECT_THAT(ReadFile(rows + "{\"rowCount\":\"3\"}\n"),
              ElementsAre("1 /a", "2 /b", "3! row_count"));
}

TEST(JsonFeedbackTest, LineLimit) {
  const std::string huge = "{\"submissionId\":\"" + std::string(kMaxJsonLineBytes, 'x') + "\"}\n";
  EXPECT_THAT(ReadFile(huge + "{\"submissionId\":\"b\"}\n"), ElementsAre("1! ", "2 /b"));
}

}  // namespace
}  // namespace voc::cli
