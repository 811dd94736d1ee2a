#include "server/views/query/trend_clusters.h"

#include <algorithm>
#include <limits>
#include <span>
#include <tuple>

namespace voc::views {
namespace {

Ordinal OrdinalsOf(ClusterBy by, const Dictionaries& dictionaries) {
  switch (by) {
    case ClusterBy::kNobody:
      return 0;
    case ClusterBy::kAccount:
      return dictionaries.Size(Dimension::kAccount);
    case ClusterBy::kRespondent:
      return dictionaries.Size(Dimension::kRespondent);
  }
  return 0;
}

// The overall total knows one stretch of time.
constexpr Stretch kIntervalStretch{.in_interval = true};
constexpr std::span<const Stretch> kInterval(&kIntervalStretch, 1);

// Of the room for later ones: a quarter of what there is, and so many.
constexpr Ordinal kRoom = 64;

ClusterTable::Shape ShapeOf(const TrendSpec& spec, size_t stretches, const CountLimits& limits) {
  return {.stretches = stretches,
          .ordinals = limits.clusters,
          .by_respondent = spec.cluster_by == ClusterBy::kRespondent,
          .narrow = spec.metric != v1::TREND_METRIC_RATING && limits.answers <= kMaxNarrowAnswers};
}

}  // namespace

CountLimits CountLimits::Of(const TrendSpec& spec, const FactSource& source,
                            const Dictionaries& dictionaries) {
  // Each answer is the fact of an event of its own.
  return {.answers = source.sequence(), .clusters = OrdinalsOf(spec.cluster_by, dictionaries)};
}

CountLimits CountLimits::Growing() const {
  return {.answers = answers <= kMaxNarrowAnswers ? kMaxNarrowAnswers
                                                  : std::numeric_limits<uint64_t>::max(),
          .clusters = clusters + clusters / 4 + kRoom};
}

TrendClusters::TrendClusters(const TrendSpec& spec, const TrendPlan& plan,
                             const CountLimits& limits)
    : plan_(&plan),
      metric_(spec.metric),
      cluster_by_(spec.cluster_by),
      grouped_(!spec.group_by.empty()),
      table_(ShapeOf(spec, plan.stretches.size(), limits)),
      overall_(ShapeOf(spec, kInterval.size(), limits)) {}

void TrendClusters::CountLatest(SeriesId series, ScaleCode scale, WindowIndexes windows,
                                WindowIndexes comparisons, bool in_interval, ClusterId cluster,
                                Sample sample) {
  const ClusterValue& value = ValueOf(scale);
  if (!value.Counts(sample) || too_many_latest_) return;
  if (latest_.size() == kMaxLatestClusterEntries) {
    too_many_latest_ = true;
    latest_ = {};
    latest_overall_ = {};
    return;
  }
  ClusterEntry entry = EntryOf(cluster, value.Of(sample));
  entry.windows = windows;
  entry.comparisons = comparisons;
  entry.in_interval = in_interval;
  latest_.push_back({series, entry});
}

void TrendClusters::CountLatestOverall(ScaleCode scale, ClusterId cluster, Sample sample) {
  const ClusterValue& value = ValueOf(scale);
  if (!value.Counts(sample) || too_many_latest_) return;
  latest_overall_.push_back({scale, EntryOf(cluster, value.Of(sample))});
  latest_overall_.back().entry.in_interval = true;
}

ClusterEntry TrendClusters::EntryOf(ClusterId cluster, int64_t value) {
  ClusterEntry entry{.cluster = cluster, .answers = 1, .values = value};
  if (!cluster.known()) entry.squares = absl::int128(value) * value;
  return entry;
}

void TrendClusters::Absorb(const TrendClusters& other, const std::vector<SeriesId>& series) {
  table_.Absorb(other.table_, series);
  std::vector<SeriesId> scales(kScaleCodes);
  for (SeriesId scale = 0; scale < kScaleCodes; ++scale) scales[scale] = scale;
  overall_.Absorb(other.overall_, scales);
}

void TrendClusters::Settle() {
  table_.Settle();
  overall_.Settle();
  SortByCluster(latest_);
  SortByCluster(latest_overall_);
}

void TrendClusters::SortByCluster(std::vector<Latest>& entries) {
  std::sort(entries.begin(), entries.end(), [](const Latest& a, const Latest& b) {
    return std::tie(a.series, a.entry.cluster) < std::tie(b.series, b.entry.cluster);
  });
}

std::vector<TrendClusters::Latest>::const_iterator TrendClusters::FirstOf(
    const std::vector<Latest>& sorted, SeriesId series) {
  return std::lower_bound(
      sorted.begin(), sorted.end(), series,
      [](const Latest& latest, SeriesId wanted) { return latest.series < wanted; });
}

void TrendClusters::FoldLatest(const std::vector<Latest>& sorted, SeriesId series,
                               ClusterFold& fold) {
  auto at = FirstOf(sorted, series);
  std::vector<ClusterEntry> entries;
  while (at != sorted.end() && at->series == series) {
    const ClusterId cluster = at->entry.cluster;
    if (!cluster.known()) {
      fold.AddSingles((at++)->entry);
      continue;
    }
    entries.clear();
    for (; at != sorted.end() && at->series == series && at->entry.cluster == cluster; ++at) {
      entries.push_back(at->entry);
    }
    fold.AddCluster(entries);
  }
}

SeriesClusters TrendClusters::Fold(const ClusterTable& table, std::span<const Stretch> stretches,
                                   const std::vector<Latest>& latest, SeriesId series) const {
  ClusterFold fold(*plan_, stretches);
  table.VisitClusters(series, [&](ClusterId, std::span<const ClusterTable::InStretch> said) {
    fold.AddCluster(said);
  });
  table.VisitSingles(series, [&](size_t stretch, const ClusterTable::Singles& singles) {
    fold.AddSingles(stretch, singles);
  });
  FoldLatest(latest, series, fold);
  return std::move(fold).Finish();
}

std::vector<ClusterSaid> TrendClusters::SaidOf(const ClusterTable& table,
                                               std::span<const Stretch> stretches,
                                               const std::vector<Latest>& latest, SeriesId series) {
  std::vector<ClusterSaid> all;
  const auto add = [&](const ClusterSaid& said) {
    if (said.answers > 0) all.push_back(said);
  };
  table.VisitClusters(
      series, [&](ClusterId cluster, std::span<const ClusterTable::InStretch> in_stretches) {
        ClusterSaid said{.cluster = cluster};
        for (const ClusterTable::InStretch& in : in_stretches) {
          if (!stretches[in.stretch].in_interval) continue;
          said.answers += in.cell.answers;
          said.values += in.cell.values;
        }
        add(said);
      });
  table.VisitSingles(series, [&](size_t stretch, const ClusterTable::Singles& singles) {
    if (!stretches[stretch].in_interval) return;
    add({ClusterId(), singles.answers, singles.values, singles.squares});
  });
  for (auto at = FirstOf(latest, series); at != latest.end() && at->series == series; ++at) {
    const ClusterEntry& entry = at->entry;
    if (entry.in_interval) add({entry.cluster, entry.answers, entry.values, entry.squares});
  }
  return all;
}

SeriesClusters TrendClusters::Of(SeriesId series) const {
  return Fold(table_, plan_->stretches, latest_, series);
}

metrics::ClusterSums TrendClusters::Overall(ScaleCode scale) const {
  return Fold(overall_, kInterval, latest_overall_, scale).total;
}

std::vector<ClusterSaid> TrendClusters::SaidIn(SeriesId series) const {
  return SaidOf(table_, plan_->stretches, latest_, series);
}

std::vector<ClusterSaid> TrendClusters::SaidOverall(ScaleCode scale) const {
  return SaidOf(overall_, kInterval, latest_overall_, scale);
}

}  // namespace voc::views
