#include "client/cli/csv_feedback.h"

#include <string>
#include <string_view>
#include <vector>

#include "client/cli/time_zone.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string_view> Cells(std::string_view line) {
  std::vector<std::string_view> cells;
  while (true) {
    const size_t comma = line.find(',');
    cells.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return cells;
    line.remove_prefix(comma + 1);
  }
}

// Reads one record under a header; violations as "field: reason".
class CsvFeedbackTest : public ::testing::Test {
 protected:
  std::vector<std::string> Read(std::string_view header, std::string_view record) {
    Violations violations;
    auto reader = CsvFeedbackReader::Make(Cells(header), options_, &violations);
    if (reader.ok()) {
      feedback_.Clear();
      violations = reader->Read(Cells(record), &feedback_);
      saw_time_without_zone_ = reader->saw_time_without_zone();
    }
    std::vector<std::string> lines;
    for (const auto& violation : violations) {
      lines.push_back(violation.field + ": " + violation.description);
    }
    return lines;
  }

  void ExpectFeedback(const char* text) {
    v1::Feedback expected;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &expected));
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(feedback_, expected))
        << feedback_.DebugString();
  }

  RecordOptions options_;
  v1::Feedback feedback_;
  bool saw_time_without_zone_ = false;
};

TEST_F(CsvFeedbackTest, ReadsAResponse) {
  EXPECT_THAT(
      Read("source_id,submission_id,question_id,client_revision,metric,score,scale_points,"
           "low_is_good,comment,finished,respondent_id,account_id,collected_at,channel,"
           "journey_stage,touchpoint,language,property.Plan,property.region",
           "web,s1,q1,3,CES,2,5,true,hard work,false,r1,acme,2025-03-01T10:00:00+01:00,email,"
           "Adopt,checkout,en,pro,"),
      IsEmpty());
  ExpectFeedback(R"pb(
    source_id: "web"
    submission_id: "s1"
    question_id: "q1"
    client_revision: 3
    response { metric: METRIC_CES score: 2 scale_points: 5 low_is_good: true comment: "hard work" }
    respondent_id: "r1"
    account_id: "acme"
    collected_at { seconds: 1740819600 }
    channel: "email"
    journey_stage: JOURNEY_STAGE_ADOPT
    touchpoint: "checkout"
    language: "en"
    properties { key: "Plan" value: "pro" }
  )pb");
  EXPECT_FALSE(saw_time_without_zone_);
}

TEST_F(CsvFeedbackTest, ReadsAMention) {
  EXPECT_THAT(Read("source_id,submission_id,mention_type,platform,title,body,url,author,rating,"
                   "rating_max,metric",
                   "g2,m1,review,g2,Good,Works well,https://x.test,ann,4.5,10,"),
              IsEmpty());
  ExpectFeedback(R"pb(
    source_id: "g2"
    submission_id: "m1"
    mention {
      mention_type: MENTION_TYPE_REVIEW
      platform: "g2"
      title: "Good"
      body: "Works well"
      url: "https://x.test"
      author: "ann"
      rating: 4.5
      rating_max: 10
    }
  )pb");
}

TEST_F(CsvFeedbackTest, AbsentScoreDiffersFromZero) {
  EXPECT_THAT(Read("submission_id,metric,score", "a,nps,0"), IsEmpty());
  EXPECT_TRUE(feedback_.response().has_score());
  EXPECT_THAT(Read("submission_id,metric,score", "a,nps,"), IsEmpty());
  EXPECT_FALSE(feedback_.response().has_score());
}

TEST_F(CsvFeedbackTest, NamesAreMatchedInAnyCaseAndOrder) {
  EXPECT_THAT(Read(" Score ,METRIC,Submission_Id", "7,NPS,a"), IsEmpty());
  ExpectFeedback("submission_id: 'a' response { metric: METRIC_NPS score: 7 }");
}

TEST_F(CsvFeedbackTest, DefaultSource) {
  options_.source_id = "file";
  EXPECT_THAT(Read("source_id,submission_id,metric,score", ",a,nps,7"), IsEmpty());
  EXPECT_EQ(feedback_.source_id(), "file");
  EXPECT_THAT(Read("source_id,submission_id,metric,score", "own,a,nps,7"), IsEmpty());
  EXPECT_EQ(feedback_.source_id(), "own");
}

