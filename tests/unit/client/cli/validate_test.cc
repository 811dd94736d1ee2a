#include "client/cli/validate.h"

#include <string>

#include "client/cli/csv_reader.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

// The field of the first violation of a feedback with a good key; empty if none.
std::string FieldOf(const std::string& text) {
  v1::Feedback feedback;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &feedback)) << text;
  if (feedback.source_id().empty()) feedback.set_source_id("s");
  feedback.set_submission_id("1");
  const Violations violations = ValidateLocally(feedback);
  return violations.empty() ? "" : violations.front().field;
}

TEST(ValidateTest, Scores) {
  EXPECT_EQ(FieldOf("response { metric: METRIC_NPS score: 0 }"), "");
  EXPECT_EQ(FieldOf("response { metric: METRIC_NPS score: 10 }"), "");
  EXPECT_EQ(FieldOf("response { metric: METRIC_NPS score: 11 }"), "response.score");
  EXPECT_EQ(FieldOf("response { metric: METRIC_NPS score: -1 }"), "response.score");
  EXPECT_EQ(FieldOf("response { metric: METRIC_CSAT score: 0 }"), "response.score");
  EXPECT_EQ(FieldOf("response { metric: METRIC_CSAT score: 6 }"), "response.score");
  EXPECT_EQ(FieldOf("response { metric: METRIC_CSAT score: 10 scale_points: 10 }"), "");
  EXPECT_EQ(FieldOf("response { metric: METRIC_CSAT score: 3 scale_points: 4 }"),
            "response.scale_points");
  EXPECT_EQ(FieldOf("response { metric: METRIC_CES score: 7 low_is_good: true }"), "");
  EXPECT_EQ(FieldOf("response { metric: METRIC_NPS score: 7 low_is_good: true }"),
            "response.low_is_good");
  EXPECT_EQ(FieldOf("response { score: 7 }"), "response.metric");
}

TEST(ValidateTest, MissingScores) {
  EXPECT_EQ(FieldOf("response { metric: METRIC_NPS finished: true }"), "response.score");
  EXPECT_EQ(FieldOf("response { metric: METRIC_NPS finished: true comment: 'x' }"), "");
  EXPECT_EQ(FieldOf("response { metric: METRIC_NPS }"), "");
}

TEST(ValidateTest, Mentions) {
  EXPECT_EQ(FieldOf("mention { rating: 5 }"), "");
  EXPECT_EQ(FieldOf("mention { rating: 6 }"), "mention.rating");
  EXPECT_EQ(FieldOf("mention { rating: 6 rating_max: 10 }"), "");
  EXPECT_EQ(FieldOf("mention { rating: nan }"), "mention.rating");
  EXPECT_EQ(FieldOf("mention { rating: 1 rating_max: 1001 }"), "mention.rating_max");
  EXPECT_EQ(FieldOf("mention { platform: 'g2' }"), "");
  EXPECT_EQ(FieldOf(""), "kind");
}

TEST(ValidateTest, KeysAndTexts) {
  v1::Feedback empty;
  EXPECT_EQ(ValidateLocally(empty).size(), 3u);  // source_id, submission_id, kind
  const std::string response = "response { metric: METRIC_NPS score: 1 ";
  EXPECT_EQ(FieldOf("source_id: '" + std::string(255, 'x') + "'" + response + "}"), "");
  EXPECT_EQ(FieldOf("source_id: '" + std::string(256, 'x') + "'" + response + "}"), "source_id");
  EXPECT_EQ(FieldOf(response + "comment: '" + std::string(kMaxTextBytes, 'x') + "' }"), "");
  EXPECT_EQ(FieldOf(response + "comment: '" + std::string(kMaxTextBytes + 1, 'x') + "' }"),
            "response.comment");
  EXPECT_EQ(FieldOf(response + "} properties { key: '' value: 'x' }"), "properties[]");
  EXPECT_EQ(FieldOf(response + "} collected_at { seconds: 9300000000 }"), "collected_at");
}

}  // namespace
}  // namespace voc::cli
