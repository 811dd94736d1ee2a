#include "server/views/query/filter_validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/server/views/query/times.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Fields(const v1::Filter& filter) {
  std::vector<std::string> fields;
  for (const base::Violation& violation : ValidateFilter(filter)) {
    EXPECT_FALSE(violation.description.empty());
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(ValidateFilter, GoodOnesHaveNoViolations) {
  v1::Filter filter;
  EXPECT_THAT(Fields(filter), IsEmpty());
  filter.add_metrics(v1::METRIC_NPS);
  filter.add_journey_stages(v1::JOURNEY_STAGE_UNSPECIFIED);
  filter.add_nps_groups(v1::NPS_GROUP_PASSIVE);
  filter.add_sentiment_labels(v1::SENTIMENT_LABEL_UNLABELLED);
  filter.set_min_score(3);
  filter.set_max_score(3);
  *filter.mutable_interval()->mutable_start_time() = StampAt("0001-01-01T00:00:00Z");
  *filter.mutable_interval()->mutable_end_time() = StampAt("9999-12-31T23:59:59Z");
  for (int i = 0; i < kMaxFilterValues; ++i) filter.add_account_ids(std::to_string(i));
  filter.set_text_contains(std::string(kMaxTextContainsBytes, 'x'));
  EXPECT_THAT(Fields(filter), IsEmpty());
}

TEST(ValidateFilter, NamesEveryBadEnumValue) {
  v1::Filter filter;
  filter.add_metrics(v1::METRIC_NPS);
  filter.add_metrics(v1::METRIC_UNSPECIFIED);
  filter.add_metrics(static_cast<v1::Metric>(77));
  filter.add_journey_stages(static_cast<v1::JourneyStage>(6));
  filter.add_nps_groups(v1::NPS_GROUP_UNSPECIFIED);
  filter.add_sentiment_labels(v1::SENTIMENT_LABEL_UNSPECIFIED);
  EXPECT_THAT(Fields(filter),
              ElementsAre("filter.metrics[1]", "filter.metrics[2]", "filter.journey_stages[0]",
                          "filter.nps_groups[0]", "filter.sentiment_labels[0]"));
}

TEST(ValidateFilter, LimitsTheValuesOfEveryField) {
  v1::Filter filter;
  for (int i = 0; i <= kMaxFilterValues; ++i) {
    const std::string value = std::to_string(i);
    filter.add_metrics(v1::METRIC_NPS);
    filter.add_source_ids(value);
    filter.add_question_ids(value);
    filter.add_account_ids(value);
    filter.add_respondent_ids(value);
    filter.add_channels(value);
    filter.add_languages(value);
    filter.add_journey_stages(v1::JOURNEY_STAGE_LAND);
    filter.add_touchpoints(value);
    filter.add_platforms(value);
    filter.add_themes(value);
    (*filter.mutable_properties())[value] = value;
    filter.add_nps_groups(v1::NPS_GROUP_PASSIVE);
    filter.add_sentiment_labels(v1::SENTIMENT_LABEL_NEUTRAL);
  }
  EXPECT_THAT(Fields(filter),
              ElementsAre("filter.metrics", "filter.source_ids", "filter.question_ids",
                          "filter.account_ids", "filter.respondent_ids", "filter.channels",
                          "filter.languages", "filter.journey_stages", "filter.touchpoints",
                          "filter.platforms", "filter.themes", "filter.properties",
                          "filter.nps_groups", "filter.sentiment_labels"));
}

TEST(ValidateFilter, IntervalMustEndAfterItsStart) {
  v1::Filter filter;
  *filter.mutable_interval()->mutable_start_time() = StampAt("2025-01-01T00:00:00Z");
  EXPECT_THAT(Fields(filter), IsEmpty());
  *filter.mutable_interval()->mutable_end_time() = StampAt("2025-01-01T00:00:00Z");
  EXPECT_THAT(Fields(filter), ElementsAre("filter.interval"));
  *filter.mutable_interval()->mutable_end_time() = StampAt("2025-01-01T00:00:00.000000001Z");
  EXPECT_THAT(Fields(filter), IsEmpty());
}

TEST(ValidateFilter, TimesMustBeTimes) {
  v1::Filter filter;
  filter.mutable_interval()->mutable_start_time()->set_nanos(-1);
  filter.mutable_interval()->mutable_end_time()->set_seconds(253'402'300'800);
  EXPECT_THAT(Fields(filter),
              ElementsAre("filter.interval.start_time", "filter.interval.end_time"));
}

TEST(ValidateFilter, TextNotTooLong) {
  v1::Filter filter;
  filter.set_min_score(4);
  filter.set_max_score(3);
  filter.set_text_contains(std::string(kMaxTextContainsBytes + 1, 'x'));
  EXPECT_THAT(Fields(filter), ElementsAre("filter.text_contains"));
}

TEST(ValidateFilter, PathsBeginWithTheGivenOne) {
  v1::Filter filter;
  filter.add_metrics(v1::METRIC_UNSPECIFIED);
  EXPECT_EQ(ValidateFilter(filter, "query.filter").front().field, "query.filter.metrics[0]");
}

}  // namespace
}  // namespace voc::views