TEST_F(CsvFeedbackTest, TimesWithoutZone) {
  options_.zone = *LoadZone("Asia/Kathmandu");
  EXPECT_THAT(Read("submission_id,metric,score,collected_at", "a,nps,7,2025-03-01T10:00:00"),
              IsEmpty());
  EXPECT_EQ(feedback_.collected_at().seconds(), 1740802500);
  EXPECT_TRUE(saw_time_without_zone_);
}

TEST_F(CsvFeedbackTest, BadCellsNameTheirFields) {
  EXPECT_THAT(Read("submission_id,metric,score,client_revision,finished,collected_at,journey_stage",
                   "a,nps,6.5,-1,yes,2025-13-01,north"),
              ElementsAre("response.score: must be a whole number",
                          "client_revision: must be a whole number",
                          "response.finished: must be true or false",
                          "collected_at: must be a time such as 2025-03-01T14:05:00Z",
                          "journey_stage: must be one of land, adopt, expand, renew, advocate"));
  EXPECT_THAT(Read("submission_id,metric,score", "a,stars,5"),
              ElementsAre("response.metric: must be one of nps, csat, ces"));
  EXPECT_THAT(Read("submission_id,body,rating", "a,x,nan"),
              ElementsAre("mention.rating: must be a number"));
}

TEST_F(CsvFeedbackTest, WhatIsNotUtf8) {
  EXPECT_THAT(Read("submission_id,metric,score,comment,property.plan", "a,nps,7,ab\xFF,\xC3"),
              ElementsAre("response.comment: is not UTF-8", "properties[plan]: is not UTF-8"));
}

TEST_F(CsvFeedbackTest, OneOfBothKinds) {
  const char* const header = "submission_id,metric,score,body";
  EXPECT_THAT(Read(header, "a,,,"), ElementsAre("response.metric: must be one of nps, csat, ces"));
  EXPECT_THAT(Read(header, "a,,7,"), ElementsAre("response.metric: must be one of nps, csat, ces"));
  EXPECT_THAT(Read(header, "a,nps,7,text"),
              ElementsAre("mention.body: belongs to a mention, but the record has a metric"));
  EXPECT_THAT(Read(header, "a,,7,text"),
              ElementsAre("response.score: belongs to a survey response, but the record is a "
                          "mention"));
}

TEST_F(CsvFeedbackTest, CellCount) {
  EXPECT_THAT(Read("submission_id,metric,score", "a,nps"),
              ElementsAre(": 2 cells where the header has 3"));
  EXPECT_THAT(Read("submission_id,metric,score", "a,nps,7,8"),
              ElementsAre(": 4 cells where the header has 3"));
}

TEST_F(CsvFeedbackTest, HeadersThatAreRefused) {
  EXPECT_THAT(Read("submission_id,metrik", ""), ElementsAre("metrik: unknown column"));
  EXPECT_THAT(Read("submission_id,score,Score", ""), ElementsAre("Score: appears twice"));
  EXPECT_THAT(Read("source_id,score", ""), ElementsAre("submission_id: missing column"));
  EXPECT_THAT(Read("submission_id,property.", ""),
              ElementsAre("property.: a property needs a key"));
  EXPECT_THAT(Read("submission_id,", ""), ElementsAre(": unknown column"));
  EXPECT_THAT(Read("submission_id,property.a,property.a", ""),
              ElementsAre("property.a: appears twice"));
  EXPECT_THAT(Read("submission_id,metric,property.a,property.A", "a,nps,1,2"), IsEmpty());
}

TEST_F(CsvFeedbackTest, NamesTheFieldOfACell) {
  Violations violations;
  const auto reader =
      CsvFeedbackReader::Make(Cells("submission_id,comment,property.x"), options_, &violations);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(reader->PathOf(1), "response.comment");
  EXPECT_EQ(reader->PathOf(2), "properties[x]");
  EXPECT_EQ(reader->PathOf(3), "");
}

}  // namespace
}  // namespace voc::cli
