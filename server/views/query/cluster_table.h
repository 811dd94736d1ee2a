#ifndef VOC_SERVER_VIEWS_QUERY_CLUSTER_TABLE_H_
#define VOC_SERVER_VIEWS_QUERY_CLUSTER_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/numeric/int128.h"
#include "server/views/facts/dictionary.h"
#include "server/views/query/cluster_entry.h"
#include "server/views/query/trend_cells.h"
#include "server/views/query/trend_plan.h"

namespace voc::views {

// Most cells of a table that lies in a plain array, 16 bytes each; and most in a hash
// map, about 40 bytes each. Beyond them clusters are given up: see complete().
inline constexpr size_t kMaxDenseClusterCells = 4'000'000;
inline constexpr size_t kMaxHashedClusterCells = 4'000'000;

// Counts answers and their values by series, cluster and stretch of time, in a hash
// map; clusters of the main kind move into an array, by ordinal, once a series has
// answers enough to fill it and as long as there is room. One thread at a time.
class ClusterTable {
 public:
  struct Cell {
    int64_t answers = 0;
    int64_t values = 0;
  };

  ClusterTable(const ClusterTable&) = delete;
  ClusterTable& operator=(const ClusterTable&) = delete;
  ClusterTable(ClusterTable&&) = default;
  ClusterTable& operator=(ClusterTable&&) = default;

  // Ordinals of the main kind are below `ordinals`, those of respondents where
  // `by_respondent`, else those of accounts. `plan` outlives this.
  ClusterTable(const TrendPlan& plan, Ordinal ordinals, bool by_respondent)
      : plan_(&plan), ordinals_(ordinals), by_respondent_(by_respondent) {}

  void Add(SeriesId series, size_t stretch, ClusterId cluster, int64_t value) {
    if (!cluster.known()) return AddSingle(series, stretch, value);
    if (cluster.is_respondent() == by_respondent_) {
      if (Cell* cell = CellOf(series, stretch, cluster.ordinal())) return AddTo(*cell, value);
      CountHashed(series);
    }
    AddHashed({series, static_cast<uint32_t>(stretch), cluster}, {1, value});
  }

  // The cells of a series and stretch by ordinal, for who adds many; null where there is
  // no room for an array. That of ordinal 0, nobody, is to be left as it was.
  Cell* Dense(SeriesId series, size_t stretch) {
    if (series >= dense_.size() || dense_[series] == nullptr) MakeDense(series);
    Cell* cells = dense_[series].get();
    return cells != nullptr ? cells + stretch * ordinals_ : nullptr;
  }

  // Takes over what `other`, of the same plan and ordinals, counted; `series` gives
  // this one's series for each of the other's.
  void Absorb(const ClusterTable& other, const std::vector<SeriesId>& series);

  // Puts in order what is in the hash map; nothing is added after it.
  void Finish();

  // Whether everything is in it; else it is to be left alone.
  bool complete() const { return complete_; }

  // After Finish(): what a series counted, those of one cluster in a row.
  std::vector<ClusterEntry> Entries(SeriesId series) const;

 private:
  struct Key {
    SeriesId series;
    uint32_t stretch;
    ClusterId cluster;

    friend bool operator==(const Key&, const Key&) = default;
    template <typename H>
    friend H AbslHashValue(H h, const Key& key) {
      return H::combine(std::move(h), key.series, key.stretch, key.cluster.value());
    }
  };

  // Answers of nobody known: each is a cluster.
  struct Singles {
    int64_t answers = 0;
    int64_t values = 0;
    absl::int128 squares = 0;
  };

  static void AddTo(Cell& cell, int64_t value) {
    ++cell.answers;
    cell.values += value;
  }

  // Null where the series has no array.
  Cell* CellOf(SeriesId series, size_t stretch, Ordinal ordinal) {
    if (series >= dense_.size() || dense_[series] == nullptr || ordinal >= ordinals_) {
      return nullptr;
    }
    return dense_[series].get() + stretch * ordinals_ + ordinal;
  }
  // One more answer of the main kind in the hash map: makes an array when they are many.
  void CountHashed(SeriesId series);
  void MakeDense(SeriesId series);
  void AddSingle(SeriesId series, size_t stretch, int64_t value);
  void AddHashed(const Key& key, Cell cell);
  ClusterEntry EntryOf(size_t stretch, ClusterId cluster, Cell cell) const;

  const TrendPlan* plan_;
  Ordinal ordinals_;
  bool by_respondent_;
  bool complete_ = true;
  size_t dense_cells_ = 0;
  // Of each series, by stretch, then ordinal: neighbours in time fall into few cache
  // lines. Null beyond the limit.
  std::vector<std::unique_ptr<Cell[]>> dense_;
  std::vector<size_t> hashed_answers_;  // of each series, those of the main kind
  absl::flat_hash_map<Key, Cell> hashed_;
  std::vector<std::pair<Key, Cell>> sorted_;         // of hashed_, after Finish
  std::vector<std::unique_ptr<Singles[]>> singles_;  // of each series, by stretch; may be null
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_CLUSTER_TABLE_H_
