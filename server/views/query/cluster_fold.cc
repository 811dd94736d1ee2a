#include "server/views/query/cluster_fold.h"

#include <algorithm>
#include <utility>

namespace voc::views {

ClusterFold::ClusterFold(const TrendPlan& plan, std::span<const Stretch> stretches)
    : plan_(plan),
      stretches_(stretches),
      plain_(!plan.compares_apart && !plan.windows.overlapping),
      sums_{.windows = std::vector<metrics::ClusterSums>(plan.windows.size()),
            .comparisons = std::vector<metrics::ClusterSums>(plan.comparisons.size()),
            .shared = std::vector<metrics::SharedClusterSums>(plan.points.size())},
      windows_(plan.windows.size()),
      comparisons_(plan.comparisons.size()),
      shared_(plan.points.size()) {}

void ClusterFold::AddCluster(std::span<const ClusterTable::InStretch> said) {
  if (!plain_) {
    entries_.clear();
    for (const auto& one : said) entries_.push_back(EntryOf(one.stretch, one.cell));
    AddCluster(entries_);
    return;
  }
  ClusterCell total;
  ClusterCell before;  // of the window before, if anything was said in it
  ptrdiff_t before_window = -1;
  for (size_t i = 0; i < said.size();) {
    const Stretch& stretch = stretches_[said[i].stretch];
    ClusterCell cell = said[i].cell;
    if (stretch.in_interval) total.Add(cell);
    const ptrdiff_t window = stretch.windows.first;
    const bool counts = !stretch.windows.empty();
    for (++i; counts && i < said.size(); ++i) {
      const Stretch& next = stretches_[said[i].stretch];
      if (next.windows.empty() || next.windows.first != window) break;
      if (next.in_interval) total.Add(said[i].cell);
      cell.Add(said[i].cell);
    }
    if (!counts) continue;
    sums_.windows[static_cast<size_t>(window)].AddCluster(cell.answers, cell.values);
    // Window i is what point i is compared with; point i is window i + 1.
    if (before.answers != 0 && before_window + 1 == window) {
      sums_.shared[static_cast<size_t>(before_window)].AddCluster(before.answers, before.values,
                                                                  cell.answers, cell.values);
    }
    before = cell;
    before_window = window;
  }
  if (total.answers != 0) sums_.total.AddCluster(total.answers, total.values);
}

void ClusterFold::AddCluster(std::span<const ClusterEntry> entries) {
  ClusterCell total;
  for (const ClusterEntry& entry : entries) {
    AddSteps(entry.windows, entry, steps_);
    if (entry.in_interval) total.Add({entry.answers, entry.values});
  }
  if (total.answers != 0) sums_.total.AddCluster(total.answers, total.values);
  RunsOf(steps_, runs_);
  for (const Run& run : runs_) windows_.Add(run.begin, run.end, run.cell.answers, run.cell.values);
  if (!plan_.compares_apart) {
    // Window i is what point i is compared with; point i is window i + 1.
    AddShared(runs_, runs_, -1);
    return;
  }
  for (const ClusterEntry& entry : entries) AddSteps(entry.comparisons, entry, steps_);
  RunsOf(steps_, compared_);
  for (const Run& run : compared_) {
    comparisons_.Add(run.begin, run.end, run.cell.answers, run.cell.values);
  }
  AddShared(compared_, runs_, 0);
}

void ClusterFold::AddSingles(size_t stretch, const ClusterTable::Singles& singles) {
  ClusterEntry entry = EntryOf(stretch, {singles.answers, singles.values});
  entry.squares = singles.squares;
  AddSingles(entry);
}

void ClusterFold::AddSingles(const ClusterEntry& entry) {
  metrics::ClusterSums sums;
  sums.clusters = sums.n = entry.answers;
  sums.sizes_sq = entry.answers;
  sums.sum = sums.size_sum = entry.values;
  sums.sums_sq = entry.squares;
  windows_.AddAll(entry.windows, sums);
  if (entry.in_interval) sums_.total.AddAll(sums);
  if (!plan_.compares_apart) return;
  comparisons_.AddAll(entry.comparisons, sums);
  // Windows longer than what they are moved by hold the same answers.
  metrics::SharedClusterSums shared;
  shared.clusters = entry.answers;
  shared.size_size = entry.answers;
  shared.size_sum = shared.sum_size = entry.values;
  shared.sum_sum = entry.squares;
  shared_.AddAll({std::max(entry.windows.first, entry.comparisons.first),
                  std::min(entry.windows.last, entry.comparisons.last)},
                 shared);
}

SeriesClusters ClusterFold::Finish() && {
  windows_.SumUpInto(sums_.windows);
  comparisons_.SumUpInto(sums_.comparisons);
  shared_.SumUpInto(sums_.shared);
  return std::move(sums_);
}

ClusterEntry ClusterFold::EntryOf(size_t stretch, ClusterCell cell) const {
  const Stretch& windows = stretches_[stretch];
  return {.windows = windows.windows,
          .comparisons = windows.comparisons,
          .in_interval = windows.in_interval,
          .answers = cell.answers,
          .values = cell.values};
}

void ClusterFold::AddSteps(WindowIndexes windows, const ClusterEntry& entry,
                           std::vector<Step>& steps) {
  if (windows.empty()) return;
  steps.push_back({windows.first, {entry.answers, entry.values}});
  steps.push_back({windows.last + 1, {-entry.answers, -entry.values}});
}

void ClusterFold::RunsOf(std::vector<Step>& steps, std::vector<Run>& runs) {
  runs.clear();
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.at < b.at; });
  Run now{0, 0, {}};
  for (size_t i = 0; i < steps.size();) {
    const ptrdiff_t at = steps[i].at;
    if (now.cell.answers != 0) {
      now.end = at;
      runs.push_back(now);
    }
    for (; i < steps.size() && steps[i].at == at; ++i) now.cell.Add(steps[i].cell);
    now.begin = at;
  }
  steps.clear();
}

void ClusterFold::AddShared(const std::vector<Run>& earlier, const std::vector<Run>& later,
                            ptrdiff_t shift) {
  const auto points = static_cast<ptrdiff_t>(plan_.points.size());
  for (size_t i = 0, j = 0; i < earlier.size() && j < later.size();) {
    const ptrdiff_t begin = std::max({earlier[i].begin, later[j].begin + shift, ptrdiff_t{0}});
    const ptrdiff_t end = std::min({earlier[i].end, later[j].end + shift, points});
    if (begin < end) {
      shared_.Add(begin, end, earlier[i].cell.answers, earlier[i].cell.values,
                  later[j].cell.answers, later[j].cell.values);
    }
    if (earlier[i].end < later[j].end + shift) {
      ++i;
    } else {
      ++j;
    }
  }
}

}  // namespace voc::views
