#include "server/ingest/source_definition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/ingest/limits.h"

namespace voc::ingest {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

v1::Source Survey(v1::Metric metric = v1::METRIC_NPS, int points = 0) {
  v1::Source source;
  source.set_source_id("app");
  source.set_metric(metric);
  source.set_scale_points(points);
  return source;
}

std::vector<std::string> Bad(const v1::Source& source) {
  std::vector<std::string> fields;
  for (const base::Violation& violation : ValidateSource(source)) fields.push_back(violation.field);
  return fields;
}

v1::Source Normal(v1::Source source) {
  EXPECT_THAT(Bad(source), IsEmpty());
  NormalizeSource(source);
  EXPECT_THAT(Bad(source), IsEmpty());
  v1::Source again = source;
  NormalizeSource(again);
  EXPECT_EQ(again.SerializeAsString(), source.SerializeAsString());
  return source;
}

TEST(SourceDefinitionTest, ScalesAreStoredAsWhatTheyMean) {
  EXPECT_EQ(Normal(Survey(v1::METRIC_NPS)).scale_points(), 11);
  EXPECT_EQ(Normal(Survey(v1::METRIC_NPS)).top_box(), 0);
  EXPECT_EQ(Normal(Survey(v1::METRIC_CES)).scale_points(), 7);
  EXPECT_EQ(Normal(Survey(v1::METRIC_CSAT)).scale_points(), 5);
  for (const auto& [points, top] : {std::pair(2, 1), {3, 1}, {5, 2}, {7, 2}, {10, 2}}) {
    EXPECT_EQ(Normal(Survey(v1::METRIC_CSAT, points)).top_box(), top) << points;
  }
  EXPECT_EQ(Normal(Survey()).kind(), v1::SOURCE_KIND_SURVEY);
}

TEST(SourceDefinitionTest, TheTopBoxLeavesAPointBelow) {
  v1::Source source = Survey(v1::METRIC_CSAT, 5);
  for (const auto& [top, good] :
       {std::pair(0, true), {1, true}, {4, true}, {5, false}, {-1, false}}) {
    source.set_top_box(top);
    EXPECT_EQ(Bad(source).empty(), good) << top;
  }
  source = Survey(v1::METRIC_NPS);
  source.set_top_box(1);
  EXPECT_THAT(Bad(source), ElementsAre("source.top_box"));
}

TEST(SourceDefinitionTest, AReviewSiteAsksForNothing) {
  v1::Source source = Survey(v1::METRIC_CES, 5);
  source.set_kind(v1::SOURCE_KIND_REVIEW_SITE);
  source.set_low_is_good(true);
  source.set_top_box(1);
  EXPECT_THAT(Bad(source), ElementsAre("source.metric", "source.scale_points", "source.low_is_good",
                                       "source.top_box"));
  v1::Source site;
  site.set_source_id("g2");
  site.set_kind(v1::SOURCE_KIND_REVIEW_SITE);
  EXPECT_EQ(Normal(site).scale_points(), 0);
  site.set_kind(v1::SOURCE_KIND_SURVEY);
  EXPECT_THAT(Bad(site), ElementsAre("source.metric"));
  site.set_kind(static_cast<v1::SourceKind>(9));
  EXPECT_THAT(Bad(site), Contains("source.kind"));
}

TEST(SourceDefinitionTest, TextsHaveLimitsAndOneSpellingOfEachLanguage) {
  v1::Source source = Survey();
  (*source.mutable_texts())["sv-se"].set_question(std::string(kMaxSurveyTextBytes, 'x'));
  EXPECT_THAT(Normal(source).texts().begin()->first, "sv-SE");
  (*source.mutable_texts())["SV-SE"].set_thank_you("tack");
  EXPECT_THAT(Bad(source), ElementsAre("source.texts"));
  source.clear_texts();
  (*source.mutable_texts())["en"].set_follow_up_happy(std::string(kMaxSurveyTextBytes + 1, 'x'));
  EXPECT_THAT(Bad(source), ElementsAre("source.texts[en].follow_up_happy"));
  source.clear_texts();
  for (char a = 'a'; a <= 'z'; ++a) {
    (*source.mutable_texts())[std::string(2, a)];
    (*source.mutable_texts())[std::string(3, a)];
  }
  EXPECT_THAT(Bad(source), ElementsAre("source.texts"));
}

TEST(SourceDefinitionTest, OriginsAreThereOnce) {
  v1::Source source = Survey();
  source.add_allowed_origins("https://app.example.com");
  source.add_allowed_origins("HTTPS://APP.example.com:443");
  source.add_allowed_origins("https://*.example.com");
  EXPECT_THAT(Normal(source).allowed_origins(),
              ElementsAre("https://app.example.com", "https://*.example.com"));
  source.set_allowed_origins(1, "app.example.com");
  EXPECT_THAT(Bad(source), ElementsAre("source.allowed_origins[1]"));
  for (int i = 0; i < 100; ++i) source.add_allowed_origins("https://a.b");
  EXPECT_THAT(Bad(source), ElementsAre("source.allowed_origins", "source.allowed_origins[1]"));
}

TEST(SourceDefinitionTest, SamplingIsAShareAndQuietPeriodsHaveAnEnd) {
  v1::Source source = Survey();
  for (const double bad : {-0.1, 1.1, std::nan(""), HUGE_VAL}) {
    source.set_sampling(bad);
    EXPECT_THAT(Bad(source), ElementsAre("source.sampling")) << bad;
  }
  for (const double good : {0.0, 1.0}) {
    source.set_sampling(good);
    EXPECT_THAT(Bad(source), IsEmpty());
  }
  source.mutable_quiet_period()->set_seconds(kMaxQuietSeconds);
  EXPECT_THAT(Bad(source), IsEmpty());
  source.mutable_quiet_period()->set_seconds(kMaxQuietSeconds + 1);
  EXPECT_THAT(Bad(source), ElementsAre("source.quiet_period"));
}

TEST(SourceDefinitionTest, TokenKeysAreNamedOnceAndComplete) {
  v1::Source source = Survey();
  for (int i = 0; i < 3; ++i) {
    v1::TokenKey& key = *source.add_token_keys();
    key.set_key_id("k");
    key.set_algorithm(i == 1 ? v1::TOKEN_ALGORITHM_UNSPECIFIED : v1::TOKEN_ALGORITHM_HS256);
    key.set_key(std::string(i == 2 ? 3 : 32, 'x'));
  }
  EXPECT_THAT(Bad(source),
              ElementsAre("source.token_keys[1].key_id", "source.token_keys[1].algorithm",
                          "source.token_keys[2].key_id", "source.token_keys[2].key"));
}

TEST(SourceDefinitionTest, ViolationsHaveALimit) {
  v1::Source source = Survey();
  for (int i = 0; i < 100; ++i) source.add_allowed_origins("bad");
  EXPECT_EQ(ValidateSource(source).size(), kMaxViolations);
}

TEST(SourceDefinitionTest, AnUpdateWithoutAMaskIsOfAllThatMayBeChanged) {
  const auto fields = FieldsOf({});
  ASSERT_TRUE(fields.ok());
  EXPECT_THAT(*fields, Contains("title"));
  EXPECT_THAT(*fields, Contains("token_keys"));
  for (const char* fixed : {"source_id", "keys", "create_time", "update_time"}) {
    EXPECT_THAT(*fields, Not(Contains(fixed)));
  }
  EXPECT_EQ(static_cast<int>(fields->size()), v1::Source::descriptor()->field_count() - 4);
}

TEST(SourceDefinitionTest, FieldsAreReplacedAsAWholeAndAbsentOnesGo) {
  v1::Source source = Survey();
  source.set_sampling(0.5);
  source.mutable_quiet_period()->set_seconds(1);
  (*source.mutable_texts())["en"];
  source.add_allowed_origins("https://a.b");
  v1::Source update;
  update.set_title("new");
  (*update.mutable_texts())["sv"];
  ReplaceFields(update, {"title", "texts", "sampling", "quiet_period", "title"}, source);
  EXPECT_EQ(source.title(), "new");
  EXPECT_EQ(source.texts_size(), 1);
  EXPECT_TRUE(source.texts().contains("sv"));
  EXPECT_FALSE(source.has_sampling());
  EXPECT_FALSE(source.has_quiet_period());
  EXPECT_EQ(source.allowed_origins_size(), 1);
  EXPECT_EQ(source.metric(), v1::METRIC_NPS);
}

}  // namespace
}  // namespace voc::ingest
