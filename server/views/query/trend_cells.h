#ifndef VOC_SERVER_VIEWS_QUERY_TREND_CELLS_H_
#define VOC_SERVER_VIEWS_QUERY_TREND_CELLS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/views/query/answers.h"
#include "server/views/query/cell.h"
#include "server/views/query/trend_plan.h"
#include "server/views/query/window_list.h"

namespace voc::views {

// Most points over all series of one trend. A cell takes 128 bytes; a rolling
// trend has two a point.
inline constexpr size_t kMaxTrendCells = 500'000;

using SeriesId = uint32_t;

// Where an answer counts.
struct CountedIn {
  WindowIndexes windows;
  WindowIndexes comparisons;
  bool interval = false;
};

// The cells of a trend: one series for each group, scale and direction that
// occurs, each with a cell for every window of the plan. Fill with Count and
// CountOverall, then Finish, then read. One thread at a time.
class TrendCells {
 public:
  // How totals come about.
  struct Totals {
    // A series' total is the sum of its points; else the interval is counted as
    // a window of its own.
    bool sum_points = false;
    // The overall total is the sum of those of the series; else CountOverall
    // counts it.
    bool sum_series = false;
  };

  // `plan` outlives this.
  TrendCells(const TrendPlan& plan, Totals totals);

  // Sets `series` to that of a group and scale, made if there is none.
  // INVALID_ARGUMENT, naming `group_by`, beyond kMaxTrendCells.
  absl::Status Find(GroupId group, ScaleCode scale, SeriesId& series) {
    const std::vector<SeriesId>& known = by_scale_[scale];
    series = group < known.size() ? known[group] : kNoSeries;
    return series != kNoSeries ? absl::OkStatus() : Make(group, scale, series);
  }

  // Counts an answer in every window of the series that holds it and ends no
  // later than `next`, the time of what replaces it. Returns where that was.
  CountedIn Count(SeriesId series, base::TimeNs time, base::TimeNs next, Sample sample);

  // Counts an answer, or all of a cell of them, of one stretch that nothing
  // replaces.
  template <typename Answers>
  void CountIn(SeriesId series, const Stretch& stretch, const Answers& answers) {
    Cell* cells = cells_[series].get();
    CountIn(cells, stretch.windows, plan_->windows.overlapping, answers);
    if (plan_->compares_apart) {
      CountIn(cells + comparisons_at_, stretch.comparisons, plan_->comparisons.overlapping,
              answers);
    }
    if (!totals_.sum_points && stretch.in_interval) AddTo(series_[series].total, answers, 1);
  }

  // Takes over what `other`, of the same plan, counted; `groups` gives this one's
  // group for each of the other's. Neither is finished yet. Returns this one's series
  // for each of the other's; INVALID_ARGUMENT as of Find.
  absl::StatusOr<std::vector<SeriesId>> Absorb(const TrendCells& other,
                                               const std::vector<GroupId>& groups);

  // Counts an answer of the interval in the total over all series; only without
  // Totals::sum_series.
  void CountOverall(ScaleCode scale, Sample sample) { overall_[scale].Add(sample, 1); }

  void Finish();

  // A copy, to be finished while counting goes on here.
  TrendCells Copy() const;

  // In memory, but for what is the same for all trends.
  size_t bytes() const { return cells_.size() * (cells_per_series_ + 1) * sizeof(Cell); }

  size_t series_count() const { return series_.size(); }
  GroupId group(SeriesId series) const { return series_[series].group; }
  ScaleCode scale(SeriesId series) const { return series_[series].scale; }

  // What point `i` counts, and what it is compared with.
  const Cell& point(SeriesId series, size_t i) const;
  const Cell& comparison(SeriesId series, size_t i) const;
  const Cell& total(SeriesId series) const { return series_[series].total; }
  const Cell& overall(ScaleCode scale) const { return overall_[scale]; }

 private:
  static constexpr SeriesId kNoSeries = ~SeriesId{0};

  struct OneSeries {
    GroupId group;
    ScaleCode scale;
    Cell total;
  };

  absl::Status Make(GroupId group, ScaleCode scale, SeriesId& series);
  static void AddTo(Cell& cell, const Sample& answer, int64_t times) { cell.Add(answer, times); }
  static void AddTo(Cell& cell, const Cell& answers, int64_t times) { cell.AddAll(answers, times); }

  template <typename Answers>
  static void CountIn(Cell* cells, WindowIndexes windows, bool overlapping,
                      const Answers& answers) {
    if (windows.empty()) return;
    AddTo(cells[windows.first], answers, 1);
    if (overlapping) AddTo(cells[windows.last + 1], answers, -1);
  }

  const TrendPlan* plan_;
  Totals totals_;
  WindowFinder windows_;
  WindowFinder comparisons_;
  size_t comparisons_at_;  // of the first comparison among a series' cells
  size_t cells_per_series_;
  std::array<std::vector<SeriesId>, kScaleCodes> by_scale_;  // group -> series
  std::vector<OneSeries> series_;
  // Of each series: its cells of the windows, then of the comparisons. Apart from
  // the rest, which counting does not touch.
  std::vector<std::unique_ptr<Cell[]>> cells_;
  std::array<Cell, kScaleCodes> overall_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TREND_CELLS_H_
