#include "server/views/query/cluster_table.h"

#include <algorithm>
#include <bit>

#include "server/views/query/radix_sort.h"

namespace voc::views {
namespace {

// With at least one answer for so many cells an array is smaller than a list, or little larger,
// and faster.
constexpr size_t kCellsPerAnswer = 4;

}  // namespace

ClusterTable::ClusterTable(const Shape& shape)
    : shape_(shape), stretch_bits_(static_cast<int>(std::bit_width(shape.stretches))) {}

ClusterCells* ClusterTable::MakeCells(SeriesId series) {
  if (series >= dense_.size()) dense_.resize(size_t{series} + 1);
  if (dense_cells_ + CellCount() > kMaxDenseClusterCells) return nullptr;
  dense_cells_ += CellCount();
  dense_[series] = std::make_unique<ClusterCells>(CellCount(), shape_.narrow);
  // What was listed, and in order, belongs into the array now.
  if (series < listed_.size()) settled_[series] = listed_[series].empty();
  return dense_[series].get();
}

bool ClusterTable::AddRows(SeriesId series, size_t stretch, const Ordinal* main, const uint8_t* bin,
                           const uint8_t* selected, size_t count,
                           const std::array<int64_t, kCellBins>& value_of_bin, bool& added) {
  ClusterCells* cells = CellsOf(series);
  if (cells == nullptr) cells = MakeCells(series);
  added = cells != nullptr;
  if (!added) return true;
  const size_t nobody = IndexOf(stretch, 0);
  cells->AddRows(nobody, main, bin, selected, count, value_of_bin);
  if (cells->At(nobody).answers == 0) return false;
  cells->Clear(nobody);
  return true;
}

void ClusterTable::ListAll(SeriesId series, std::span<const Listed> more) {
  if (!complete_) return;
  if (series >= listed_.size()) {
    listed_.resize(size_t{series} + 1);
    settled_.resize(size_t{series} + 1, true);
  }
  std::vector<Listed>& list = listed_[series];
  settled_[series] = false;
  const size_t enough = CellCount() / kCellsPerAnswer;
  const bool becomes_enough = list.size() < enough && list.size() + more.size() >= enough;
  list.insert(list.end(), more.begin(), more.end());
  listed_answers_ += more.size();
  if (becomes_enough && CellsOf(series) == nullptr && MakeCells(series) != nullptr) {
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
  if (ClusterCells* const cells = CellsOf(series)) {
    std::erase_if(list, [&](const Listed& listed) {
      const ClusterId cluster = ClusterOf(listed.key);
      if (cluster.is_respondent() != shape_.by_respondent || cluster.ordinal() >= shape_.ordinals) {
        return false;
      }
      cells->Add(IndexOf(StretchOf(listed.key), cluster.ordinal()), listed.cell);
      return true;
    });
  }
  RadixSort(list, spare_, [](const Listed& listed) { return listed.key; });
  size_t kept = 0;
  for (const Listed& listed : list) {
    if (kept > 0 && list[kept - 1].key == listed.key) {
      list[kept - 1].cell.Add(listed.cell);
    } else {
      list[kept++] = listed;
    }
  }
  list.resize(kept);
  listed_answers_ += kept;
  settled_[series] = true;
}

ClusterTable::Singles* ClusterTable::SinglesOf(SeriesId series) {
  if (singles_.size() <= series) singles_.resize(size_t{series} + 1);
  if (singles_[series] == nullptr) {
    singles_[series] = std::make_unique<Singles[]>(shape_.stretches);
  }
  return singles_[series].get();
}

void ClusterTable::AddSingle(SeriesId series, size_t stretch, int64_t value) {
  Singles& singles = SinglesOf(series)[stretch];
  ++singles.answers;
  singles.values += value;
  singles.squares += absl::int128(value) * value;
}

void ClusterTable::Absorb(const ClusterTable& other, const std::vector<SeriesId>& series) {
  complete_ = complete_ && other.complete_;
  if (!complete_) return;
  for (SeriesId theirs = 0; theirs < other.dense_.size(); ++theirs) {
    const ClusterCells* from = other.CellsOf(theirs);
    if (from == nullptr) continue;
    ClusterCells* to = CellsOf(series[theirs]);
    if (to == nullptr) to = MakeCells(series[theirs]);
    for (size_t i = 0; i < CellCount(); ++i) {
      const ClusterCell cell = from->At(i);
      if (cell.answers == 0) continue;
      if (to != nullptr) {
        to->Add(i, cell);
        continue;
      }
      const ClusterId cluster = MainCluster(static_cast<Ordinal>(i % shape_.ordinals));
      List(series[theirs], {KeyOf(cluster, i / shape_.ordinals), cell});
    }
  }
  for (SeriesId theirs = 0; theirs < other.listed_.size(); ++theirs) {
    ListAll(series[theirs], other.listed_[theirs]);
  }
  for (SeriesId theirs = 0; theirs < other.singles_.size(); ++theirs) {
    const Singles* from = other.singles_[theirs].get();
    if (from == nullptr) continue;
    Singles* const to = SinglesOf(series[theirs]);
    for (size_t i = 0; i < shape_.stretches; ++i) {
      to[i].answers += from[i].answers;
      to[i].values += from[i].values;
      to[i].squares += from[i].squares;
    }
  }
}

void ClusterTable::Settle() {
  for (SeriesId series = 0; series < listed_.size(); ++series) {
    if (!settled_[series]) Compact(series);
  }
}

size_t ClusterTable::bytes() const {
  size_t bytes = spare_.capacity() * sizeof(Listed);
  for (const auto& cells : dense_) {
    if (cells != nullptr) bytes += ClusterCells::Bytes(CellCount(), shape_.narrow);
  }
  for (const auto& list : listed_) bytes += list.capacity() * sizeof(Listed);
  for (const auto& singles : singles_) {
    if (singles != nullptr) bytes += shape_.stretches * sizeof(Singles);
  }
  return bytes;
}

void ClusterTable::VisitClusters(
    SeriesId series, absl::FunctionRef<void(ClusterId, std::span<const InStretch>)> visit) const {
  std::vector<InStretch> said;
  if (const ClusterCells* const cells = CellsOf(series)) {
    for (Ordinal ordinal = 0; ordinal < shape_.ordinals; ++ordinal) {
      said.clear();
      for (size_t stretch = 0; stretch < shape_.stretches; ++stretch) {
        const ClusterCell cell = cells->At(IndexOf(stretch, ordinal));
        if (cell.answers != 0) said.push_back({stretch, cell});
      }
      if (!said.empty()) visit(MainCluster(ordinal), said);
    }
  }
  if (series >= listed_.size()) return;
  const std::vector<Listed>& list = listed_[series];
  for (size_t i = 0; i < list.size();) {
    const ClusterId cluster = ClusterOf(list[i].key);
    said.clear();
    for (; i < list.size() && ClusterOf(list[i].key) == cluster; ++i) {
      said.push_back({StretchOf(list[i].key), list[i].cell});
    }
    visit(cluster, said);
  }
}

void ClusterTable::VisitSingles(
    SeriesId series, absl::FunctionRef<void(size_t stretch, const Singles&)> visit) const {
  if (series >= singles_.size() || singles_[series] == nullptr) return;
  for (size_t stretch = 0; stretch < shape_.stretches; ++stretch) {
    const Singles& singles = singles_[series][stretch];
    if (singles.answers != 0) visit(stretch, singles);
  }
}

}  // namespace voc::views
