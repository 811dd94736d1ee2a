// The rules of api.md for trends, one by one. trend_random_test.cc has them all
// at once.
#include "server/views/query/trend.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "server/views/query/answers.h"
#include "server/views/query/trend_cells.h"
#include "storage/base/status_details.h"
#include "tests/unit/server/views/query/fake_facts.h"
#include "tests/unit/server/views/query/no_reader.h"
#include "tests/unit/server/views/query/times.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class TrendTest : public ::testing::Test {
 protected:
  TrendTest() {
    request_.set_metric(v1::TREND_METRIC_NPS);
    request_.set_granularity(v1::GRANULARITY_MONTH);
  }

  Fact Nps(std::string_view time, int score) {
    Fact fact;
    fact.kind = static_cast<uint8_t>(Kind::kNps);
    fact.scale = 11;
    fact.score = static_cast<uint8_t>(score);
    fact.flags = kScored;
    fact.collected_at = At(time);
    fact.event_sequence = fact.sequence = ++events_;
    return fact;
  }

  Fact Scaled(Kind kind, std::string_view time, int score, int scale, bool low_is_good = false) {
    Fact fact = Nps(time, score);
    fact.kind = static_cast<uint8_t>(kind);
    fact.scale = static_cast<uint8_t>(scale);
    if (low_is_good) fact.flags |= kLowIsGood;
    return fact;
  }

  Fact MentionOf(std::string_view time) {
    Fact fact = Nps(time, 0);
    fact.kind = static_cast<uint8_t>(Kind::kMention);
    fact.flags = 0;
    fact.scale = 0;
    fact.label = static_cast<uint8_t>(Label::kUnlabelled);
    return fact;
  }

  Fact Text(std::string_view time, Label label, int sentiment) {
    Fact fact = MentionOf(time);
    fact.flags = kHasText;
    fact.label = static_cast<uint8_t>(label);
    fact.sentiment = static_cast<int16_t>(sentiment);
    return fact;
  }

  void Between(std::string_view start, std::string_view end) {
    v1::Interval& interval = *request_.mutable_filter()->mutable_interval();
    *interval.mutable_start_time() = StampAt(start);
    *interval.mutable_end_time() = StampAt(end);
  }

  v1::QueryTrendResponse Query(base::TimeNs now = 0) {
    facts_.set_sequence(events_);
    const auto response = QueryTrend(request_, facts_, dictionaries_, NoReader(), now);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(v1::QueryTrendResponse());
  }

  // The points of the only series.
  std::vector<v1::TrendPoint> Points() {
    const v1::QueryTrendResponse response = Query();
    EXPECT_EQ(response.series_size(), 1);
    if (response.series().empty()) return {};
    return {response.series(0).points().begin(), response.series(0).points().end()};
  }

  std::vector<int64_t> Counts() {
    std::vector<int64_t> counts;
    for (const v1::TrendPoint& point : Points()) counts.push_back(point.n());
    return counts;
  }

  v1::QueryTrendRequest request_;
  Dictionaries dictionaries_;
  FakeFacts facts_;
  uint64_t events_ = 0;
};

std::vector<std::string> Names(const v1::QueryTrendResponse& response, const std::string& key) {
  std::vector<std::string> names;
  for (const v1::TrendSeries& series : response.series()) {
    const auto found = series.group().find(key);
    names.push_back(found == series.group().end() ? "(none)" : found->second);
  }
  return names;
}

TEST_F(TrendTest, AbsentEndsAreThoseOfTheData) {
  facts_.Add(Nps("2025-02-10T12:00:00Z", 9));
  facts_.Add(Nps("2025-04-10T12:00:00Z", 9));
  Fact unscored = Nps("2025-09-10T12:00:00Z", 0);
  unscored.flags = 0;
  facts_.Add(unscored);
  EXPECT_THAT(Counts(), ElementsAre(1, 0, 1));
  const v1::QueryTrendResponse response = Query();
  EXPECT_EQ(Shown(response.series(0).points(0).start_time()), "2025-02-01T00:00:00Z");
  EXPECT_EQ(Shown(response.series(0).points(2).end_time()), "2025-05-01T00:00:00Z");
  EXPECT_EQ(Shown(response.total().start_time()), "2025-02-10T12:00:00Z");
  EXPECT_EQ(Shown(response.total().end_time()), "2025-04-10T12:00:00.000000001Z");
}

