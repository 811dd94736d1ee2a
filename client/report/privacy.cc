#include "client/report/privacy.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace voc::report {
namespace {

using Group = std::map<std::string, std::string>;
// End, then start, in seconds and nanoseconds.
using Period = std::tuple<int64_t, int32_t, int64_t, int32_t>;

Group GroupOf(const v1::TrendSeries& series) {
  return Group(series.group().begin(), series.group().end());
}

Period PeriodOf(const v1::TrendPoint& point) {
  return {point.end_time().seconds(), point.end_time().nanos(), point.start_time().seconds(),
          point.start_time().nanos()};
}

// One cell: how many people, and whether it is shown.
struct Cell {
  v1::TrendPoint* point = nullptr;
  int64_t people = 0;
  bool hidden = false;
};

void Clear(v1::TrendPoint* point) {
  v1::TrendPoint bare;
  *bare.mutable_start_time() = point->start_time();
  *bare.mutable_end_time() = point->end_time();
  bare.set_n(kHiddenN);
  point->Swap(&bare);
}

void ClearChange(v1::TrendPoint* point) {
  point->clear_delta();
  point->clear_p_value();
  point->clear_significant();
  point->clear_compared_n();
  point->clear_paired_clusters();
}

// Cells that a total stands beside.
struct Line {
  std::vector<Cell*> cells;
  // Different people in all of them; absent where nobody said.
  std::optional<int64_t> people;
};

// How many different people are in the hidden cells at least. The same people may
// be in several, so the counts of cells do not add up.
int64_t LeastHiddenPeople(const Line& line) {
  int64_t largest = 0;
  int64_t shown = 0;
  for (const Cell* cell : line.cells) {
    if (cell->hidden) {
      largest = std::max(largest, cell->people);
    } else {
      shown += cell->people;
    }
  }
  return std::max(largest, line.people.value_or(0) - shown);
}

// Whether what is hidden of a line cannot be told from its total: nothing is, or
// at least two cells of at least `least` people together are.
bool IsSafe(const Line& line, int64_t least) {
  const auto hidden = std::count_if(line.cells.begin(), line.cells.end(),
                                    [](const Cell* cell) { return cell->hidden; });
  return hidden == 0 || (hidden >= 2 && LeastHiddenPeople(line) >= least);
}

// Hides more of a line until it is safe, or all of it is hidden. Returns whether
// it did anything.
bool Complement(const Line& line, int64_t least) {
  bool changed = false;
  while (!IsSafe(line, least)) {
    Cell* smallest = nullptr;
    for (Cell* cell : line.cells) {
      if (cell->hidden || cell->people == 0) continue;
      if (smallest == nullptr || cell->people < smallest->people) smallest = cell;
    }
    if (smallest == nullptr) return changed;
    smallest->hidden = true;
    changed = true;
  }
  return changed;
}

class Table {
 public:
  Table(const v1::QueryTrendResponse& people, const v1::QueryTrendResponse& people_of_periods,
        int64_t least, v1::QueryTrendResponse* response)
      : least_(least) {
    // Of several scales no period is one line.
    if (people_of_periods.series_size() == 1) {
      for (const v1::TrendPoint& point : people_of_periods.series(0).points()) {
        people_of_periods_[PeriodOf(point)] = point.n();
      }
    }
    std::map<Group, const v1::TrendSeries*> by_group;
    for (const v1::TrendSeries& series : people.series()) by_group[GroupOf(series)] = &series;
    for (v1::TrendSeries& series : *response->mutable_series()) {
      const auto at = by_group.find(GroupOf(series));
      AddRow(at == by_group.end() ? nullptr : at->second, &series);
    }
    all_ = MakeCell(people.total().n(), response->mutable_total());
  }

