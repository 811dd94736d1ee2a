#include "server/views/query/trend_displays.h"

#include <gtest/gtest.h>

#include <string>

#include "server/views/query/trend.h"
#include "tests/unit/server/views/query/fake_facts.h"
#include "tests/unit/server/views/query/no_reader.h"
#include "tests/unit/server/views/query/times.h"

namespace voc::views {
namespace {

class TrendDisplaysTest : public ::testing::Test {
 protected:
  TrendDisplaysTest() {
    request_.set_metric(v1::TREND_METRIC_NPS);
    Asked("app", "2025-01-10T00:00:00Z");
    Asked("app", "2025-01-11T00:00:00Z", "web");
    Asked("app", "2025-01-12T00:00:00Z");
    Asked("app", "2025-02-12T00:00:00Z");
    Answered("app", "2025-01-10T00:00:00Z");
    Answered("app", "2025-02-12T00:00:00Z", "web");
    Answered("mail", "2025-01-10T00:00:00Z");  // whose displays nobody records
  }

  Fact FactOf(const std::string& source, std::string_view time, const std::string& channel) {
    Fact fact;
    fact.event_sequence = fact.sequence = ++events_;
    fact.collected_at = At(time);
    fact.source = dictionaries_.Intern(Dimension::kSource, source);
    fact.channel = dictionaries_.Intern(Dimension::kChannel, channel);
    return fact;
  }

  void Asked(const std::string& source, std::string_view time, const std::string& channel = "") {
    Fact fact = FactOf(source, time, channel);
    fact.kind = static_cast<uint8_t>(Kind::kDisplay);
    fact.scale = v1::METRIC_NPS;
    dictionaries_.Intern(Dimension::kAskedSource, source);
    facts_.Add(fact);
  }

  void Answered(const std::string& source, std::string_view time, const std::string& channel = "") {
    Fact fact = FactOf(source, time, channel);
    fact.kind = static_cast<uint8_t>(Kind::kNps);
    fact.flags = kScored;
    fact.scale = 11;
    fact.score = 9;
    facts_.Add(fact);
  }

  v1::QueryTrendResponse Query() {
    auto response =
        QueryTrend(request_, facts_, dictionaries_, NoReader(), At("2025-06-01T00:00:00Z"));
    EXPECT_TRUE(response.ok()) << response.status();
    return *std::move(response);
  }

  static std::string Rate(const v1::TrendPoint& point) {
    if (!point.has_response_rate()) return "none";
    EXPECT_NEAR(point.response_rate(), 100.0 * point.responses() / point.displays(), 1e-12);
    return std::to_string(point.responses()) + "/" + std::to_string(point.displays());
  }

  Dictionaries dictionaries_;
  FakeFacts facts_;
  uint64_t events_ = 0;
  v1::QueryTrendRequest request_;
};

TEST_F(TrendDisplaysTest, CountsBothAndNeverAnswersOfWhoRecordsNoDisplays) {
  const v1::QueryTrendResponse response = Query();
  ASSERT_EQ(response.series_size(), 1);
  EXPECT_EQ(response.series(0).points(0).n(), 2);
  EXPECT_EQ(Rate(response.series(0).points(0)), "1/3");
  EXPECT_EQ(Rate(response.series(0).points(1)), "1/1");
  EXPECT_EQ(Rate(response.series(0).total()), "2/4");
  EXPECT_EQ(Rate(response.total()), "2/4");
}

TEST_F(TrendDisplaysTest, ByGroup) {
  request_.add_group_by("source");
  request_.add_group_by("channel");
  const v1::QueryTrendResponse response = Query();
  ASSERT_EQ(response.series_size(), 3);  // app, mail, and app on the web
  EXPECT_EQ(Rate(response.series(0).total()), "1/3");
  EXPECT_EQ(Rate(response.series(1).total()), "none");
  EXPECT_EQ(Rate(response.series(2).total()), "1/1");
}

TEST_F(TrendDisplaysTest, ThroughTheSameFilter) {
  request_.mutable_filter()->add_channels("web");
  EXPECT_EQ(Rate(Query().total()), "1/1");
  request_.mutable_filter()->clear_channels();
  request_.mutable_filter()->add_source_ids("mail");
  EXPECT_EQ(Rate(Query().total()), "none");
}

TEST_F(TrendDisplaysTest, RollingWindows) {
  request_.set_window_days(365);
  const v1::QueryTrendResponse response = Query();
  EXPECT_EQ(Rate(response.series(0).points(1)), "2/4");
}

TEST_F(TrendDisplaysTest, LeftOutWhereOnlyAnswersHaveIt) {
  request_.mutable_filter()->set_min_score(0);
  EXPECT_EQ(Rate(Query().total()), "none");
  request_.mutable_filter()->clear_min_score();
  request_.add_group_by("theme");
  EXPECT_EQ(Rate(Query().total()), "none");
  request_.clear_group_by();
  request_.set_metric(v1::TREND_METRIC_CSAT);  // asked for another metric
  EXPECT_EQ(Rate(Query().total()), "none");
  request_.set_metric(v1::TREND_METRIC_SENTIMENT);
  EXPECT_EQ(Rate(Query().total()), "none");
}

TEST_F(TrendDisplaysTest, WhoWasAskedAfterTheLastAnswerCountsToo) {
  Asked("app", "2025-03-01T00:00:00Z");
  const v1::QueryTrendResponse response = Query();
  ASSERT_EQ(response.series(0).points_size(), 3);
  EXPECT_EQ(response.series(0).points(2).n(), 0);
  EXPECT_FALSE(response.series(0).points(2).has_value());
  EXPECT_EQ(Rate(response.series(0).points(2)), "0/1");
  EXPECT_EQ(Rate(response.total()), "2/5");
}

TEST_F(TrendDisplaysTest, AnswersFromBeforeDisplaysWereRecordedAreNotInTheRate) {
  for (int i = 0; i < 50; ++i) Answered("app", "2024-11-10T00:00:00Z");
  const v1::QueryTrendResponse response = Query();
  EXPECT_EQ(response.total().n(), 53);
  EXPECT_EQ(Rate(response.series(0).points(0)), "none");
  EXPECT_EQ(Rate(response.total()), "2/4");
}

TEST_F(TrendDisplaysTest, AWrongClockMakesNoBuckets) {
  Asked("app", "2096-01-01T00:00:00Z");
  EXPECT_EQ(Query().series(0).points_size(), 2);
  EXPECT_EQ(Rate(Query().total()), "2/4");
}

TEST_F(TrendDisplaysTest, ADisplayIsNoAnswer) { EXPECT_EQ(Query().total().n(), 3); }

}  // namespace
}  // namespace voc::views
