#include "server/views/query/trend_clusters.h"

#include <algorithm>
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

}  // namespace

TrendClusters::TrendClusters(const TrendSpec& spec, const TrendPlan& plan,
                             const Dictionaries& dictionaries)
    : plan_(&plan),
      metric_(spec.metric),
      cluster_by_(spec.cluster_by),
      grouped_(!spec.group_by.empty()),
      table_(plan.stretches, OrdinalsOf(spec.cluster_by, dictionaries),
             spec.cluster_by == ClusterBy::kRespondent),
      overall_(kInterval, OrdinalsOf(spec.cluster_by, dictionaries),
               spec.cluster_by == ClusterBy::kRespondent) {}

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

void TrendClusters::Finish() {
  table_.Finish();
  overall_.Finish();
  SortByCluster(latest_);
  SortByCluster(latest_overall_);
}

void TrendClusters::SortByCluster(std::vector<Latest>& entries) {
  std::sort(entries.begin(), entries.end(), [](const Latest& a, const Latest& b) {
    return std::tie(a.series, a.entry.cluster) < std::tie(b.series, b.entry.cluster);
  });
}

std::vector<ClusterEntry> TrendClusters::EntriesOf(const std::vector<Latest>& sorted,
                                                   SeriesId series) {
  std::vector<ClusterEntry> entries;
  auto at = std::lower_bound(
      sorted.begin(), sorted.end(), series,
      [](const Latest& latest, SeriesId wanted) { return latest.series < wanted; });
  for (; at != sorted.end() && at->series == series; ++at) entries.push_back(at->entry);
  return entries;
}

std::vector<ClusterSaid> TrendClusters::SaidOf(const std::vector<ClusterEntry>& entries) {
  std::vector<ClusterSaid> said;
  for (const ClusterEntry& entry : entries) {
    if (!entry.in_interval) continue;
    said.push_back({entry.cluster, entry.answers, entry.values, entry.squares});
  }
  return said;
}

SeriesClusters TrendClusters::Of(SeriesId series) const {
  return FoldClusters(*plan_, Entries(series));
}

metrics::ClusterSums TrendClusters::Overall(ScaleCode scale) const {
  return FoldClusters(*plan_, OverallEntries(scale)).total;
}

std::vector<ClusterSaid> TrendClusters::SaidIn(SeriesId series) const {
  return SaidOf(Entries(series));
}

std::vector<ClusterSaid> TrendClusters::SaidOverall(ScaleCode scale) const {
  return SaidOf(OverallEntries(scale));
}

}  // namespace voc::views