TEST_F(TrendTest, WithoutDataAndWithAnOpenEndThereAreNoPoints) {
  *request_.mutable_filter()->mutable_interval()->mutable_start_time() =
      StampAt("2025-01-01T00:00:00Z");
  const v1::QueryTrendResponse response = Query();
  ASSERT_EQ(response.series_size(), 1);
  EXPECT_EQ(response.series(0).points_size(), 0);
  EXPECT_EQ(response.series(0).total().n(), 0);
  EXPECT_TRUE(response.total().below_min_n());
  EXPECT_EQ(Shown(response.total().start_time()), "2025-01-01T00:00:00Z");
  EXPECT_FALSE(response.total().has_end_time());
  request_.add_group_by("source");
  EXPECT_EQ(Query().series_size(), 0);
}

TEST_F(TrendTest, EmptyBucketsOfTheIntervalAreReturned) {
  Between("2025-01-01T00:00:00Z", "2025-04-01T00:00:00Z");
  EXPECT_THAT(Counts(), ElementsAre(0, 0, 0));
  const v1::TrendPoint point = Points().front();
  EXPECT_FALSE(point.has_value());
  EXPECT_FALSE(point.has_mean());
  EXPECT_FALSE(point.has_delta());
  EXPECT_FALSE(point.has_ci_low());
}

TEST_F(TrendTest, EndsInsideABucketKeepItsCalendarEdgesAndCountTheInterval) {
  for (const char* time : {"2025-01-10T00:00:00Z", "2025-01-20T00:00:00Z", "2025-02-10T00:00:00Z",
                           "2025-02-20T00:00:00Z"}) {
    facts_.Add(Nps(time, 9));
  }
  Between("2025-01-15T00:00:00Z", "2025-02-20T00:00:00Z");
  const std::vector<v1::TrendPoint> points = Points();
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(Shown(points[0].start_time()), "2025-01-01T00:00:00Z");
  EXPECT_EQ(Shown(points[1].end_time()), "2025-03-01T00:00:00Z");
  EXPECT_THAT(Counts(), ElementsAre(1, 1));
  EXPECT_EQ(Query().series(0).total().n(), 2);
}

TEST_F(TrendTest, BucketsAreCutInTheZoneOfTheRequest) {
  request_.set_granularity(v1::GRANULARITY_DAY);
  request_.set_time_zone("Asia/Kathmandu");
  facts_.Add(Nps("2025-05-14T18:14:59Z", 9));
  facts_.Add(Nps("2025-05-14T18:15:00Z", 9));
  facts_.Add(Nps("2025-05-14T18:15:01Z", 9));
  EXPECT_THAT(Counts(), ElementsAre(1, 2));
}

TEST_F(TrendTest, TheFirstBucketIsComparedWithTheOneBeforeTheInterval) {
  facts_.Add(Nps("2024-12-31T23:59:59Z", 0));
  facts_.Add(Nps("2025-01-20T00:00:00Z", 9));
  facts_.Add(Nps("2025-01-05T00:00:00Z", 0));  // January, but not of the interval
  facts_.Add(Nps("2025-02-20T00:00:00Z", 8));
  Between("2025-01-15T00:00:00Z", "2025-03-01T00:00:00Z");
  const std::vector<v1::TrendPoint> points = Points();
  ASSERT_EQ(points.size(), 2u);
  EXPECT_DOUBLE_EQ(points[0].delta(), 200);
  // The first bucket as it is shown.
  EXPECT_DOUBLE_EQ(points[1].delta(), points[1].value() - points[0].value());
}

TEST_F(TrendTest, TotalComparesWithTheIntervalOfTheSameLengthBefore) {
  request_.set_granularity(v1::GRANULARITY_TOTAL);
  Between("2025-01-11T00:00:00Z", "2025-01-21T00:00:00Z");
  facts_.Add(Nps("2024-12-31T23:59:59Z", 10));
  facts_.Add(Nps("2025-01-01T00:00:00Z", 0));
  facts_.Add(Nps("2025-01-11T00:00:00Z", 10));
  facts_.Add(Nps("2025-01-20T23:59:59Z", 8));
  const std::vector<v1::TrendPoint> points = Points();
  ASSERT_EQ(points.size(), 1u);
  EXPECT_EQ(points[0].n(), 2);
  EXPECT_DOUBLE_EQ(points[0].value(), 50);
  EXPECT_DOUBLE_EQ(points[0].delta(), 150);
}

