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

// Counts answers and their values by series, cluster and stretch of time. Clusters
// of the main kind, by ordinal, lie in an array as long as there is room; all others
// in a hash map. One thread at a time.
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
      if (Cell* row = Row(series, cluster.ordinal())) return AddTo(row[stretch], value);
    }
    AddHashed({series, static_cast<uint32_t>(stretch), cluster}, {1, value});
  }

  // The cells of ordinal 0 of a series, stretch by stretch, those of ordinal 1 behind
  // them, and so on, for who adds many; null where there is no room for an array.
  Cell* Dense(SeriesId series) {
    if (series >= dense_.size() || dense_[series] == nullptr) MakeDense(series);
    return dense_[series].get();
  }

  // Takes over what `other`, of the same plan and ordinals, counted; `series` gives
  // this one's series for each of the other's.
  void Absorb(const ClusterTable& other, const std::vector<SeriesId>& series);

  // Sorts what is in the hash map; nothing is added after it.
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

  Cell* Row(SeriesId series, Ordinal ordinal) {
    Cell* cells = Dense(series);
    return cells != nullptr && ordinal < ordinals_
               ? cells + size_t{ordinal} * plan_->stretches.size()
               : nullptr;
  }
  void MakeDense(SeriesId series);
  void AddSingle(SeriesId series, size_t stretch, int64_t value);
  void AddHashed(const Key& key, Cell cell);
  ClusterEntry EntryOf(size_t stretch, ClusterId cluster, Cell cell) const;

  const TrendPlan* plan_;
  Ordinal ordinals_;
  bool by_respondent_;
  bool complete_ = true;
  size_t dense_cells_ = 0;
  std::vector<std::unique_ptr<Cell[]>> dense_;  // of each series; null beyond the limit
  absl::flat_hash_map<Key, Cell> hashed_;
  std::vector<std::pair<Key, Cell>> sorted_;         // of hashed_, after Finish
  std::vector<std::unique_ptr<Singles[]>> singles_;  // of each series, by stretch; may be null
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_CLUSTER_TABLE_H_
