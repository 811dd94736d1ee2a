#include "client/cli/mapped_json.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/cli/byte_source.h"
#include "client/formats/catalog.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;

// "LINE KEY/QUESTION SCORE", "LINE- KEY: REASON" or "LINE! FIELD: REASON".
std::vector<std::string> Read(std::string_view format, std::string_view text, int rating_max = 0) {
  const formats::Format* const known = formats::FindFormat(format);
  EXPECT_NE(known, nullptr) << format;
  const auto source = OpenBytes(text);
  const auto records = OpenMappedJson(*source, known->mapping, rating_max, {.source_id = "s"});
  std::vector<std::string> events;
  while (true) {
    v1::Feedback feedback;
    const auto event = records->Next(&feedback);
    EXPECT_TRUE(event.ok()) << event.status();
    if (!event.ok() || *event == RecordReader::Event::kEnd) return events;
    const std::string line = absl::StrCat(records->line());
    if (*event == RecordReader::Event::kFeedback) {
      const double score = feedback.has_mention()
                               ? feedback.mention().rating() / feedback.mention().rating_max()
                               : feedback.response().score();
      events.push_back(absl::StrCat(line, " ", feedback.submission_id(), "/",
                                    feedback.question_id(), " ", score));
    } else if (*event == RecordReader::Event::kLeftOut) {
      events.push_back(absl::StrCat(line, "- ", records->left_out().submission_id(), ": ",
                                    records->left_out().reason()));
    } else {
      for (const auto& violation : records->violations()) {
        events.push_back(absl::StrCat(line, "! ", violation.field, ": ", violation.description));
      }
    }
  }
}

TEST(MappedJsonTest, StoredLeftOutAndRejected) {
  EXPECT_THAT(Read("zendesk-json", R"({"satisfaction_ratings":[
{"id":1,"score":"good","created_at":"2025-01-01T00:00:00Z"},
{"id":2,"score":"offered","created_at":"2025-01-01T00:00:00Z"},
{"id":3,"score":"meh","created_at":"2025-01-01T00:00:00Z"}]})"),
              ElementsAre("2 1/ 2", "3- 2: offered, not answered",
                          "4! response.score: column \"score\": \"meh\" is none of good, "
                          "good_with_comment, bad, bad_with_comment"));
}

TEST(MappedJsonTest, OneBadAnswerRefusesTheSubmission) {
  EXPECT_THAT(
      Read(
          "formbricks-json",
          R"([{"id":"a","surveyId":"f","createdAt":"2025-01-01T00:00:00Z","data":{"nps":9,"csat":6}},
{"id":"b","surveyId":"f","createdAt":"2025-01-01T00:00:00Z","data":{"nps":9,"csat":5}}])"),
      ElementsAre("1! response.score: must be from 1 to 5, is 6 (question \"csat\")", "2 b/nps 9",
                  "2 b/csat 5"));
}

TEST(MappedJsonTest, ADocumentThatBreaksOffLeavesNothingBehind) {
  EXPECT_THAT(Read("wootric-json", "[{\"id\":1,\"score\":9},\n{\"id\":2,\"sco"),
              ElementsAre("2! : the JSON breaks off: the text ends too early"));
}

constexpr std::string_view kUnclear =
    R"([{"id":"a","surveyId":"f","createdAt":"2025-01-01T00:00:00Z","data":{"x":9,"why":"So so"}},
{"id":"b","surveyId":"f","createdAt":"2025-01-01T00:00:00Z","data":{"x":7}}])";

TEST(MappedJsonTest, AFileWithoutAMetricIsRefusedOnce) {
  EXPECT_THAT(Read("formbricks-json", kUnclear),
              ElementsAre("1! response.metric: none of the questions is known to ask for nps, csat "
                          "or ces: \"x\", \"why\"; voc import --explain FILE writes a mapping that "
                          "can say it, for --map"));
}

TEST(MappedJsonTest, AMappingSaysWhatQuestionsAskFor) {
  const formats::Format* const known = formats::FindFormat("formbricks-json");
  ASSERT_NE(known, nullptr);
  // As its comment tells.
  auto mapping = formats::ParseMapping(
      absl::StrCat(std::string(known->text), "metric <- \"question\" values x=nps otherwise none\n",
                   "score <- \"other\" when \"question\" is x\n"));
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  const auto source = OpenBytes(kUnclear);
  const auto records = OpenMappedJson(*source, *mapping, 0, {});
  for (const int score : {9, 7}) {
    v1::Feedback feedback;
    const auto event = records->Next(&feedback);
    ASSERT_TRUE(event.ok()) << event.status();
    ASSERT_EQ(*event, RecordReader::Event::kFeedback);
    EXPECT_EQ(feedback.response().score(), score);
    EXPECT_EQ(feedback.question_id(), "x");
    EXPECT_EQ(feedback.response().comment(), score == 9 ? "So so" : "");
  }
}

TEST(MappedJsonTest, RowsOfManyShapes) {
  std::string text;
  std::vector<std::string> expected;
  for (int i = 1; i <= 1200; ++i) {
    absl::StrAppend(&text, "{\"id\":", i, ",\"score\":9,\"end_user_id\":1,\"completed\":true,");
    // More columns than are kept, each in one record.
    absl::StrAppend(&text, i % 2 == 0 ? "\"text\":\"x\"," : "", "\"k", i, "\":\"v\",",
                    "\"created_at\":\"2025-01-01T00:00:00Z\"}\n");
    expected.push_back(absl::StrCat(i, " ", i, "/ 9"));
  }
  EXPECT_EQ(Read("wootric-json", text), expected);
}

TEST(MappedJsonTest, SecondsAndMillisAreToldApartByHowManyTheyAre) {
  EXPECT_THAT(Read("countly-json", R"([{"_id":"a","sg":{"rating":5},"ts":1761984000},
{"_id":"b","sg":{"rating":4},"ts":1761984000000},
{"_id":"c","sg":{"rating":4},"ts":17619840}])"),
              ElementsAre("1 a/ 5", "2 b/ 4",
                          "3! collected_at: column \"ts\": \"17619840\" is not a number of "
                          "seconds or milliseconds since 1970, from 1990 to 2199"));
}

TEST(MappedJsonTest, HalfACharacterCostsItself) {
  const formats::Format* const known = formats::FindFormat("wootric-json");
  ASSERT_NE(known, nullptr);
  const auto source =
      OpenBytes(R"([{"id":1,"score":9,"text":"Bra \ud83d","created_at":"2025-01-01T00:00:00Z"}])");
  const auto records = OpenMappedJson(*source, known->mapping, 0, {});
  v1::Feedback feedback;
  const auto event = records->Next(&feedback);
  ASSERT_TRUE(event.ok()) << event.status();
  ASSERT_EQ(*event, RecordReader::Event::kFeedback);
  EXPECT_EQ(feedback.response().comment(), "Bra \xEF\xBF\xBD");
}

TEST(MappedJsonTest, ScaleIsPassedOn) {
  constexpr std::string_view kReview =
      R"({"data":[{"id":1,"attributes":{"star_rating":5,"submitted_at":"2025-01-01T00:00:00Z"}}]})";
  EXPECT_THAT(Read("g2-json", kReview), ElementsAre("1 1/ 1"));
  EXPECT_THAT(Read("g2-json", kReview, 10), ElementsAre("1 1/ 0.5"));
}

}  // namespace
}  // namespace voc::cli
