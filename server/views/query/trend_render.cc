#include "server/views/query/trend_render.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/views/query/metric_answers.h"
#include "server/views/query/trend_drift.h"
#include "storage/base/time.h"

namespace voc::views {
namespace {

bool HasPoints(const TrendPlan& plan, const TrendCells& cells, SeriesId series) {
  for (size_t i = 0; i < plan.points.size(); ++i) {
    if (cells.point(series, i).total() != 0) return true;
  }
  return false;
}

struct Named {
  std::map<std::string, std::string> group;
  SeriesId series;
};

// The series that are shown, sorted. A group has one if it has answers in the
// interval, several if those of its points are on several scales.
std::vector<Named> ShownSeries(const TrendSpec& spec, const TrendPlan& plan,
                               const TrendCells& cells, const Grouper& grouper) {
  struct Group {
    bool in_interval = false;
    std::vector<SeriesId> series;
  };
  absl::flat_hash_map<GroupId, Group> groups;
  for (SeriesId series = 0; series < cells.series_count(); ++series) {
    const bool in_interval = cells.total(series).total() != 0;
    if (!in_interval && !HasPoints(plan, cells, series)) continue;
    Group& group = groups[cells.group(series)];
    group.in_interval |= in_interval;
    group.series.push_back(series);
  }
  std::vector<Named> shown;
  for (const auto& [id, group] : groups) {
    // Without group_by the one series is there whatever the interval holds.
    if (!group.in_interval && !spec.group_by.empty()) continue;
    for (const SeriesId series : group.series) {
      Named named{grouper.Describe(id), series};
      if (group.series.size() > 1) named.group["scale"] = ScaleName(cells.scale(series));
      shown.push_back(std::move(named));
    }
  }
  std::sort(shown.begin(), shown.end(),
            [](const Named& a, const Named& b) { return a.group < b.group; });
  return shown;
}

void FillSeries(const PointContext& context, const TrendPlan& plan, const TrendCells& cells,
                const TrendClusters& known, const Named& named, v1::TrendSeries& out) {
  for (const auto& [dimension, value] : named.group) (*out.mutable_group())[dimension] = value;
  out.mutable_points()->Reserve(static_cast<int>(plan.points.size()));
  const ScaleCode scale = cells.scale(named.series);
  std::optional<SeriesClusters> clusters;
  if (known.known()) clusters = known.Of(named.series);
  for (size_t i = 0; i < plan.points.size(); ++i) {
    PointAnswers now{.cell = &cells.point(named.series, i)};
    PointAnswers before{.cell = &cells.comparison(named.series, i)};
    if (clusters) {
      now.clusters = &clusters->windows[plan.PointWindow(i)];
      before.clusters = plan.compares_apart ? &clusters->comparisons[i] : &clusters->windows[i];
    }
    FillPoint(context, plan.points[i], scale, now, before,
              clusters ? &clusters->shared[i] : nullptr, *out.add_points());
  }
  const PointAnswers total{.cell = &cells.total(named.series),
                           .clusters = clusters ? &clusters->total : nullptr};
  FillPoint(context, plan.interval, scale, total, {}, nullptr, *out.mutable_total());
  FillDrift(context, plan, out);
}

metrics::ClusterSums OverallClusters(const TrendCells& cells, const TrendClusters& clusters,
                                     ScaleCode scale) {
  if (clusters.grouped()) return clusters.Overall(scale);
  for (SeriesId series = 0; series < cells.series_count(); ++series) {
    if (cells.scale(series) == scale) return clusters.Of(series).total;
  }
  return {};
}

void FillOverall(const PointContext& context, const TrendPlan& plan, const TrendCells& cells,
                 const TrendClusters& known, v1::QueryTrendResponse& response) {
  v1::TrendPoint& out = *response.mutable_total();
  int scales = 0;
  ScaleCode last = 0;
  int64_t n = 0;
  for (size_t scale = 0; scale < kScaleCodes; ++scale) {
    const Cell& cell = cells.overall(static_cast<ScaleCode>(scale));
    if (cell.total() == 0) continue;
    ++scales;
    last = static_cast<ScaleCode>(scale);
    n += CountedAnswers(context.spec->metric, cell);
  }
  if (scales > 1) return FillFrame(context, plan.interval, n, out);
  // Without groups it is the one series' total.
  if (!known.grouped() && response.series_size() == 1) {
    out = response.series(0).total();
    return;
  }
  PointAnswers all{.cell = &cells.overall(last)};
  metrics::ClusterSums clusters;
  if (known.known()) {
    clusters = OverallClusters(cells, known, last);
    all.clusters = &clusters;
  }
  FillPoint(context, plan.interval, last, all, {}, nullptr, out);
}

}  // namespace

v1::QueryTrendResponse RenderTrend(const PointContext& context, const TrendPlan& plan,
                                   const TrendCells& cells, const TrendClusters& clusters,
                                   const Grouper& grouper) {
  v1::QueryTrendResponse response;
  for (const Named& named : ShownSeries(*context.spec, plan, cells, grouper)) {
    FillSeries(context, plan, cells, clusters, named, *response.add_series());
  }
  if (response.series().empty() && context.spec->group_by.empty()) {
    v1::TrendSeries& empty = *response.add_series();
    for (const TimeRange& range : plan.points) FillFrame(context, range, 0, *empty.add_points());
    FillFrame(context, plan.interval, 0, *empty.mutable_total());
  }
  FillOverall(context, plan, cells, clusters, response);
  return response;
}

v1::QueryTrendResponse RenderNothing(const PointContext& context) {
  v1::QueryTrendResponse response;
  const auto fill = [&](v1::TrendPoint& total) {
    const TrendSpec& spec = *context.spec;
    FillFrame(context, {spec.start.value_or(0), spec.end.value_or(0)}, 0, total);
    if (!spec.start) total.clear_start_time();
    if (!spec.end) total.clear_end_time();
    if (!spec.end) total.clear_final();
  };
  if (context.spec->group_by.empty()) fill(*response.add_series()->mutable_total());
  fill(*response.mutable_total());
  return response;
}

}  // namespace voc::views