TEST_F(TrendTest, RollingWindowsEndWithTheirBucketAndReadBeforeTheInterval) {
  request_.set_granularity(v1::GRANULARITY_DAY);
  request_.set_window_days(7);
  request_.set_time_zone("Europe/Stockholm");
  Between("2025-03-31T00:00:00+02:00", "2025-04-02T00:00:00+02:00");
  facts_.Add(Nps("2025-03-17T23:59:59+01:00", 0));  // before what is compared
  facts_.Add(Nps("2025-03-18T00:00:00+01:00", 0));  // compared with the 31st
  facts_.Add(Nps("2025-03-25T00:00:00+01:00", 9));  // first of the 31st
  facts_.Add(Nps("2025-03-31T23:59:59+02:00", 9));  // last of the 31st
  facts_.Add(Nps("2025-04-01T00:00:00+02:00", 8));
  const std::vector<v1::TrendPoint> points = Points();
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(Shown(points[0].start_time()), "2025-03-24T23:00:00Z");
  EXPECT_EQ(Shown(points[0].end_time()), "2025-03-31T22:00:00Z");
  EXPECT_EQ(points[0].n(), 2);
  EXPECT_DOUBLE_EQ(points[0].delta(), 200);
  // The 25th has left the window: it is what the window is compared with.
  EXPECT_EQ(points[1].n(), 2);
  EXPECT_DOUBLE_EQ(points[1].delta(), 50 - 100);
  EXPECT_EQ(Query().series(0).total().n(), 2);
}

TEST_F(TrendTest, RollingWindowsDoNotReadPastTheInterval) {
  request_.set_window_days(30);
  Between("2025-03-01T00:00:00Z", "2025-03-20T00:00:00Z");
  facts_.Add(Nps("2025-03-10T00:00:00Z", 9));
  facts_.Add(Nps("2025-03-25T00:00:00Z", 9));
  EXPECT_THAT(Counts(), ElementsAre(1));
}

TEST_F(TrendTest, LatestPerRespondentTakesTheNewestOfEachInEveryWindow) {
  request_.set_respondent_mode(v1::RESPONDENT_MODE_LATEST_PER_RESPONDENT);
  const Ordinal anna = dictionaries_.Intern(Dimension::kRespondent, "anna");
  const auto add = [&](std::string_view time, int score, Ordinal who) {
    Fact fact = Nps(time, score);
    fact.respondent = who;
    facts_.Add(fact);
  };
  add("2025-01-10T00:00:00Z", 0, anna);
  add("2025-01-20T00:00:00Z", 8, anna);
  add("2025-02-10T00:00:00Z", 10, anna);
  add("2025-01-10T00:00:00Z", 10, 0);  // nobody's are never merged
  add("2025-01-10T00:00:00Z", 10, 0);
  const v1::QueryTrendResponse response = Query();
  const auto& points = response.series(0).points();
  ASSERT_EQ(points.size(), 2);
  EXPECT_EQ(points[0].n(), 3);
  EXPECT_EQ(points[0].passives(), 1);
  EXPECT_EQ(points[1].n(), 1);
  EXPECT_EQ(response.series(0).total().n(), 3);
  EXPECT_EQ(response.series(0).total().promoters(), 3);
  EXPECT_EQ(response.total().promoters(), 3);
}

TEST_F(TrendTest, OfEqualTimesTheLaterSequenceIsTheNewest) {
  request_.set_respondent_mode(v1::RESPONDENT_MODE_LATEST_PER_ACCOUNT);
  const Ordinal acme = dictionaries_.Intern(Dimension::kAccount, "acme");
  Fact later = Nps("2025-01-10T00:00:00Z", 10);
  Fact earlier = Nps("2025-01-10T00:00:00Z", 0);
  later.account = earlier.account = acme;
  later.sequence = 90;
  earlier.sequence = 80;
  facts_.Add(later);
  facts_.Add(earlier);
  const v1::TrendPoint point = Points().front();
  EXPECT_EQ(point.n(), 1);
  EXPECT_EQ(point.promoters(), 1);
  EXPECT_EQ(Query().total().promoters(), 1);
}