  void Hide() {
    bool changed = true;
    while (changed) {
      changed = false;
      // The column of totals, then each row, then each column of a period.
      Line totals{.cells = {}, .people = all_.people};
      for (Row& row : rows_) totals.cells.push_back(&row.total);
      changed |= Complement(totals, least_);
      if (!IsSafe(totals, least_)) all_.hidden = true;
      for (Row& row : rows_) {
        Line line{.cells = {}, .people = row.total.people};
        for (Cell& cell : row.cells) line.cells.push_back(&cell);
        changed |= Complement(line, least_);
        const bool whole = row.total.hidden || all_.hidden || !IsSafe(line, least_);
        if (whole) changed |= HideWhole(&row);
      }
      if (rows_.size() < 2) continue;
      std::map<Period, Line> columns;
      for (Row& row : rows_) {
        for (Cell& cell : row.cells) columns[PeriodOf(*cell.point)].cells.push_back(&cell);
      }
      for (auto& [period, line] : columns) {
        const auto known = people_of_periods_.find(period);
        if (known != people_of_periods_.end()) line.people = known->second;
        changed |= Complement(line, least_);
      }
    }
    for (Row& row : rows_) Apply(&row);
    if (all_.hidden) Clear(all_.point);
  }

 private:
  struct Row {
    v1::TrendSeries* series = nullptr;
    std::vector<Cell> cells;
    Cell total;
  };

  Cell MakeCell(int64_t people, v1::TrendPoint* point) const {
    // The people cannot be told of a cell that the other answer does not have: it
    // changed in between.
    const int64_t known = point->n() > 0 ? std::min(people, point->n()) : 0;
    return {.point = point, .people = known, .hidden = point->n() > 0 && known < least_};
  }

  void AddRow(const v1::TrendSeries* people, v1::TrendSeries* series) {
    std::map<Period, int64_t> counts;
    if (people != nullptr) {
      for (const v1::TrendPoint& point : people->points()) counts[PeriodOf(point)] = point.n();
    }
    Row row{.series = series};
    for (v1::TrendPoint& point : *series->mutable_points()) {
      row.cells.push_back(MakeCell(counts[PeriodOf(point)], &point));
    }
    row.total = MakeCell(people == nullptr ? 0 : people->total().n(), series->mutable_total());
    rows_.push_back(std::move(row));
  }

  static bool HideWhole(Row* row) {
    bool changed = !row->total.hidden;
    row->total.hidden = true;
    for (Cell& cell : row->cells) {
      if (cell.hidden || cell.people == 0) continue;
      cell.hidden = true;
      changed = true;
    }
    return changed;
  }

  // What is shown of a change: only against the period before, if that is shown.
  static void Apply(Row* row) {
    bool any = row->total.hidden;
    const Cell* before = nullptr;
    for (Cell& cell : row->cells) {
      any |= cell.hidden;
      const bool adjacent =
          before != nullptr && !before->hidden &&
          before->point->end_time().seconds() == cell.point->start_time().seconds();
      const bool same = adjacent && (cell.point->compared_n() == 0 ||
                                     cell.point->compared_n() == before->point->n());
      if (!same) ClearChange(cell.point);
      before = &cell;
    }
    ClearChange(row->total.point);
    for (Cell& cell : row->cells) {
      if (cell.hidden) Clear(cell.point);
    }
    if (row->total.hidden) Clear(row->total.point);
    if (any) row->series->clear_drift();
  }

  const int64_t least_;
  std::map<Period, int64_t> people_of_periods_;
  std::vector<Row> rows_;
  Cell all_;
};

}  // namespace

void HideFew(const v1::QueryTrendResponse& people, const v1::QueryTrendResponse& people_of_periods,
             int64_t least, v1::QueryTrendResponse* response) {
  Table(people, people_of_periods, least, response).Hide();
  ClearChange(response->mutable_total());
}

void RemoveHidden(v1::QueryTrendResponse* response) {
  auto* const all = response->mutable_series();
  for (v1::TrendSeries& series : *all) {
    auto* const points = series.mutable_points();
    points->erase(std::remove_if(points->begin(), points->end(),
                                 [](const v1::TrendPoint& point) { return IsHidden(point); }),
                  points->end());
  }
  all->erase(std::remove_if(all->begin(), all->end(),
                            [](const v1::TrendSeries& series) { return IsHidden(series.total()); }),
             all->end());
  if (IsHidden(response->total())) response->clear_total();
}

bool AnyHidden(const v1::QueryTrendResponse& response) {
  if (IsHidden(response.total())) return true;
  for (const v1::TrendSeries& series : response.series()) {
    if (IsHidden(series.total())) return true;
    for (const v1::TrendPoint& point : series.points()) {
      if (IsHidden(point)) return true;
    }
  }
  return false;
}

}  // namespace voc::report
