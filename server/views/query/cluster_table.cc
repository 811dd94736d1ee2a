#include "server/views/query/cluster_table.h"

#include <algorithm>
#include <tuple>

namespace voc::views {
namespace {

// With at least one answer for so many cells an array is smaller than a list.
constexpr size_t kCellsPerAnswer = 4;

}  // namespace

void ClusterTable::MakeDense(SeriesId series) {
  if (series >= dense_.size()) dense_.resize(size_t{series} + 1);
  const size_t cells = size_t{ordinals_} * stretches_.size();
  if (dense_cells_ + cells > kMaxDenseClusterCells) return;
  dense_cells_ += cells;
  dense_[series] = std::make_unique<Cell[]>(cells);
}

void ClusterTable::List(SeriesId series, const Listed& listed) {
  if (!complete_) return;
  if (series >= listed_.size()) listed_.resize(size_t{series} + 1);
  std::vector<Listed>& list = listed_[series];
  list.push_back(listed);
  ++listed_answers_;
  if (list.size() == size_t{ordinals_} * stretches_.size() / kCellsPerAnswer &&
      (series >= dense_.size() || dense_[series] == nullptr)) {
    MakeDense(series);
    Compact(series);
  }
  if (listed_answers_ < kMaxListedClusterAnswers) return;
  for (SeriesId one = 0; one < listed_.size(); ++one) Compact(one);
  // Half of the room free again, or compacting would be all there is to do.
  if (listed_answers_ <= kMaxListedClusterAnswers / 2) return;
  complete_ = false;
  listed_.clear();
  listed_answers_ = 0;
}

void ClusterTable::Compact(SeriesId series) {
  std::vector<Listed>& list = listed_[series];
  listed_answers_ -= list.size();
  std::erase_if(list, [&](const Listed& listed) {
    if (listed.cluster.is_respondent() != by_respondent_) return false;
    Cell* const cell = CellOf(series, listed.stretch, listed.cluster.ordinal());
    if (cell == nullptr) return false;
    cell->answers += listed.cell.answers;
    cell->values += listed.cell.values;
    return true;
  });
  std::sort(list.begin(), list.end(), [](const Listed& a, const Listed& b) {
    return std::tie(a.cluster, a.stretch) < std::tie(b.cluster, b.stretch);
  });
  size_t kept = 0;
  for (const Listed& listed : list) {
    if (kept > 0 && list[kept - 1].cluster == listed.cluster &&
        list[kept - 1].stretch == listed.stretch) {
      list[kept - 1].cell.answers += listed.cell.answers;
      list[kept - 1].cell.values += listed.cell.values;
    } else {
      list[kept++] = listed;
    }
  }
  list.resize(kept);
  listed_answers_ += kept;
}

void ClusterTable::AddSingle(SeriesId series, size_t stretch, int64_t value) {
  if (singles_.size() <= series) singles_.resize(size_t{series} + 1);
  if (singles_[series] == nullptr) {
    singles_[series] = std::make_unique<Singles[]>(stretches_.size());
  }
  Singles& singles = singles_[series][stretch];
  ++singles.answers;
  singles.values += value;
  singles.squares += absl::int128(value) * value;
}

void ClusterTable::Absorb(const ClusterTable& other, const std::vector<SeriesId>& series) {
  complete_ = complete_ && other.complete_;
  if (!complete_) return;
  const size_t stretches = stretches_.size();
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
      List(series[theirs], {MainCluster(static_cast<Ordinal>(i % ordinals_)),
                            static_cast<uint32_t>(i / ordinals_), from[i]});
    }
  }
  for (SeriesId theirs = 0; theirs < other.listed_.size(); ++theirs) {
    for (const Listed& listed : other.listed_[theirs]) List(series[theirs], listed);
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
  for (SeriesId series = 0; series < listed_.size(); ++series) Compact(series);
}

ClusterEntry ClusterTable::EntryOf(size_t stretch, ClusterId cluster, Cell cell) const {
  const Stretch& windows = stretches_[stretch];
  return {.cluster = cluster,
          .windows = windows.windows,
          .comparisons = windows.comparisons,
          .in_interval = windows.in_interval,
          .answers = cell.answers,
          .values = cell.values};
}

std::vector<ClusterEntry> ClusterTable::Entries(SeriesId series) const {
  std::vector<ClusterEntry> entries;
  if (series < dense_.size() && dense_[series] != nullptr) {
    const Cell* cells = dense_[series].get();
    for (Ordinal ordinal = 0; ordinal < ordinals_; ++ordinal) {
      for (size_t stretch = 0; stretch < stretches_.size(); ++stretch) {
        const Cell& cell = cells[stretch * ordinals_ + ordinal];
        if (cell.answers != 0) entries.push_back(EntryOf(stretch, MainCluster(ordinal), cell));
      }
    }
  }
  if (series < listed_.size()) {
    for (const Listed& listed : listed_[series]) {
      entries.push_back(EntryOf(listed.stretch, listed.cluster, listed.cell));
    }
  }
  if (series < singles_.size() && singles_[series] != nullptr) {
    for (size_t stretch = 0; stretch < stretches_.size(); ++stretch) {
      const Singles& singles = singles_[series][stretch];
      if (singles.answers == 0) continue;
      entries.push_back(EntryOf(stretch, ClusterId(), {singles.answers, singles.values}));
      entries.back().squares = singles.squares;
    }
  }
  return entries;
}

}  // namespace voc::views
