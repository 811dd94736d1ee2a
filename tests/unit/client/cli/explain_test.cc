#include "client/cli/explain.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/byte_source.h"
#include "client/cli/record_reader.h"
#include "client/formats/mapping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Explanation ExplainText(std::string_view text, const ImportFormat& format = {}) {
  const auto source = OpenBytes(text);
  return Explain("a.csv", *source, format, {}, "");
}

// Everything that is read, as texts.
std::vector<std::string> ReadWith(std::string_view text, const ImportFormat& format,
                                  const RecordOptions& options = {}) {
  const auto source = OpenBytes(text);
  const auto records = OpenRecords(*source, format, options);
  std::vector<std::string> read;
  while (true) {
    v1::Feedback feedback;
    const auto event = records->Next(&feedback);
    if (!event.ok()) return {event.status().ToString()};
    switch (*event) {
      case RecordReader::Event::kEnd:
        return read;
      case RecordReader::Event::kFeedback:
        read.push_back(absl::StrCat(records->line(), " ", feedback.DebugString()));
        break;
      case RecordReader::Event::kLeftOut:
        read.push_back(absl::StrCat(records->line(), " ", records->left_out().DebugString()));
        break;
      case RecordReader::Event::kRejected:
        read.push_back(absl::StrCat(records->line(), " ", records->violations()[0].description));
    }
  }
}

constexpr std::string_view kFiles[] = {
    "Rating,Link to the conversation,Recorded date,Contact Email Address\n"
    "5,http://x/1,2025-10-31 22:40:12 UTC,Eva@Skog.example\nmany,http://x/2,2025-10-31 22:40:12 "
    "UTC,\n"
    "Reporting period\n",
    "ResponseId,EndDate,Status,Finished,Q1_NPS_GROUP,Q1,Q2\nr,e,s,f,g,\"How\nmuch?\",Why?\n"
    "{},\"{\"\"timeZone\"\":\"\"America/Denver\"\"}\",{},{},{},\"{\"\"ImportId\"\":\"\"QID1\"\"}\","
    "\"{\"\"ImportId\"\":\"\"QID2_TEXT\"\"}\"\nR_1,2025-10-01 09:15:00,0,1,Promoter,9,Bra\n"
    "R_2,2025-10-01 09:15:00,Spam,1,,1,\nR_3,2025-10-01,0,0,,,\n",
    "#,\"Would you \"\"recommend\"\" us?\",Why?,plan,Start Date (UTC),Submit Date (UTC)\n"
    "a,9,Very good,team,2025-10-01 08:00:00,2025-10-01 08:00:00\n",
    "Rating;Link to the conversation;Recorded date\n5;\"http://x/1;y\";2025-10-31 22:40:12 UTC\n",
    "submission_id,collected_at,field_id,field_type,value_number,value_text,metadata\n"
    "s,2025-10-01T08:00:00Z,why,text,,Bra,\"{\"\"plan\"\":\"\"x\"\"}\"\ns,2025-10-01T08:00:00Z,n,"
    "nps,9,,\n",
};

TEST(ExplainTest, WhatItWritesReadsTheFileInTheSameWay) {
  for (const std::string_view file : kFiles) {
    const Explanation explanation = ExplainText(file);
    ASSERT_TRUE(explanation.problem.ok()) << explanation.problem;
    const std::vector<std::string> read = ReadWith(file, {});
    EXPECT_FALSE(read.empty());
    EXPECT_EQ(ReadWith(file, {.map = explanation.text}), read) << explanation.text;
    // And explaining that changes nothing.
    EXPECT_TRUE(ExplainText(file, {.map = explanation.text}).problem.ok());
  }
}

TEST(ExplainTest, WhatWasSaidBesideTheFileIsInTheMapping) {
  constexpr std::string_view kSurvey =
      "id,submitdate,lastpage,startlanguage,seed,nps\n1,2025-10-01 10:02:00,3,sv,123,9\n";
  RecordOptions options{.source_id = "spring"};
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Oslo", &options.zone));
  const auto source = OpenBytes(kSurvey);
  const Explanation explanation = Explain("a.csv", *source, {}, options, "Europe/Oslo");
  ASSERT_TRUE(explanation.problem.ok()) << explanation.problem;
  const std::vector<std::string> read = ReadWith(kSurvey, {}, options);
  ASSERT_THAT(read, testing::ElementsAre(HasSubstr("spring")));
  EXPECT_EQ(ReadWith(kSurvey, {.map = explanation.text}), read) << explanation.text;
}

