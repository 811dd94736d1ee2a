// Known values through the whole query, as a caller gets them, whether answers are of
// nobody known or of an account each; and what a point says of itself beside its value.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/views/query/trend.h"
#include "server/views/query/trend_point.h"
#include "storage/base/time.h"
#include "tests/unit/server/views/query/fake_facts.h"
#include "tests/unit/server/views/query/no_reader.h"
#include "tests/unit/server/views/query/times.h"

namespace voc::views {
namespace {

// Scores and how many gave them.
using Scores = std::vector<std::pair<int, int>>;

constexpr char kFebruary[] = "2025-02-10T00:00:00Z";
constexpr char kMarch[] = "2025-03-10T00:00:00Z";

class TrendGoldenTest : public ::testing::TestWithParam<bool> {
 protected:
  TrendGoldenTest() {
    request_.set_metric(v1::TREND_METRIC_NPS);
    request_.set_granularity(v1::GRANULARITY_MONTH);
  }

  void Add(Kind kind, int scale, std::string_view time, const Scores& scores) {
    for (const auto& [score, count] : scores) {
      for (int i = 0; i < count; ++i) {
        Fact fact;
        fact.kind = static_cast<uint8_t>(kind);
        fact.scale = static_cast<uint8_t>(scale);
        fact.score = static_cast<uint8_t>(score);
        fact.flags = kScored;
        fact.collected_at = At(time);
        fact.event_sequence = fact.sequence = ++events_;
        if (GetParam()) {
          fact.account = dictionaries_.Intern(Dimension::kAccount, absl::StrCat("a", events_));
        }
        facts_->Add(fact);
      }
    }
  }

  void AddNps(std::string_view time, int promoters, int passives, int detractors) {
    Add(Kind::kNps, 11, time, {{10, promoters}, {7, passives}, {3, detractors}});
  }

  std::vector<v1::TrendPoint> Points(base::TimeNs now = 0) {
    facts_->set_sequence(events_);
    const auto response = QueryTrend(request_, *facts_, dictionaries_, NoReader(), now);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok() || response->series_size() != 1) return {};
    total_ = response->total();
    return {response->series(0).points().begin(), response->series(0).points().end()};
  }

