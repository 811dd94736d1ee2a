// Random requests over random feedback, against a plain computation.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "google/protobuf/util/message_differencer.h"
#include "server/views/query/trend.h"
#include "storage/base/time.h"
#include "storage/base/worker_pool.h"
#include "tests/unit/server/views/query/no_reader.h"
#include "tests/unit/server/views/query/random_facts.h"
#include "tests/unit/server/views/query/times.h"
#include "tests/unit/server/views/query/trend_oracle.h"

namespace voc::views {
namespace {

constexpr double kTolerance = 1e-9;

void CheckOptional(const char* what, const std::optional<double>& expected, bool has,
                   double actual) {
  ASSERT_EQ(expected.has_value(), has) << what;
  if (!expected) return;
  ASSERT_NEAR(*expected, actual, kTolerance) << what;
}

void CheckPoint(const ExpectedPoint& expected, const v1::TrendPoint& actual) {
  ASSERT_EQ(Shown(expected.start), Shown(actual.start_time()));
  ASSERT_EQ(Shown(expected.end), Shown(actual.end_time()));
  SCOPED_TRACE(Shown(expected.start) + " to " + Shown(expected.end));
  ASSERT_EQ(expected.n, actual.n());
  ASSERT_EQ(expected.unlabelled, actual.unlabelled());
  CheckOptional("value", expected.value, actual.has_value(), actual.value());
  CheckOptional("delta", expected.delta, actual.has_delta(), actual.delta());
  CheckOptional("mean", expected.mean, actual.has_mean(), actual.mean());
  CheckOptional("std_dev", expected.std_dev, actual.has_std_dev(), actual.std_dev());
  ASSERT_EQ(expected.clusters, actual.clusters());
  CheckOptional("design_effect", expected.design_effect, actual.has_design_effect(),
                actual.design_effect());
  ASSERT_EQ(expected.paired_clusters, actual.paired_clusters());
  if (expected.p_value) CheckOptional("p_value", expected.p_value, true, actual.p_value());
  const std::map<int32_t, int64_t> histogram(actual.histogram().begin(), actual.histogram().end());
  ASSERT_EQ(expected.histogram, histogram);
}

void CheckTrend(const ExpectedTrend& expected, const v1::QueryTrendResponse& actual) {
  auto next = expected.series.begin();
  for (const v1::TrendSeries& series : actual.series()) {
    const std::map<std::string, std::string> group(series.group().begin(), series.group().end());
    ASSERT_NE(next, expected.series.end());
    ASSERT_EQ(next->first, group);
    std::string name;
    for (const auto& [dimension, value] : group) name += dimension + "=" + value + " ";
    SCOPED_TRACE("series " + name);
    ASSERT_EQ(static_cast<int>(next->second.points.size()), series.points_size());
    for (int i = 0; i < series.points_size(); ++i) {
      CheckPoint(next->second.points[static_cast<size_t>(i)], series.points(i));
      if (::testing::Test::HasFatalFailure()) return;
    }
    SCOPED_TRACE("total");
    CheckPoint(next->second.total, series.total());
    if (::testing::Test::HasFatalFailure()) return;
    ++next;
  }
  ASSERT_EQ(next, expected.series.end());
  SCOPED_TRACE("overall");
  CheckPoint(expected.total, actual.total());
}

class Requests {
 public:
  explicit Requests(uint64_t seed) : random_(seed) {}

  v1::QueryTrendRequest Next(base::TimeNs start, base::TimeNs end) {
    v1::QueryTrendRequest request;
    request.set_metric(static_cast<v1::TrendMetric>(Below(5) + 1));
    request.set_granularity(static_cast<v1::Granularity>(Below(7) + 1));
    static const char* const kZones[] = {"", "Europe/Stockholm", "Asia/Kathmandu", "Africa/Cairo",
                                         "Australia/Lord_Howe"};
    request.set_time_zone(kZones[Below(5)]);
    static const int kWindows[] = {0, 0, 1, 7, 30, 400};
    request.set_window_days(kWindows[Below(6)]);
    request.set_respondent_mode(static_cast<v1::RespondentMode>(Below(4)));
    if (Below(4) == 0) request.set_comparison(v1::COMPARISON_YEAR_AGO);
    static const char* const kDimensions[] = {
        "source", "account", "channel", "journey_stage", "theme", "property.plan", "property.none"};
    for (uint64_t i = Below(4); i > 1; --i) {
      const char* name = kDimensions[Below(7)];
      if (std::find(request.group_by().begin(), request.group_by().end(), name) ==
          request.group_by().end()) {
        request.add_group_by(name);
      }
    }
    v1::Filter& filter = *request.mutable_filter();
    if (Below(4) == 0) filter.add_source_ids("source" + std::to_string(Below(4)));
    if (Below(5) == 0) (*filter.mutable_properties())["plan"] = Below(2) ? "plan1" : "";
    for (uint64_t i = Below(8); i > 5; --i) {
      filter.add_themes(Below(4) == 0 ? "" : "theme" + std::to_string(Below(5)));
    }
    if (Below(6) == 0) filter.set_min_score(static_cast<int32_t>(Below(11)));
    filter.set_include_excluded(Below(4) == 0);
    MakeInterval(start, end, request);
    return request;
  }

 private:
  uint64_t Below(uint64_t bound) { return random_() % bound; }

