#include "tests/benchmark/workload.h"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <string>

#include "storage/base/time.h"

namespace voc::benchmark {
namespace {

constexpr uint64_t kRows = 20'000;
constexpr double kTolerance = 0.01;  // of a share of 20,000 rows

v1::Feedback Row(const Workload& workload, uint64_t index) {
  v1::Feedback row;
  workload.Make(index, row);
  return row;
}

double Share(uint64_t count) { return static_cast<double>(count) / kRows; }

TEST(WorkloadTest, HasTheMixItPromises) {
  const Workload workload({.rows = kRows});
  std::map<v1::Metric, uint64_t> metrics;
  std::map<v1::NpsGroup, uint64_t> groups;
  std::set<std::string> sources;
  uint64_t comments = 0;
  size_t bytes = 0;
  for (uint64_t i = 0; i < kRows; ++i) {
    const v1::Feedback row = Row(workload, i);
    const v1::SurveyResponse& response = row.response();
    ++metrics[response.metric()];
    if (response.metric() == v1::METRIC_NPS) {
      ++groups[response.score() >= 9   ? v1::NPS_GROUP_PROMOTER
               : response.score() >= 7 ? v1::NPS_GROUP_PASSIVE
                                       : v1::NPS_GROUP_DETRACTOR];
    }
    sources.insert(row.source_id());
    comments += response.comment().empty() ? 0 : 1;
    EXPECT_EQ(row.properties_size(), 2);
    bytes += row.ByteSizeLong();
  }
  EXPECT_NEAR(Share(metrics[v1::METRIC_NPS]), 0.60, kTolerance);
  EXPECT_NEAR(Share(metrics[v1::METRIC_CSAT]), 0.25, kTolerance);
  EXPECT_NEAR(Share(metrics[v1::METRIC_CES]), 0.15, kTolerance);
  EXPECT_NEAR(Share(groups[v1::NPS_GROUP_PROMOTER]), 0.60 * 0.50, kTolerance);
  EXPECT_NEAR(Share(groups[v1::NPS_GROUP_PASSIVE]), 0.60 * 0.30, kTolerance);
  EXPECT_NEAR(Share(groups[v1::NPS_GROUP_DETRACTOR]), 0.60 * 0.20, kTolerance);
  EXPECT_NEAR(Share(comments), 0.30, kTolerance);
  EXPECT_EQ(sources.size(), kSources);
  EXPECT_GT(bytes / kRows, 150u);
  EXPECT_LT(bytes / kRows, 300u);
}

TEST(WorkloadTest, TwoInAHundredRepeatAnEarlierRow) {
  const Workload workload({.rows = kRows});
  std::set<std::string> keys;
  uint64_t repeats = 0;
  for (uint64_t i = 0; i < kRows; ++i) {
    const uint64_t origin = workload.OriginOf(i);
    ASSERT_LE(origin, i);
    EXPECT_EQ(keys.insert(Row(workload, i).submission_id()).second, origin == i);
    if (origin == i) continue;
    ++repeats;
    EXPECT_EQ(Row(workload, i).DebugString(), Row(workload, origin).DebugString());
  }
  EXPECT_NEAR(Share(repeats), 0.02, kTolerance / 2);
}

TEST(WorkloadTest, KeysAreRandomUuidsOfVersionFour) {
  const Workload workload({.rows = kRows});
  const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  for (uint64_t i = 0; i < 1'000; ++i) {
    const std::string id = Row(workload, i).submission_id();
    EXPECT_TRUE(std::regex_match(id, uuid)) << id;
  }
}

TEST(WorkloadTest, IsAFunctionOfSeedAndIndex) {
  const Workload first({.rows = kRows});
  const Workload same({.rows = kRows});
  const Workload other({.rows = kRows, .seed = 2});
  EXPECT_EQ(Row(first, 7).DebugString(), Row(same, 7).DebugString());
  EXPECT_NE(Row(first, 7).submission_id(), Row(other, 7).submission_id());
}

TEST(WorkloadTest, OrdersDifferInTimeAlone) {
  const Workload random({.rows = kRows});
  const Workload ascending({.rows = kRows, .order = Order::kTime});
  base::TimeNs before = kYearStart - 1;
  uint64_t descents = 0;
  for (uint64_t i = 0; i < kRows; ++i) {
    v1::Feedback a = Row(random, i);
    v1::Feedback b = Row(ascending, i);
    const base::TimeNs time = base::FromTimestamp(b.collected_at());
    EXPECT_GE(time, kYearStart);
    EXPECT_LT(time, kYearStart + kYearNs);
    if (ascending.OriginOf(i) == i) {
      EXPECT_GE(time, before);
      descents += base::FromTimestamp(a.collected_at()) < before ? 1 : 0;
      before = time;
    }
    *a.mutable_collected_at() = b.collected_at();
    EXPECT_EQ(a.DebugString(), b.DebugString());
  }
  EXPECT_GT(descents, kRows / 4);
}

}  // namespace
}  // namespace voc::benchmark