  v1::QueryTrendRequest request_;
  v1::TrendPoint total_;  // of the last query
  Dictionaries dictionaries_;
  std::optional<FakeFacts> facts_{std::in_place};
  uint64_t events_ = 0;
};

TEST_P(TrendGoldenTest, NpsAndItsInterval) {
  struct Golden {
    int promoters, passives, detractors;
    double value, low, high;
  };
  for (const Golden& one :
       {Golden{32, 13, 6, 50.9804, 29.2949, 67.0014}, Golden{50, 30, 20, 30, 14.0511, 44.2013},
        Golden{500, 300, 200, 30, 25.0770, 34.7435}, Golden{5, 3, 2, 30, -19.0506, 65.2045},
        Golden{5, 0, 0, 100, 17.4915, 100}, Golden{0, 0, 5, -100, -100, -17.4915}}) {
    facts_.emplace();
    AddNps(kMarch, one.promoters, one.passives, one.detractors);
    const std::vector<v1::TrendPoint> points = Points();
    ASSERT_EQ(points.size(), 1u);
    EXPECT_NEAR(points[0].value(), one.value, 5e-5);
    EXPECT_NEAR(points[0].ci_low(), one.low, 5e-5);
    EXPECT_NEAR(points[0].ci_high(), one.high, 5e-5);
    EXPECT_EQ(points[0].below_min_n(), one.promoters + one.passives + one.detractors < 30);
    EXPECT_FALSE(points[0].has_delta());
    EXPECT_FALSE(points[0].has_p_value());
  }
}

TEST_P(TrendGoldenTest, NpsCompared) {
  AddNps(kFebruary, 50, 27, 10);
  AddNps(kMarch, 50, 31, 13);
  std::vector<v1::TrendPoint> points = Points();
  ASSERT_EQ(points.size(), 2u);
  EXPECT_NEAR(points[0].value(), 45.98, 5e-3);
  EXPECT_NEAR(points[1].value(), 39.36, 5e-3);
  EXPECT_NEAR(points[1].p_value(), 0.5435, 5e-5);
  EXPECT_FALSE(points[1].significant());

  facts_.emplace();
  AddNps(kFebruary, 500, 300, 200);
  AddNps(kMarch, 450, 300, 250);
  points = Points();
  ASSERT_EQ(points.size(), 2u);
  EXPECT_DOUBLE_EQ(points[1].delta(), -10);
  EXPECT_NEAR(points[1].p_value(), 0.00507, 5e-6);
  EXPECT_TRUE(points[1].significant());
}

TEST_P(TrendGoldenTest, CsatAndItsTest) {
  request_.set_metric(v1::TREND_METRIC_CSAT);
  struct Golden {
    int hits, n;
    double low, high;
  };
  for (const Golden& one : {Golden{17, 20, 63.958, 94.763}, Golden{45, 50, 78.640, 95.652},
                            Golden{10, 10, 72.247, 100}, Golden{0, 10, 0, 27.753}}) {
    facts_.emplace();
    Add(Kind::kCsat, 5, kMarch, {{4, one.hits}, {2, one.n - one.hits}});
    const std::vector<v1::TrendPoint> points = Points();
    ASSERT_EQ(points.size(), 1u);
    EXPECT_NEAR(points[0].ci_low(), one.low, 1e-3);
    EXPECT_NEAR(points[0].ci_high(), one.high, 1e-3);
  }
  facts_.emplace();
  Add(Kind::kCsat, 5, kFebruary, {{5, 170}, {3, 30}});
  Add(Kind::kCsat, 5, kMarch, {{5, 150}, {3, 50}});
  const std::vector<v1::TrendPoint> points = Points();
  ASSERT_EQ(points.size(), 2u);
  EXPECT_NEAR(points[1].p_value(), 0.01253, 5e-6);
}

TEST_P(TrendGoldenTest, CesAndItsShares) {
  request_.set_metric(v1::TREND_METRIC_CES);
  Add(Kind::kCes, 7, kMarch, {{7, 20}, {6, 15}, {5, 8}, {4, 4}, {3, 2}, {1, 1}});
  const std::vector<v1::TrendPoint> points = Points();
  ASSERT_EQ(points.size(), 1u);
  EXPECT_NEAR(points[0].value(), 5.86, 1e-12);
  EXPECT_NEAR(points[0].std_dev(), 1.324957, 5e-7);
  EXPECT_NEAR(points[0].agree_share(), 86, 1e-12);
  EXPECT_NEAR(points[0].strict_agree_share(), 70, 1e-12);
}

TEST_P(TrendGoldenTest, SignificantNeedsEnoughAnswersOnBothSides) {
  AddNps(kFebruary, 29, 0, 0);
  AddNps(kMarch, 0, 0, 40);
  std::vector<v1::TrendPoint> points = Points();
  ASSERT_EQ(points.size(), 2u);
  EXPECT_TRUE(points[0].below_min_n());
  EXPECT_FALSE(points[1].below_min_n());
  EXPECT_LT(points[1].p_value(), 1e-9);
  EXPECT_FALSE(points[1].significant());
  AddNps(kFebruary, 1, 0, 0);
  points = Points();
  EXPECT_FALSE(points[0].below_min_n());
  EXPECT_TRUE(points[1].significant());
}

// An absent value is no zero, and nothing is compared with it.
TEST_P(TrendGoldenTest, AnEmptyBucketHasNoValueAndIsNoComparison) {
  AddNps("2025-01-10T00:00:00Z", 5, 3, 2);
  AddNps(kMarch, 5, 3, 2);
  const std::vector<v1::TrendPoint> points = Points();
  ASSERT_EQ(points.size(), 3u);
  EXPECT_EQ(points[1].n(), 0);
  EXPECT_TRUE(points[1].below_min_n());
  for (const size_t i : {1, 2}) {
    EXPECT_FALSE(points[i].has_delta()) << i;
    EXPECT_FALSE(points[i].has_p_value()) << i;
    EXPECT_FALSE(points[i].significant()) << i;
  }
  EXPECT_FALSE(points[1].has_value());
  EXPECT_FALSE(points[1].has_ci_low());
  EXPECT_TRUE(points[2].has_value());
}

// A wrong clock stretches a trend with open ends; each bucket is final by its own end,
// the years between hold nothing, and the last real one is as it would be.
TEST_P(TrendGoldenTest, AWrongClockStretchesATrendAndMakesNothingFinal) {
  AddNps(kFebruary, 500, 300, 200);
  AddNps(kMarch, 450, 300, 250);
  const base::TimeNs now = At("2025-03-11T00:00:00Z");
  const std::vector<v1::TrendPoint> right = Points(now);
  EXPECT_FALSE(total_.final());
  AddNps("1971-06-10T00:00:00Z", 1, 0, 0);
  AddNps("2031-06-10T00:00:00Z", 1, 0, 0);
  const std::vector<v1::TrendPoint> points = Points(now);
  ASSERT_EQ(points.size(), 60u * 12 + 1);
  int64_t n = 0;
  for (const v1::TrendPoint& point : points) {
    n += point.n();
    EXPECT_EQ(point.final(), base::FromTimestamp(point.end_time()) + kLatenessNs <= now);
    EXPECT_EQ(point.has_value(), point.n() != 0);
  }
  EXPECT_EQ(n, total_.n());
  EXPECT_FALSE(total_.final());
  const v1::TrendPoint& march = points[points.size() - 1 - 6 * 12 - 3];
  ASSERT_EQ(Shown(march.start_time()), "2025-03-01T00:00:00Z");
  EXPECT_EQ(march.value(), right[1].value());
  EXPECT_EQ(march.p_value(), right[1].p_value());
  EXPECT_FALSE(march.final());
  // Only the future is not over.
  facts_.emplace();
  AddNps("1971-06-10T00:00:00Z", 1, 0, 0);
  AddNps("2024-06-10T00:00:00Z", 1, 0, 0);
  EXPECT_TRUE(Points(now).back().final());
  EXPECT_TRUE(total_.final());
}

// Late data changes a bucket that was final, and it says from which event on.
TEST_P(TrendGoldenTest, LateDataRevisesABucket) {
  AddNps(kFebruary, 5, 3, 2);
  const base::TimeNs now = At("2025-06-01T00:00:00Z");
  const v1::TrendPoint before = Points(now).at(0);
  EXPECT_TRUE(before.final());
  AddNps(kFebruary, 0, 0, 10);
  const v1::TrendPoint after = Points(now).at(0);
  EXPECT_TRUE(after.final());
  EXPECT_EQ(before.n(), 10);
  EXPECT_EQ(after.n(), 20);
  EXPECT_EQ(before.revision(), 10u);
  EXPECT_EQ(after.revision(), 20u);
}

// Rolling windows are compared with the one a full length earlier, which shares no
// answer with them: the golden comparison again, a bucket later too.
TEST_P(TrendGoldenTest, RollingWindowsAreComparedAFullLengthEarlier) {
  request_.set_granularity(v1::GRANULARITY_DAY);
  request_.set_window_days(28);
  AddNps("2025-01-20T12:00:00Z", 500, 300, 200);
  AddNps("2025-02-17T12:00:00Z", 450, 300, 250);
  *request_.mutable_filter()->mutable_interval()->mutable_start_time() =
      StampAt("2025-02-17T00:00:00Z");
  *request_.mutable_filter()->mutable_interval()->mutable_end_time() =
      StampAt("2025-02-19T00:00:00Z");
  const std::vector<v1::TrendPoint> points = Points();
  ASSERT_EQ(points.size(), 2u);
  for (const v1::TrendPoint& point : points) {
    EXPECT_EQ(point.n(), 1'000);
    EXPECT_EQ(point.compared_n(), 1'000);
    EXPECT_DOUBLE_EQ(point.delta(), -10);
    EXPECT_NEAR(point.p_value(), 0.00507, 5e-6);
  }
}

INSTANTIATE_TEST_SUITE_P(Of, TrendGoldenTest, ::testing::Bool(), [](const auto& info) {
  return info.param ? "AnAccountEach" : "NobodyKnown";
});

}  // namespace
}  // namespace voc::views
