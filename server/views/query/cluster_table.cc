#include "server/views/query/cluster_table.h"

#include <algorithm>
#include <tuple>

namespace voc::views {
namespace {

// With at least one answer for so many cells an array is smaller than a hash map.
constexpr size_t kCellsPerAnswer = 4;

}  // namespace

void ClusterTable::MakeDense(SeriesId series) {
  if (series >= dense_.size()) dense_.resize(size_t{series} + 1);
  const size_t cells = size_t{ordinals_} * plan_->stretches.size();
  if (dense_cells_ + cells > kMaxDenseClusterCells) return;
  dense_cells_ += cells;
  dense_[series] = std::make_unique<Cell[]>(cells);
}

void ClusterTable::CountHashed(SeriesId series) {
  if (series >= hashed_answers_.size()) hashed_answers_.resize(size_t{series} + 1);
  const size_t cells = size_t{ordinals_} * plan_->stretches.size();
  if (++hashed_answers_[series] == cells / kCellsPerAnswer) MakeDense(series);
}

void ClusterTable::AddSingle(SeriesId series, size_t stretch, int64_t value) {
  if (singles_.size() <= series) singles_.resize(size_t{series} + 1);
  if (singles_[series] == nullptr) {
    singles_[series] = std::make_unique<Singles[]>(plan_->stretches.size());
  }
  Singles& singles = singles_[series][stretch];
  ++singles.answers;
  singles.values += value;
  singles.squares += absl::int128(value) * value;
}

void ClusterTable::AddHashed(const Key& key, Cell cell) {
  if (!complete_) return;
  const auto [at, is_new] = hashed_.try_emplace(key);
  at->second.answers += cell.answers;
  at->second.values += cell.values;
  if (!is_new || hashed_.size() <= kMaxHashedClusterCells) return;
  complete_ = false;
  hashed_.clear();
}

void ClusterTable::Absorb(const ClusterTable& other, const std::vector<SeriesId>& series) {
  complete_ = complete_ && other.complete_;
  if (!complete_) return;
  const size_t stretches = plan_->stretches.size();
  for (SeriesId theirs = 0; theirs < other.dense_.size(); ++theirs) {
    const Cell* from = other.dense_[theirs].get();
    if (from == nullptr) continue;
    Cell* to = Dense(series[theirs], 0);
    for (size_t i = 0; i < size_t{ordinals_} * stretches; ++i) {
      if (from[i].answers == 0) continue;
      if (to != nullptr) {
        to[i].answers += from[i].answers;
        to[i].values += from[i].values;
        continue;
      }
      const auto ordinal = static_cast<Ordinal>(i % ordinals_);
      AddHashed({series[theirs], static_cast<uint32_t>(i / ordinals_),
                 by_respondent_ ? ClusterId::OfRespondent(ordinal) : ClusterId::OfAccount(ordinal)},
                from[i]);
    }
  }
  for (const auto& [key, cell] : other.hashed_) {
    const SeriesId ours = series[key.series];
    if (key.cluster.is_respondent() == by_respondent_) {
      if (Cell* to = CellOf(ours, key.stretch, key.cluster.ordinal())) {
        to->answers += cell.answers;
        to->values += cell.values;
        continue;
      }
    }
    AddHashed({ours, key.stretch, key.cluster}, cell);
  }
  for (SeriesId theirs = 0; theirs < other.singles_.size(); ++theirs) {
    const Singles* from = other.singles_[theirs].get();
    if (from == nullptr) continue;
    const SeriesId ours = series[theirs];
    if (singles_.size() <= ours) singles_.resize(size_t{ours} + 1);
    if (singles_[ours] == nullptr) singles_[ours] = std::make_unique<Singles[]>(stretches);
    for (size_t i = 0; i < stretches; ++i) {
      singles_[ours][i].answers += from[i].answers;
      singles_[ours][i].values += from[i].values;
      singles_[ours][i].squares += from[i].squares;
    }
  }
}

void ClusterTable::Finish() {
  for (const auto& [key, cell] : hashed_) {
    // Came before the array did.
    Cell* const dense = key.cluster.is_respondent() == by_respondent_
                            ? CellOf(key.series, key.stretch, key.cluster.ordinal())
                            : nullptr;
    if (dense == nullptr) {
      sorted_.emplace_back(key, cell);
      continue;
    }
    dense->answers += cell.answers;
    dense->values += cell.values;
  }
  hashed_.clear();
  std::sort(sorted_.begin(), sorted_.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first.series, a.first.cluster, a.first.stretch) <
           std::tie(b.first.series, b.first.cluster, b.first.stretch);
  });
}

ClusterEntry ClusterTable::EntryOf(size_t stretch, ClusterId cluster, Cell cell) const {
  const Stretch& windows = plan_->stretches[stretch];
  return {.cluster = cluster,
          .windows = windows.windows,
          .comparisons = windows.comparisons,
          .in_interval = windows.in_interval,
          .answers = cell.answers,
          .values = cell.values};
}

std::vector<ClusterEntry> ClusterTable::Entries(SeriesId series) const {
  std::vector<ClusterEntry> entries;
  const size_t stretches = plan_->stretches.size();
  if (series < dense_.size() && dense_[series] != nullptr) {
    const Cell* cells = dense_[series].get();
    for (Ordinal ordinal = 0; ordinal < ordinals_; ++ordinal) {
      const ClusterId cluster =
          by_respondent_ ? ClusterId::OfRespondent(ordinal) : ClusterId::OfAccount(ordinal);
      for (size_t stretch = 0; stretch < stretches; ++stretch) {
        const Cell& cell = cells[stretch * ordinals_ + ordinal];
        if (cell.answers != 0) entries.push_back(EntryOf(stretch, cluster, cell));
      }
    }
  }
  const auto begin = std::lower_bound(
      sorted_.begin(), sorted_.end(), series,
      [](const auto& entry, SeriesId wanted) { return entry.first.series < wanted; });
  for (auto at = begin; at != sorted_.end() && at->first.series == series; ++at) {
    entries.push_back(EntryOf(at->first.stretch, at->first.cluster, at->second));
  }
  if (series < singles_.size() && singles_[series] != nullptr) {
    for (size_t stretch = 0; stretch < stretches; ++stretch) {
      const Singles& singles = singles_[series][stretch];
      if (singles.answers == 0) continue;
      entries.push_back(EntryOf(stretch, ClusterId(), {singles.answers, singles.values}));
      entries.back().squares = singles.squares;
    }
  }
  return entries;
}

}  // namespace voc::views