  void MakeInterval(base::TimeNs start, base::TimeNs end, v1::QueryTrendRequest& request) {
    const auto length = static_cast<uint64_t>(end - start);
    base::TimeNs a = start + static_cast<int64_t>(Below(length));
    base::TimeNs b = start + static_cast<int64_t>(Below(length));
    if (Below(3) == 0) {
      a -= a % (3'600 * base::kNsPerSecond);
      b -= b % (86'400 * base::kNsPerSecond);
    }
    if (a > b) std::swap(a, b);
    // Hours over years would only be slow.
    if (request.granularity() == v1::GRANULARITY_HOUR) {
      b = std::min(b, a + 200 * 3'600 * base::kNsPerSecond);
    }
    if (a == b) ++b;
    v1::Interval& interval = *request.mutable_filter()->mutable_interval();
    const bool open = request.granularity() != v1::GRANULARITY_HOUR &&
                      (request.granularity() != v1::GRANULARITY_DAY || Below(8) == 0);
    if (!open || Below(3) != 0) base::SetTimestamp(a, *interval.mutable_start_time());
    if (!open || Below(3) != 0) base::SetTimestamp(b, *interval.mutable_end_time());
  }

  std::mt19937_64 random_;
};

class RandomTrend : public ::testing::Test {
 protected:
  const uint64_t seed_ = std::random_device()();
  const base::TimeNs start_ = At("2024-09-20T00:00:00Z");
  const base::TimeNs end_ = At("2025-11-10T00:00:00Z");
};

TEST_F(RandomTrend, EqualsThePlainComputation) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  Requests requests(seed_);
  int with_data = 0;
  base::WorkerPool pool("test", 1, 8);
  for (uint64_t world = 0; world < 20; ++world) {
    const RandomFacts facts(seed_ + world, world % 5 == 0 ? 12 : 400, start_, end_);
    const auto source = facts.Source(seed_ + world, /*sorted=*/world % 2 == 0);
    for (int round = 0; round < 40; ++round) {
      const v1::QueryTrendRequest request = requests.Next(start_, end_);
      SCOPED_TRACE("world " + std::to_string(world) + " " + request.DebugString());
      const ExpectedTrend expected = ExpectTrend(request, facts.said());
      base::WorkerPool* const helpers = round % 2 == 0 ? &pool : nullptr;
      const auto actual =
          QueryTrend(request, *source, facts.dictionaries(), NoReader(), 0, helpers);
      ASSERT_TRUE(actual.ok()) << actual.status();
      if (!expected.has_data) {
        ASSERT_EQ(actual->series_size(), request.group_by().empty() ? 1 : 0);
        ASSERT_EQ(actual->total().n(), 0);
        continue;
      }
      with_data += actual->total().n() > 0 ? 1 : 0;
      CheckTrend(expected, *actual);
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_GT(with_data, 100);
}

// Answers of sources that count another number of points as satisfied are a scale of their own.
TEST_F(RandomTrend, TopBoxesOfSourcesAreAsInThePlainComputation) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  const TopBoxes boxes = {{"source0", {.points = 5, .top = 1}},
                          {"source1", {.points = 5, .top = 1}},
                          {"source2", {.points = 7, .top = 4}},
                          {"source3", {.points = 5, .top = 3}},
                          {"unheard of", {.points = 5, .top = 4}}};
  Requests requests(seed_);
  base::WorkerPool pool("test", 1, 8);
  int split = 0;
  for (uint64_t world = 0; world < 8; ++world) {
    RandomFacts facts(seed_ + world, 400, start_, end_);
    facts.SetTopBoxes(&boxes);
    const auto source = facts.Source(seed_ + world, /*sorted=*/world % 2 == 0);
    for (int round = 0; round < 30; ++round) {
      v1::QueryTrendRequest request = requests.Next(start_, end_);
      if (round % 5 != 0) request.set_metric(v1::TREND_METRIC_CSAT);
      SCOPED_TRACE("world " + std::to_string(world) + " " + request.DebugString());
      const ExpectedTrend expected = ExpectTrend(request, facts.said());
      const auto actual = QueryTrend(request, *source, facts.dictionaries(), NoReader(), 0,
                                     round % 2 == 0 ? &pool : nullptr);
      ASSERT_TRUE(actual.ok()) << actual.status();
      if (!expected.has_data) continue;
      CheckTrend(expected, *actual);
      if (HasFatalFailure()) return;
      for (const v1::TrendSeries& series : actual->series()) {
        const auto scale = series.group().find("scale");
        if (scale == series.group().end()) continue;
        split += scale->second.find("-top") != std::string::npos ? 1 : 0;
      }
    }
  }
  EXPECT_GT(split, 50);
}

TEST_F(RandomTrend, DoesNotDependOnTheOrderOfFacts) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  Requests requests(seed_);
  const RandomFacts facts(seed_, 1'000, start_, end_);
  const auto one = facts.Source(seed_);
  const auto other = facts.Source(seed_ + 1);
  for (int round = 0; round < 50; ++round) {
    const v1::QueryTrendRequest request = requests.Next(start_, end_);
    SCOPED_TRACE(request.DebugString());
    const auto a = QueryTrend(request, *one, facts.dictionaries(), NoReader(), 0);
    const auto b = QueryTrend(request, *other, facts.dictionaries(), NoReader(), 0);
    ASSERT_TRUE(a.ok() && b.ok());
    // To the last bit.
    ASSERT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*a, *b));
  }
}

}  // namespace
}  // namespace voc::views
