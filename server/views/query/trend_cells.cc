#include "server/views/query/trend_cells.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"

namespace voc::views {
namespace {

// Overlapping windows are counted as differences between neighbours, and one
// cell beyond the last takes what ends there.
size_t CellsOf(const WindowList& list) { return list.size() + (list.overlapping ? 1 : 0); }

void SumUp(Cell* cells, const WindowList& list) {
  if (!list.overlapping) return;
  for (size_t i = 1; i < list.size(); ++i) cells[i].AddAll(cells[i - 1], 1);
}

}  // namespace

TrendCells::TrendCells(const TrendPlan& plan, Totals totals)
    : plan_(&plan),
      totals_(totals),
      windows_(plan.windows),
      comparisons_(plan.comparisons),
      comparisons_at_(CellsOf(plan.windows)),
      cells_per_series_(comparisons_at_ + CellsOf(plan.comparisons)) {}

absl::Status TrendCells::Make(GroupId group, ScaleCode scale, SeriesId& series) {
  if ((series_.size() + 1) * plan_->points.size() > kMaxTrendCells) {
    const std::string message = absl::StrCat(
        "more than ", kMaxTrendCells, " points over all series (", series_.size(), " series of ",
        plan_->points.size(), " points and more): group by less, or choose longer buckets");
    return base::InvalidField("group_by", message);
  }
  std::vector<SeriesId>& known = by_scale_[scale];
  if (group >= known.size()) known.resize(size_t{group} + 1, kNoSeries);
  series = static_cast<SeriesId>(series_.size());
  known[group] = series;
  series_.push_back({group, scale, Cell{}});
  cells_.push_back(std::make_unique<Cell[]>(cells_per_series_));
  return absl::OkStatus();
}

CountedIn TrendCells::Count(SeriesId series, base::TimeNs time, base::TimeNs next, Sample sample) {
  Cell* cells = cells_[series].get();
  const bool is_last = next == std::numeric_limits<base::TimeNs>::max();
  CountedIn in;
  in.windows = is_last ? windows_.Find(time) : windows_.Find(time, next);
  CountIn(cells, in.windows, plan_->windows.overlapping, sample);
  if (plan_->compares_apart) {
    in.comparisons = is_last ? comparisons_.Find(time) : comparisons_.Find(time, next);
    CountIn(cells + comparisons_at_, in.comparisons, plan_->comparisons.overlapping, sample);
  }
  in.interval =
      time >= plan_->interval.start && time < plan_->interval.end && next >= plan_->interval.end;
  if (in.interval && !totals_.sum_points) series_[series].total.Add(sample, 1);
  return in;
}

absl::StatusOr<std::vector<SeriesId>> TrendCells::Absorb(const TrendCells& other,
                                                         const std::vector<GroupId>& groups) {
  std::vector<SeriesId> series;
  for (SeriesId theirs = 0; theirs < other.series_.size(); ++theirs) {
    const OneSeries& one = other.series_[theirs];
    SeriesId ours = 0;
    if (absl::Status found = Find(groups[one.group], one.scale, ours); !found.ok()) return found;
    series.push_back(ours);
    for (size_t i = 0; i < cells_per_series_; ++i)
      cells_[ours][i].AddAll(other.cells_[theirs][i], 1);
    series_[ours].total.AddAll(one.total, 1);
  }
  for (size_t scale = 0; scale < kScaleCodes; ++scale) {
    overall_[scale].AddAll(other.overall_[scale], 1);
  }
  return series;
}

TrendCells TrendCells::Copy() const {
  TrendCells copy(*plan_, totals_);
  copy.by_scale_ = by_scale_;
  copy.series_ = series_;
  copy.overall_ = overall_;
  for (const auto& cells : cells_) {
    copy.cells_.push_back(std::make_unique_for_overwrite<Cell[]>(cells_per_series_));
    std::copy_n(cells.get(), cells_per_series_, copy.cells_.back().get());
  }
  return copy;
}

void TrendCells::Finish() {
  for (SeriesId series = 0; series < series_.size(); ++series) {
    OneSeries& one = series_[series];
    SumUp(cells_[series].get(), plan_->windows);
    SumUp(cells_[series].get() + comparisons_at_, plan_->comparisons);
    if (totals_.sum_points) {
      for (size_t i = 0; i < plan_->points.size(); ++i) one.total.AddAll(point(series, i), 1);
    }
    if (totals_.sum_series) overall_[one.scale].AddAll(one.total, 1);
  }
}

const Cell& TrendCells::point(SeriesId series, size_t i) const {
  return cells_[series][plan_->PointWindow(i)];
}

const Cell& TrendCells::comparison(SeriesId series, size_t i) const {
  return cells_[series][plan_->compares_apart ? comparisons_at_ + i : i];
}

}  // namespace voc::views
