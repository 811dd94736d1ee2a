#include "client/formats/mapper.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::unique_ptr<Mapper> Make(std::string_view map, const std::string& source = "web") {
  auto mapping = ParseMapping(map);
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  return std::make_unique<Mapper>(*std::move(mapping), MapperOptions{.source_id = source});
}

Mapped MapOne(std::string_view map,
              const std::vector<std::pair<std::string, std::string>>& record) {
  const auto mapper = Make(map);
  std::vector<std::string> names;
  std::vector<std::string_view> texts;
  for (const auto& [name, text] : record) {
    names.push_back(name);
    texts.push_back(text);
  }
  mapper->SetColumns(names);
  return mapper->Map(texts);
}

std::vector<std::string> Reasons(const Mapped& mapped) {
  std::vector<std::string> reasons;
  for (const auto& violation : mapped.violations) {
    reasons.push_back(absl::StrCat(violation.field, ": ", violation.description));
  }
  for (const v1::LeftOut& left : mapped.left_out) {
    reasons.push_back(
        absl::StrCat(left.submission_id(), "/", left.question_id(), " ", left.reason()));
  }
  return reasons;
}

constexpr std::string_view kSimple =
    "submission_id <- id\nmetric = nps\nscore <- Score number\ncomment <- Why\n"
    "collected_at <- At time\nclient_revision <- Changed time\n"
    "respondent_id <- Email lower\naccount_id <- Email domain\nignore IP\n";

TEST(MapperTest, AResponse) {
  const Mapped mapped = MapOne(kSimple, {{"ID", "r1"},
                                         {"score", "Very likely - 10"},
                                         {"why", " Bra! "},
                                         {"IP", "::1"},
                                         {"At", "2025-10-09 08:53:20 UTC"},
                                         {"Changed", "1970-01-02 00:00:00Z"},
                                         {"E-mail", "x"},
                                         {"Email", "Ann@Example.com"},
                                         {"Plan name", "gold"},
                                         {"Seats", ""}});
  ASSERT_THAT(Reasons(mapped), IsEmpty());
  ASSERT_EQ(mapped.feedback.size(), 1u);
  const v1::Feedback& feedback = mapped.feedback[0];
  EXPECT_EQ(feedback.source_id(), "web");
  EXPECT_EQ(feedback.submission_id(), "r1");
  EXPECT_EQ(feedback.response().metric(), v1::METRIC_NPS);
  EXPECT_EQ(feedback.response().score(), 10);
  EXPECT_EQ(feedback.response().comment(), "Bra!");
  EXPECT_EQ(feedback.collected_at().seconds(), 1760000000);
  EXPECT_EQ(feedback.client_revision(), 86400u);
  EXPECT_EQ(feedback.respondent_id(), "ann@example.com");
  EXPECT_EQ(feedback.account_id(), "example.com");
  EXPECT_THAT(feedback.properties(),
              UnorderedElementsAre(Pair("E-mail", "x"), Pair("Plan name", "gold")));
}

TEST(MapperTest, WhatIsWrongNamesTheColumn) {
  EXPECT_THAT(
      Reasons(MapOne(kSimple, {{"id", "r1"}, {"Score", "many"}, {"At", "soon"}})),
      ElementsAre(
          "response.score: column \"Score\": \"many\" neither begins nor ends with a number",
          "collected_at: column \"At\": \"soon\" is not a time such as 2025-03-31 14:05:00"));
  EXPECT_THAT(Reasons(MapOne(kSimple, {{"id", ""}, {"Score", "7"}})),
              ElementsAre("submission_id: is required"));
}

TEST(MapperTest, WithoutAnswerItIsLeftOut) {
  EXPECT_THAT(Reasons(MapOne(kSimple, {{"id", "r1"}, {"Score", " "}, {"Why", ""}})),
              ElementsAre("r1/ nothing was answered"));
}

TEST(MapperTest, ACommentAloneIsStoredUnscored) {
  const Mapped mapped = MapOne(kSimple, {{"id", "r1"}, {"Score", ""}, {"Why", "Hm"}});
  ASSERT_EQ(mapped.feedback.size(), 1u);
  EXPECT_FALSE(mapped.feedback[0].response().has_score());
  EXPECT_EQ(mapped.feedback[0].response().comment(), "Hm");
}

