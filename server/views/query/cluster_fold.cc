#include "server/views/query/cluster_fold.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace voc::views {
namespace {

// Neighbouring windows in which a cluster has said the same.
struct Run {
  ptrdiff_t begin;
  ptrdiff_t end;  // one past the last
  int64_t answers;
  int64_t values;
};

// From here on a cluster has said so much more, or less.
struct Step {
  ptrdiff_t at;
  int64_t answers;
  int64_t values;
};

void AddSteps(WindowIndexes windows, const ClusterEntry& entry, std::vector<Step>& steps) {
  if (windows.empty()) return;
  steps.push_back({windows.first, entry.answers, entry.values});
  steps.push_back({windows.last + 1, -entry.answers, -entry.values});
}

// Sorts and uses up `steps`.
void RunsOf(std::vector<Step>& steps, std::vector<Run>& runs) {
  runs.clear();
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.at < b.at; });
  Run now{0, 0, 0, 0};
  for (size_t i = 0; i < steps.size();) {
    const ptrdiff_t at = steps[i].at;
    if (now.answers != 0) {
      now.end = at;
      runs.push_back(now);
    }
    for (; i < steps.size() && steps[i].at == at; ++i) {
      now.answers += steps[i].answers;
      now.values += steps[i].values;
    }
    now.begin = at;
  }
  steps.clear();
}

// Sums of many windows, filled as differences between neighbours.
template <typename Sums>
class Differences {
 public:
  explicit Differences(size_t windows) : sums_(windows + 1) {}

  template <typename... What>
  void Add(ptrdiff_t begin, ptrdiff_t end, What... what) {
    sums_[static_cast<size_t>(begin)].AddCluster(what..., 1);
    sums_[static_cast<size_t>(end)].AddCluster(what..., -1);
  }

  void AddAll(WindowIndexes windows, const Sums& what) {
    if (windows.empty()) return;
    sums_[static_cast<size_t>(windows.first)].AddAll(what, 1);
    sums_[static_cast<size_t>(windows.last + 1)].AddAll(what, -1);
  }

  std::vector<Sums> Sum() && {
    for (size_t i = 1; i < sums_.size(); ++i) sums_[i].AddAll(sums_[i - 1], 1);
    sums_.pop_back();
    return std::move(sums_);
  }

 private:
  std::vector<Sums> sums_;
};

class Folding {
 public:
  explicit Folding(const TrendPlan& plan)
      : plan_(plan),
        windows_(plan.windows.size()),
        comparisons_(plan.comparisons.size()),
        shared_(plan.points.size()) {}

  void AddCluster(std::span<const ClusterEntry> entries) {
    int64_t answers = 0;
    int64_t values = 0;
    for (const ClusterEntry& entry : entries) {
      AddSteps(entry.windows, entry, steps_);
      if (!entry.in_interval) continue;
      answers += entry.answers;
      values += entry.values;
    }
    if (answers != 0) total_.AddCluster(answers, values);
    RunsOf(steps_, runs_);
    for (const Run& run : runs_) windows_.Add(run.begin, run.end, run.answers, run.values);
    if (!plan_.compares_apart) {
      // Window i is what point i is compared with; point i is window i + 1.
      AddShared(runs_, runs_, -1);
      return;
    }
    for (const ClusterEntry& entry : entries) AddSteps(entry.comparisons, entry, steps_);
    RunsOf(steps_, compared_);
    for (const Run& run : compared_) comparisons_.Add(run.begin, run.end, run.answers, run.values);
    AddShared(compared_, runs_, 0);
  }

  // Answers of nobody known.
  void AddSingles(const ClusterEntry& entry) {
    metrics::ClusterSums sums;
    sums.clusters = sums.n = entry.answers;
    sums.sizes_sq = entry.answers;
    sums.sum = sums.size_sum = entry.values;
    sums.sums_sq = entry.squares;
    windows_.AddAll(entry.windows, sums);
    if (entry.in_interval) total_.AddAll(sums);
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

  SeriesClusters Finish() && {
    return {std::move(windows_).Sum(), std::move(comparisons_).Sum(), std::move(shared_).Sum(),
            total_};
  }

 private:
  // `later` runs are by window, so many windows off the points.
  void AddShared(const std::vector<Run>& earlier, const std::vector<Run>& later, ptrdiff_t shift) {
    const auto points = static_cast<ptrdiff_t>(plan_.points.size());
    for (size_t i = 0, j = 0; i < earlier.size() && j < later.size();) {
      const ptrdiff_t begin = std::max({earlier[i].begin, later[j].begin + shift, ptrdiff_t{0}});
      const ptrdiff_t end = std::min({earlier[i].end, later[j].end + shift, points});
      if (begin < end) {
        shared_.Add(begin, end, earlier[i].answers, earlier[i].values, later[j].answers,
                    later[j].values);
      }
      if (earlier[i].end < later[j].end + shift) {
        ++i;
      } else {
        ++j;
      }
    }
  }

  const TrendPlan& plan_;
  Differences<metrics::ClusterSums> windows_;
  Differences<metrics::ClusterSums> comparisons_;
  Differences<metrics::SharedClusterSums> shared_;
  metrics::ClusterSums total_;
  std::vector<Step> steps_;
  std::vector<Run> runs_;
  std::vector<Run> compared_;
};

}  // namespace

SeriesClusters FoldClusters(const TrendPlan& plan, std::span<const ClusterEntry> entries) {
  Folding folding(plan);
  for (size_t i = 0; i < entries.size();) {
    if (!entries[i].cluster.known()) {
      folding.AddSingles(entries[i++]);
      continue;
    }
    size_t end = i;
    while (end < entries.size() && entries[end].cluster == entries[i].cluster) ++end;
    folding.AddCluster(entries.subspan(i, end - i));
    i = end;
  }
  return std::move(folding).Finish();
}

}  // namespace voc::views