TEST_F(TrendTest, TheNewestIsTakenAmongWhatPassesAndCounts) {
  request_.set_respondent_mode(v1::RESPONDENT_MODE_LATEST_PER_RESPONDENT);
  const Ordinal anna = dictionaries_.Intern(Dimension::kRespondent, "anna");
  Fact scored = Nps("2025-01-10T00:00:00Z", 3);
  Fact unscored = Nps("2025-01-20T00:00:00Z", 0);
  unscored.flags = 0;
  Fact excluded = Nps("2025-01-21T00:00:00Z", 10);
  excluded.flags |= kExcluded;
  Fact too_high = Nps("2025-01-22T00:00:00Z", 9);
  for (Fact* fact : {&scored, &unscored, &excluded, &too_high}) {
    fact->respondent = anna;
    facts_.Add(*fact);
  }
  request_.mutable_filter()->set_max_score(6);
  EXPECT_EQ(Query().total().detractors(), 1);
}

TEST_F(TrendTest, UnlabelledTextsStandBesideAndEmptyOnesAreNotCounted) {
  request_.set_metric(v1::TREND_METRIC_SENTIMENT);
  facts_.Add(Text("2025-01-10T00:00:00Z", Label::kPositive, 8'000));
  facts_.Add(Text("2025-01-11T00:00:00Z", Label::kNegative, -4'000));
  facts_.Add(Text("2025-01-12T00:00:00Z", Label::kPositive, 2'000));
  facts_.Add(Text("2025-01-12T00:00:00Z", Label::kNeutral, 0));
  facts_.Add(Text("2025-01-13T00:00:00Z", Label::kUnlabelled, 0));
  facts_.Add(MentionOf("2025-01-14T00:00:00Z"));
  const v1::TrendPoint point = Points().front();
  EXPECT_EQ(point.n(), 4);
  EXPECT_EQ(point.positive(), 2);
  EXPECT_EQ(point.neutral(), 1);
  EXPECT_EQ(point.negative(), 1);
  EXPECT_EQ(point.unlabelled(), 1);
  EXPECT_DOUBLE_EQ(point.value(), 25);
  EXPECT_DOUBLE_EQ(point.mean(), 0.15);
  EXPECT_TRUE(point.histogram().empty());
}

TEST_F(TrendTest, AnUnlabelledTextDoesNotReplaceALabelledOne) {
  request_.set_metric(v1::TREND_METRIC_SENTIMENT);
  request_.set_respondent_mode(v1::RESPONDENT_MODE_LATEST_PER_RESPONDENT);
  const Ordinal anna = dictionaries_.Intern(Dimension::kRespondent, "anna");
  for (Fact fact : {Text("2025-01-10T00:00:00Z", Label::kPositive, 8'000),
                    Text("2025-01-11T00:00:00Z", Label::kNegative, -8'000),
                    Text("2025-01-12T00:00:00Z", Label::kUnlabelled, 0)}) {
    fact.respondent = anna;
    facts_.Add(fact);
  }
  const v1::TrendPoint point = Points().front();
  EXPECT_EQ(point.n(), 1);
  EXPECT_EQ(point.negative(), 1);
  EXPECT_EQ(point.unlabelled(), 1);
}

TEST_F(TrendTest, RatingsAreRescaledToFiveWhateverTheirMaximum) {
  request_.set_metric(v1::TREND_METRIC_RATING);
  for (const int32_t rating : {kRatingUnit * 5, kRatingUnit / 2 * 5, kRatingUnit / 2 * 9 - 1}) {
    Fact fact = MentionOf("2025-01-10T00:00:00Z");
    fact.flags |= kRated;
    fact.rating = rating;
    facts_.Add(fact);
  }
  facts_.Add(MentionOf("2025-01-10T00:00:00Z"));
  const v1::TrendPoint point = Points().front();
  EXPECT_EQ(point.n(), 3);
  EXPECT_NEAR(point.value(), 4, 1e-8);
  EXPECT_THAT(point.histogram(), UnorderedElementsAre(Pair(5, 1), Pair(3, 1), Pair(4, 1)));
}

TEST_F(TrendTest, ScalesAndDirectionsAreSplitAndTheirTotalHoldsNAlone) {
  request_.set_metric(v1::TREND_METRIC_CES);
  facts_.Add(Scaled(Kind::kCes, "2025-01-10T00:00:00Z", 7, 7));
  facts_.Add(Scaled(Kind::kCes, "2025-01-10T00:00:00Z", 1, 7, true));
  facts_.Add(Scaled(Kind::kCes, "2025-01-10T00:00:00Z", 4, 5));
  const v1::QueryTrendResponse response = Query();
  EXPECT_THAT(Names(response, "scale"), ElementsAre("5", "7", "7-low"));
  EXPECT_EQ(response.total().n(), 3);
  EXPECT_FALSE(response.total().has_value());
  EXPECT_FALSE(response.total().has_mean());
  EXPECT_TRUE(response.total().histogram().empty());
  EXPECT_DOUBLE_EQ(response.series(2).points(0).agree_share(), 100);
}

TEST_F(TrendTest, OneScaleIsNotNamed) {
  request_.set_metric(v1::TREND_METRIC_CSAT);
  // Another scale before the interval is read for a comparison only.
  facts_.Add(Scaled(Kind::kCsat, "2024-12-10T00:00:00Z", 7, 7));
  facts_.Add(Scaled(Kind::kCsat, "2025-01-10T00:00:00Z", 4, 5));
  Between("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z");
  const v1::QueryTrendResponse response = Query();
  EXPECT_THAT(Names(response, "scale"), ElementsAre("(none)"));
  EXPECT_FALSE(response.series(0).points(0).has_delta());
  EXPECT_DOUBLE_EQ(response.total().value(), 100);
}

TEST_F(TrendTest, GroupsAreThoseWithFeedbackInTheIntervalSorted) {
  request_.add_group_by("channel");
  request_.set_window_days(30);
  const auto add = [&](std::string_view time, std::string_view channel) {
    Fact fact = Nps(time, 9);
    fact.channel = dictionaries_.Intern(Dimension::kChannel, channel);
    facts_.Add(fact);
  };
  add("2025-02-10T00:00:00Z", "web");
  add("2025-02-10T00:00:00Z", "");
  add("2025-02-10T00:00:00Z", "email");
  add("2025-01-31T00:00:00Z", "sms");  // in the window, not in the interval
  Between("2025-02-01T00:00:00Z", "2025-03-01T00:00:00Z");
  EXPECT_THAT(Names(Query(), "channel"), ElementsAre("", "email", "web"));
}

TEST_F(TrendTest, JourneyStagesAndPropertiesAreNamed) {
  request_.add_group_by("journey_stage");
  request_.add_group_by("property.plan");
  Fact fact = Nps("2025-02-10T00:00:00Z", 9);
  facts_.Add(fact);
  fact.journey_stage = v1::JOURNEY_STAGE_ADOPT;
  fact.property_set = dictionaries_.Intern(Dimension::kPropertySet, PackPairs({{"plan", "pro"}}));
  facts_.Add(fact);
  const v1::QueryTrendResponse response = Query();
  EXPECT_THAT(Names(response, "journey_stage"), ElementsAre("", "adopt"));
  EXPECT_THAT(Names(response, "property.plan"), ElementsAre("", "pro"));
}

TEST_F(TrendTest, AFeedbackCountsInEachOfItsThemesAndOnceInTheTotal) {
  request_.add_group_by("theme");
  Fact both = Nps("2025-02-10T00:00:00Z", 9);
  both.theme_set = dictionaries_.Intern(Dimension::kThemeSet, PackList({"price", "support"}));
  facts_.Add(both);
  facts_.Add(Nps("2025-02-10T00:00:00Z", 0));
  for (const v1::RespondentMode mode :
       {v1::RESPONDENT_MODE_ALL_RESPONSES, v1::RESPONDENT_MODE_LATEST_PER_RESPONDENT}) {
    request_.set_respondent_mode(mode);
    const v1::QueryTrendResponse response = Query();
    EXPECT_THAT(Names(response, "theme"), ElementsAre("", "price", "support"));
    for (const v1::TrendSeries& series : response.series()) EXPECT_EQ(series.total().n(), 1);
    EXPECT_EQ(response.total().n(), 2);
  }
}

TEST_F(TrendTest, ExcludedFeedbackCountsOnlyOnRequest) {
  Fact excluded = Nps("2025-02-10T00:00:00Z", 9);
  excluded.flags |= kExcluded;
  facts_.Add(excluded);
  facts_.Add(Nps("2025-02-10T00:00:00Z", 9));
  EXPECT_EQ(Query().total().n(), 1);
  request_.mutable_filter()->set_include_excluded(true);
  EXPECT_EQ(Query().total().n(), 2);
}

TEST_F(TrendTest, PointsSayWhetherTheyAreFinalAndFromWhichEvent) {
  facts_.Add(Nps("2025-01-10T00:00:00Z", 9));
  const base::TimeNs due = At("2025-02-04T00:00:00Z");
  v1::TrendPoint point = Query(due - 1).series(0).points(0);
  EXPECT_FALSE(point.final());
  point = Query(due).series(0).points(0);
  EXPECT_TRUE(point.final());
  EXPECT_EQ(point.revision(), 1u);
}

TEST_F(TrendTest, ABadRequestNamesEveryBadField) {
  request_.set_metric(v1::TREND_METRIC_UNSPECIFIED);
  request_.add_group_by("nonsense");
  const auto response = QueryTrend(request_, facts_, dictionaries_, NoReader(), 0);
  const google::rpc::Status status = base::ToRpcStatus(response.status());
  EXPECT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(status.DebugString(), HasSubstr("group_by[0]"));
}

TEST_F(TrendTest, TooManyBucketsAndTooManyCellsAreRefused) {
  request_.set_granularity(v1::GRANULARITY_HOUR);
  Between("2000-01-01T00:00:00Z", "2025-01-01T00:00:00Z");
  const auto buckets = QueryTrend(request_, facts_, dictionaries_, NoReader(), 0);
  EXPECT_EQ(buckets.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(base::ToStd(buckets.status().message())), HasSubstr("granularity"));

  Between("2020-01-01T00:00:00Z", "2025-01-01T00:00:00Z");
  request_.add_group_by("account");
  for (int i = 0; i < 20; ++i) {
    Fact fact = Nps("2024-01-01T00:00:00Z", 9);
    fact.account = dictionaries_.Intern(Dimension::kAccount, std::to_string(i));
    facts_.Add(fact);
  }
  const auto cells = QueryTrend(request_, facts_, dictionaries_, NoReader(), 0);
  EXPECT_EQ(cells.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(base::ToStd(cells.status().message())), HasSubstr("group_by"));
}

// Answers with the texts it was given, by event.
class TextReader final : public FeedbackReader {
 public:
  explicit TextReader(std::map<uint64_t, std::string> texts) : texts_(std::move(texts)) {}

  absl::Status Read(
      absl::Span<const uint64_t> events,
      absl::FunctionRef<absl::Status(size_t, const v1::Feedback&)> visit) const override {
    for (size_t i = 0; i < events.size(); ++i) {
      v1::Feedback feedback;
      feedback.mutable_response()->set_comment(texts_.at(events[i]));
      if (absl::Status status = visit(i, feedback); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

 private:
  const std::map<uint64_t, std::string> texts_;
};

TEST_F(TrendTest, TextIsLookedForInWhatIsStored) {
  facts_.Add(Nps("2024-12-10T00:00:00Z", 0));   // 1
  facts_.Add(Nps("2025-01-10T00:00:00Z", 9));   // 2
  facts_.Add(Nps("2025-01-10T00:00:00Z", 0));   // 3
  facts_.Add(Nps("2025-01-20T00:00:00Z", 10));  // 4
  const TextReader reader({{1, "a CRASH"}, {2, "crashed"}, {3, "fine"}, {4, "Crash!"}});
  request_.mutable_filter()->set_text_contains("crash");
  Between("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z");
  const auto response = QueryTrend(request_, facts_, dictionaries_, reader, 0);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->total().n(), 2);
  // Also before the interval.
  EXPECT_DOUBLE_EQ(response->series(0).points(0).delta(), 200);
  EXPECT_FALSE(QueryTrend(request_, facts_, dictionaries_, NoReader(), 0).ok());
}

}  // namespace
}  // namespace voc::views