TEST(MapperTest, TheFirstRuleThatGivesATextCounts) {
  constexpr std::string_view kMap =
      "submission_id <- Link parameter id\nsubmission_id <- hash Link At\n"
      "source_id <- Survey\nsource_id = acme\nmetric = csat\nscore <- s values good=2 bad=1\n";
  const Mapped linked =
      MapOne(kMap, {{"Link", "http://x/?a=1&id=7#z"}, {"At", "1"}, {"s", "Good"}});
  ASSERT_EQ(linked.feedback.size(), 1u) << Reasons(linked)[0];
  EXPECT_EQ(linked.feedback[0].submission_id(), "7");
  EXPECT_EQ(linked.feedback[0].source_id(), "web");
  EXPECT_EQ(linked.feedback[0].response().score(), 2);
  const Mapped hashed = MapOne(kMap, {{"Link", ""}, {"At", "1"}, {"s", "bad"}, {"Survey", "q3"}});
  ASSERT_EQ(hashed.feedback.size(), 1u);
  EXPECT_EQ(hashed.feedback[0].submission_id().size(), 32u);
  EXPECT_EQ(hashed.feedback[0].source_id(), "q3");
  const auto alone = Make(kMap, "");
  alone->SetColumns({"At", "s"});
  EXPECT_EQ(alone->Map({"1", "bad"}).feedback.at(0).source_id(), "acme");
}

TEST(MapperTest, SkippedRecordsAreLeftOutWhateverTheyHold) {
  constexpr std::string_view kMap =
      "skip when Status is 1 \"Survey Preview\"\nskip when Archived filled because archived\n"
      "submission_id <- id\nquestion a\nmetric = nps\nscore <- A\nquestion b\nmetric = csat\nscore "
      "<- B\n";
  EXPECT_THAT(Reasons(MapOne(kMap, {{"id", "r"}, {"Status", "survey preview"}, {"A", "oops"}})),
              ElementsAre("r/a Status is survey preview", "r/b Status is survey preview"));
  EXPECT_THAT(Reasons(MapOne(kMap, {{"id", ""}, {"Archived", "x"}, {"A", "1"}})),
              ElementsAre("/ archived"));
}

TEST(MapperTest, EveryScoredQuestionIsAFeedback) {
  constexpr std::string_view kMap =
      "submission_id <- id\ncomment <- Why\nquestion a\nmetric = nps\nscore <- A\n"
      "question b\nmetric = csat\nscore <- B\n";
  const Mapped both = MapOne(kMap, {{"id", "r"}, {"A", "9"}, {"B", "4"}, {"Why", "Bra"}});
  ASSERT_EQ(both.feedback.size(), 2u);
  EXPECT_EQ(both.feedback[0].question_id(), "a");
  EXPECT_EQ(both.feedback[0].response().comment(), "Bra");
  EXPECT_EQ(both.feedback[1].question_id(), "b");
  EXPECT_EQ(both.feedback[1].response().comment(), "");
  const Mapped second = MapOne(kMap, {{"id", "r"}, {"A", ""}, {"B", "4"}, {"Why", "Bra"}});
  ASSERT_EQ(second.feedback.size(), 1u);
  EXPECT_EQ(second.feedback[0].question_id(), "b");
  EXPECT_EQ(second.feedback[0].response().comment(), "Bra");
  // Nothing of a submission is stored when any of it is wrong.
  const Mapped wrong = MapOne(kMap, {{"id", "r"}, {"A", "9"}, {"B", "x"}, {"Why", "Bra"}});
  EXPECT_TRUE(wrong.feedback.empty());
  EXPECT_EQ(wrong.violations.size(), 1u);
}

TEST(MapperTest, ElementsOfAList) {
  constexpr std::string_view kMap =
      "submission_id <- token\nproperty.* <- hidden.*\neach answers\nquestion_id <- field.ref | "
      "field.id\n"
      "metric <- field.type values nps=nps rating=csat otherwise none\nscore <- number\n"
      "comment <- text\nother <- choice.label\n";
  const Mapped mapped = MapOne(kMap, {{"token", "t"},
                                      {"answers[10].field.id", "r"},
                                      {"answers[10].field.type", "rating"},
                                      {"answers[10].number", "4"},
                                      {"answers[2].field.ref", "n"},
                                      {"answers[2].field.type", "nps"},
                                      {"answers[2].number", "9"},
                                      {"answers[3].field.ref", "c"},
                                      {"answers[3].field.type", "choice"},
                                      {"answers[3].choice.label", "Gold"},
                                      {"answers[11].text", "Fin"},
                                      {"answers[12].text", "Mer"},
                                      {"answers[12].field.id", "more"},
                                      {"hidden.Plan", "pro"}});
  ASSERT_EQ(mapped.feedback.size(), 2u) << Reasons(mapped)[0];
  EXPECT_EQ(mapped.feedback[0].question_id(), "n");
  EXPECT_EQ(mapped.feedback[0].response().score(), 9);
  EXPECT_EQ(mapped.feedback[0].response().comment(), "Fin");
  EXPECT_THAT(mapped.feedback[0].properties(),
              UnorderedElementsAre(Pair("c", "Gold"), Pair("more", "Mer"), Pair("Plan", "pro")));
  EXPECT_EQ(mapped.feedback[1].question_id(), "r");
  EXPECT_EQ(mapped.feedback[1].response().metric(), v1::METRIC_CSAT);
}

