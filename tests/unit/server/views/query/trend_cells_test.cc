#include "server/views/query/trend_cells.h"

#include <gtest/gtest.h>

#include <limits>

namespace voc::views {
namespace {

constexpr base::TimeNs kNever = std::numeric_limits<base::TimeNs>::max();

TrendPlan Plain() {
  TrendPlan plan;
  plan.interval = {10, 30};
  plan.points = {{10, 20}, {20, 30}};
  plan.windows.Add(0, 10);
  plan.windows.Add(10, 20);
  plan.windows.Add(20, 30);
  plan.reads = {0, 30};
  plan.CutStretches();
  return plan;
}

TrendPlan Rolling() {
  TrendPlan plan;
  plan.compares_apart = true;
  plan.interval = {10, 30};
  plan.points = {{5, 20}, {15, 30}};
  plan.windows.overlapping = plan.comparisons.overlapping = true;
  plan.windows.Add(5, 20);
  plan.windows.Add(15, 30);
  plan.comparisons.Add(-10, 5);
  plan.comparisons.Add(0, 15);
  plan.reads = {-10, 30};
  plan.CutStretches();
  return plan;
}

SeriesId Find(TrendCells& cells, GroupId group, ScaleCode scale) {
  SeriesId series = 0;
  EXPECT_TRUE(cells.Find(group, scale, series).ok());
  return series;
}

TEST(TrendCells, PlainBucketsAndTheirSums) {
  const TrendPlan plan = Plain();
  TrendCells cells(plan, {.sum_points = true, .sum_series = true});
  const SeriesId series = Find(cells, 3, 10);
  for (const base::TimeNs time : {5, 10, 19, 20}) cells.Count(series, time, kNever, {7, 0});
  cells.Finish();
  EXPECT_EQ(cells.series_count(), 1u);
  EXPECT_EQ(cells.group(series), 3u);
  EXPECT_EQ(cells.scale(series), 10);
  EXPECT_EQ(cells.comparison(series, 0).total(), 1);
  EXPECT_EQ(cells.point(series, 0).total(), 2);
  EXPECT_EQ(cells.comparison(series, 1).total(), 2);
  EXPECT_EQ(cells.point(series, 1).count[7], 1);
  EXPECT_EQ(cells.total(series).total(), 3);
  EXPECT_EQ(cells.overall(10).total(), 3);
  EXPECT_EQ(cells.overall(0).total(), 0);
}

TEST(TrendCells, RollingWindowsOverlap) {
  const TrendPlan plan = Rolling();
  TrendCells cells(plan, {});
  const SeriesId series = Find(cells, 0, 0);
  for (const base::TimeNs time : {-1, 3, 7, 12, 17, 25}) {
    cells.Count(series, time, kNever, {1, 0});
  }
  cells.CountOverall(0, {1, 0});
  cells.Finish();
  EXPECT_EQ(cells.point(series, 0).total(), 3);       // 7 12 17
  EXPECT_EQ(cells.point(series, 1).total(), 2);       // 17 25
  EXPECT_EQ(cells.comparison(series, 0).total(), 2);  // -1 3
  EXPECT_EQ(cells.comparison(series, 1).total(), 3);  // 3 7 12
  EXPECT_EQ(cells.total(series).total(), 3);          // 12 17 25
  EXPECT_EQ(cells.overall(0).total(), 1);
}

TEST(TrendCells, WhatIsReplacedCountsOnlyInWindowsThatEndBefore) {
  const TrendPlan plan = Rolling();
  TrendCells cells(plan, {});
  const SeriesId series = Find(cells, 0, 0);
  cells.Count(series, 17, 25, {1, 0});
  cells.Count(series, 25, kNever, {2, 0});
  cells.Finish();
  EXPECT_EQ(cells.point(series, 0).count[1], 1);
  EXPECT_EQ(cells.point(series, 1).count[1], 0);
  EXPECT_EQ(cells.point(series, 1).count[2], 1);
  EXPECT_EQ(cells.total(series).count[1], 0);
  EXPECT_EQ(cells.total(series).count[2], 1);
}

TEST(TrendCells, GroupsAndScalesAreSeriesOfTheirOwn) {
  const TrendPlan plan = Plain();
  TrendCells cells(plan, {});
  const SeriesId a = Find(cells, 0, 10);
  const SeriesId b = Find(cells, 0, 14);
  const SeriesId c = Find(cells, 1, 10);
  EXPECT_NE(a, b);
  EXPECT_NE(a, c);
  EXPECT_EQ(Find(cells, 0, 10), a);
  EXPECT_EQ(cells.series_count(), 3u);
}

TEST(TrendCells, RefusesMorePointsThanTheLimit) {
  TrendPlan plan = Plain();
  plan.points.resize(kMaxTrendCells / 2);
  TrendCells cells(plan, {});
  Find(cells, 0, 0);
  Find(cells, 1, 0);
  SeriesId series = 0;
  EXPECT_EQ(cells.Find(2, 0, series).code(), absl::StatusCode::kInvalidArgument);
  // Those that are there can still be found.
  EXPECT_TRUE(cells.Find(1, 0, series).ok());
}

TEST(TrendCells, AStretchCountsLikeItsMoments) {
  for (const TrendPlan& plan : {Plain(), Rolling()}) {
    TrendCells each(plan, {});
    TrendCells whole(plan, {});
    const SeriesId a = Find(each, 0, 0);
    const SeriesId b = Find(whole, 0, 0);
    Stretch stretch;
    for (base::TimeNs time = -12; time < 40; ++time) {
      if (!stretch.Holds(time)) stretch = plan.StretchAt(time);
      EXPECT_EQ(stretch.in_interval, time >= 10 && time < 30) << time;
      each.Count(a, time, kNever, {2, 3});
      whole.CountIn(b, stretch, Sample{2, 3});
    }
    each.Finish();
    whole.Finish();
    for (size_t i = 0; i < plan.points.size(); ++i) {
      EXPECT_EQ(each.point(a, i).count, whole.point(b, i).count);
      EXPECT_EQ(each.point(a, i).sum, whole.point(b, i).sum);
      EXPECT_EQ(each.comparison(a, i).count, whole.comparison(b, i).count);
    }
    EXPECT_EQ(each.total(a).count, whole.total(b).count);
  }
}

TEST(TrendCells, TakesOverWhatAnotherCounted) {
  const TrendPlan plan = Rolling();
  TrendCells ours(plan, {});
  TrendCells theirs(plan, {});
  ours.Count(Find(ours, 0, 10), 12, kNever, {1, 0});
  theirs.Count(Find(theirs, 0, 10), 12, kNever, {1, 0});   // group 0 is our group 1
  theirs.Count(Find(theirs, 1, 10), 17, kNever, {2, 40});  // group 1 is our group 0
  theirs.CountOverall(10, {1, 0});
  ASSERT_TRUE(ours.Absorb(theirs, {1, 0}).ok());
  ours.Finish();
  EXPECT_EQ(ours.series_count(), 2u);
  const Cell& zero = ours.point(Find(ours, 0, 10), 0);
  EXPECT_EQ(zero.count[1], 1);
  EXPECT_EQ(zero.count[2], 1);
  EXPECT_EQ(zero.sum, 40);
  EXPECT_EQ(ours.total(Find(ours, 1, 10)).count[1], 1);
  EXPECT_EQ(ours.overall(10).total(), 1);
}

}  // namespace
}  // namespace voc::views
