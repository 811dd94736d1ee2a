#include "client/cli/csv_writer.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "client/cli/byte_source.h"
#include "client/cli/record_reader.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

std::string Write(const std::vector<v1::Feedback>& rows) {
  std::set<std::string> keys;
  for (const v1::Feedback& row : rows) {
    for (const auto& entry : row.properties()) keys.insert(entry.first);
  }
  const CsvFeedbackWriter writer(keys);
  std::string text;
  writer.AppendHeader(&text);
  for (const v1::Feedback& row : rows) writer.AppendRow(row, &text);
  return text;
}

v1::Feedback Parse(const char* text) {
  v1::Feedback feedback;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &feedback));
  return feedback;
}

TEST(CsvWriterTest, WhatIsWrittenReadsBack) {
  const std::vector<v1::Feedback> rows = {
      Parse(R"pb(
        source_id: "we,b"
        submission_id: " s1 "
        question_id: "q\"1"
        client_revision: 4294967295
        response {
          metric: METRIC_NPS
          score: 0
          scale_points: 11
          finished: true
          comment: "=1+1, \"quoted\"\r\nsecond line\rthird "
        }
        respondent_id: "-r"
        account_id: "@a"
        collected_at { seconds: -5 nanos: 120000000 }
        channel: "email"
        journey_stage: JOURNEY_STAGE_RENEW
        touchpoint: "t"
        language: "sv"
        properties { key: "plan,tier" value: "pro" }
        properties { key: "A" value: "\n" }
      )pb"),
      Parse(R"pb(
        source_id: "s"
        submission_id: "unscored"
        response { metric: METRIC_CES scale_points: 5 low_is_good: true comment: "meh" }
        collected_at { seconds: 1740819600 nanos: 1 }
      )pb"),
      Parse(R"pb(
        source_id: "g2"
        submission_id: "m"
        mention {
          mention_type: MENTION_TYPE_SOCIAL
          platform: "g2"
          title: "T"
          body: "日本語"
          url: "u"
          author: "a"
          rating: 3.3333333333333335
          rating_max: 7.5
        }
        collected_at { seconds: 1740819600 }
        properties { key: "A" value: "x" }
      )pb"),
      Parse(R"pb(
        source_id: "g2"
        submission_id: "bare"
        mention { body: "b" rating_max: 5 }
        collected_at { seconds: 1740819600 }
      )pb")};
  const std::string text = Write(rows);
  const auto source = OpenBytes(text);
  const auto records = OpenRecords(*source, {.name = kVocCsvFormat}, {});
  for (const v1::Feedback& row : rows) {
    v1::Feedback read;
    const auto event = records->Next(&read);
    ASSERT_TRUE(event.ok());
    ASSERT_EQ(*event, RecordReader::Event::kFeedback) << text;
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(read, row))
        << read.DebugString();
  }
  v1::Feedback read;
  EXPECT_EQ(*records->Next(&read), RecordReader::Event::kEnd);
}

TEST(CsvWriterTest, OutputOnlyFieldsStayBehind) {
  const std::string text = Write({Parse(R"pb(
    feedback_id: "f"
    sequence: 9
    revision: 2
    source_id: "s"
    submission_id: "1"
    response { metric: METRIC_CSAT score: 4 scale_points: 5 }
    ingested_at { seconds: 1 }
    sentiment { score: 0.5 label: SENTIMENT_LABEL_POSITIVE }
    themes: "price"
  )pb")});
  EXPECT_EQ(text.substr(text.find('\n') + 1), "s,1,,,csat,4,5,false,,false,,,,,,,,,,,,,,,\n");
}

}  // namespace
}  // namespace voc::cli