TEST(MapperTest, ARuleForSomeRecords) {
  constexpr std::string_view kMap =
      "submission_id <- id\nmetric = nps\nscore <- s\ncomment <- v when type is text\n"
      "finished = true when end filled\n";
  const Mapped text =
      MapOne(kMap, {{"id", "r"}, {"s", "1"}, {"v", "Bra"}, {"type", "Text"}, {"end", "x"}});
  ASSERT_EQ(text.feedback.size(), 1u);
  EXPECT_EQ(text.feedback[0].response().comment(), "Bra");
  EXPECT_TRUE(text.feedback[0].response().finished());
  const Mapped other =
      MapOne(kMap, {{"id", "r"}, {"s", "1"}, {"v", "Bra"}, {"type", "x"}, {"end", ""}});
  ASSERT_EQ(other.feedback.size(), 1u);
  EXPECT_EQ(other.feedback[0].response().comment(), "");
  EXPECT_FALSE(other.feedback[0].response().finished());
}

TEST(MapperTest, AQuestionAnsweredTwiceIsRefused) {
  EXPECT_THAT(
      Reasons(MapOne(
          "submission_id <- id\neach a\nquestion_id <- q\nmetric = nps\nscore <- n\n",
          {{"id", "r"}, {"a[0].q", "x"}, {"a[0].n", "1"}, {"a[1].q", "x"}, {"a[1].n", "2"}})),
      ElementsAre("question_id: question \"x\" is answered twice"));
}

TEST(MapperTest, MentionsOfTwoTexts) {
  constexpr std::string_view kMap =
      "submission_id <- id\nplatform = g2\nmention_type = review\n"
      "question \"\"\nbody <- love\nrating <- stars\nrating_max = 5\nquestion hate\nbody <- hate\n";
  const Mapped both =
      MapOne(kMap, {{"id", "r"}, {"love", "Fast"}, {"hate", "Price"}, {"stars", "4.5"}});
  ASSERT_EQ(both.feedback.size(), 2u);
  EXPECT_EQ(both.feedback[0].mention().rating(), 4.5);
  EXPECT_EQ(both.feedback[1].question_id(), "hate");
  EXPECT_FALSE(both.feedback[1].mention().has_rating());
  EXPECT_EQ(both.feedback[1].mention().body(), "Price");
  EXPECT_EQ(MapOne(kMap, {{"id", "r"}, {"love", ""}, {"hate", ""}, {"stars", "4"}}).feedback.size(),
            1u);
}

TEST(MapperTest, AtMost64Properties) {
  const auto mapper = Make("submission_id <- id\nmetric = nps\nscore <- s\n");
  std::vector<std::string> names = {"id", "s"};
  for (int i = 0; i < 70; ++i) names.push_back(absl::StrCat("p", i));
  const std::vector<std::string_view> texts(names.size(), "1");
  mapper->SetColumns(names);
  const Mapped mapped = mapper->Map(texts);
  ASSERT_EQ(mapped.feedback.size(), 1u);
  EXPECT_EQ(mapped.feedback[0].properties_size(), 64);
  EXPECT_TRUE(mapped.feedback[0].properties().contains("p63"));
  EXPECT_TRUE(mapper->dropped_properties());
}

TEST(MapperTest, TimesWithoutZoneAreNoticedUnlessTheMappingSaysIt) {
  constexpr std::string_view kMap =
      "submission_id <- id\nmetric = nps\nscore <- s\ncollected_at <- t time\n";
  for (const bool said : {false, true}) {
    const auto mapper = Make(absl::StrCat(said ? "zone America/Denver\n" : "", std::string(kMap)));
    mapper->SetColumns({"id", "s", "t"});
    const Mapped mapped = mapper->Map({"1", "9", "2025-07-01 12:00:00"});
    EXPECT_EQ(mapped.feedback.at(0).collected_at().seconds(), said ? 1751392800 : 1751371200);
    EXPECT_EQ(mapper->saw_time_without_zone(), !said);
  }
}

}  // namespace
}  // namespace voc::formats
