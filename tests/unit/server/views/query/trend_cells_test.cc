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
  return plan;
}

TrendPlan Rolling() {
  TrendPlan plan;
  plan.rolling = true;
  plan.interval = {10, 30};
  plan.points = {{5, 20}, {15, 30}};
  plan.windows.overlapping = plan.comparisons.overlapping = true;
  plan.windows.Add(5, 20);
  plan.windows.Add(15, 30);
  plan.comparisons.Add(-10, 5);
  plan.comparisons.Add(0, 15);
  plan.reads = {-10, 30};
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

}  // namespace
}  // namespace voc::views
