#include "client/cli/trend_cells.h"

#include "voc/v1/trend.pb.h"

namespace voc::cli {

void TrendCells::Put(const v1::WatchTrendsResponse::Upsert& upsert) {
  const v1::TrendPoint& point = upsert.point();
  const Period period(point.end_time().seconds(), point.end_time().nanos(),
                      point.start_time().seconds(), point.start_time().nanos());
  series_[Group(upsert.group().begin(), upsert.group().end())][period] = point;
}

v1::QueryTrendResponse TrendCells::ToResponse() const {
  v1::QueryTrendResponse response;
  for (const auto& [group, points] : series_) {
    v1::TrendSeries* const series = response.add_series();
    series->mutable_group()->insert(group.begin(), group.end());
    for (const auto& entry : points) *series->add_points() = entry.second;
  }
  return response;
}

}  // namespace voc::cli