TEST(ExplainTest, DoesNotSayThatAFileOfUnknownColumnsIsFine) {
  const Explanation explanation =
      ExplainText("source_id,submission_id,metric,score,wat\ns,1,nps,9,x\n");
  EXPECT_THAT(explanation.text, HasSubstr("wat: unknown column"));
  EXPECT_THAT(explanation.text, Not(HasSubstr("no mapping is needed")));
}

TEST(ExplainTest, SaysWhatIsTakenFromWhere) {
  const std::string text = ExplainText(kFiles[0]).text;
  EXPECT_THAT(text, HasSubstr("# Read as chatwoot-csv, Chatwoot CSAT report.\n"
                              "# Read 2 records: 1 feedback, 0 left out, 1 rejected.\n"));
  EXPECT_THAT(text, HasSubstr("#   Rating                    score\n"));
  EXPECT_THAT(text, HasSubstr("#   Contact Email Address     respondent_id, account_id\n"));
  EXPECT_THAT(text, HasSubstr("\"accountId\":\"skog.example\""));
  EXPECT_THAT(text, HasSubstr("#   line 3: response.score: column \"Rating\": \"many\" neither"));
  EXPECT_THAT(ExplainText(kFiles[1]).text, HasSubstr("#   line 6: Status is Spam\n"));
}

TEST(ExplainTest, ColumnsOfRowsThatAreGroupedAreSaidOnce) {
  const std::string text = ExplainText(kFiles[4]).text;
  EXPECT_THAT(text, HasSubstr("#   value_text     comment, other\n"));
  EXPECT_THAT(text, Not(HasSubstr("#   rows[")));
}

TEST(ExplainTest, AnUnknownFileGetsADraft) {
  const Explanation explanation = ExplainText("id,score,why\n1,9,Very good indeed\n");
  EXPECT_THAT(explanation.problem.message(), HasSubstr("no known format"));
  EXPECT_THAT(explanation.text, HasSubstr("\nsubmission_id <- \"id\"\n"));
  EXPECT_THAT(explanation.text, HasSubstr("\nscore <- \"score\" number\n"));
  EXPECT_THAT(ExplainText("id;score\n1;9\n").text, HasSubstr("\ndelimiter \";\"\n"));
}

TEST(ExplainTest, ASurveyWithoutMetricGetsItsQuestions) {
  const Explanation explanation = ExplainText(
      "#,How was it?,Start Date (UTC),Submit Date (UTC)\na,4,2025-10-01 08:00:00,2025-10-01 "
      "08:00:00\n");
  EXPECT_THAT(explanation.problem.message(), HasSubstr("no column can be told"));
  EXPECT_THAT(explanation.text, HasSubstr("\nformat typeform-csv"));
  EXPECT_THAT(explanation.text, HasSubstr("\n# question \"How was it?\"\n"));
}

TEST(ExplainTest, AnUnknownZoneIsLeftToTheReader) {
  std::string file(kFiles[1]);
  file.replace(file.find("America/Denver"), 14, "America/Nowhere");
  const Explanation explanation = ExplainText(file);
  EXPECT_THAT(explanation.problem.message(), HasSubstr("no known time zone"));
  EXPECT_THAT(explanation.text, HasSubstr("\n# Not known: zone \"America/Nowhere\"\n"));
  EXPECT_THAT(explanation.text, HasSubstr("\nquestion \"Q1\"\n"));
  EXPECT_TRUE(formats::ParseMapping(explanation.text).ok());
}

TEST(ExplainTest, OurOwnFormatNeedsNoMapping) {
  const Explanation explanation = ExplainText("submission_id,source_id,metric,score\na,s,nps,9\n");
  EXPECT_TRUE(explanation.problem.ok());
  EXPECT_THAT(explanation.text, HasSubstr("# Read as voc-csv.\n"));
  EXPECT_THAT(explanation.text, HasSubstr("no mapping is needed"));
}

}  // namespace
}  // namespace voc::cli
