#ifndef VOC_SERVER_VIEWS_QUERY_CLUSTER_TABLE_H_
#define VOC_SERVER_VIEWS_QUERY_CLUSTER_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/numeric/int128.h"
#include "server/views/facts/dictionary.h"
#include "server/views/query/cluster_entry.h"
#include "server/views/query/trend_cells.h"
#include "server/views/query/trend_plan.h"

namespace voc::views {

// Most cells of a table that lie in plain arrays, 16 bytes each; and most answers that
// are listed one by one, 32 bytes each. Beyond them clusters are given up: see
// complete().
inline constexpr size_t kMaxDenseClusterCells = 4'000'000;
inline constexpr size_t kMaxListedClusterAnswers = 4'000'000;

// Counts answers and their values by series, cluster and stretch of time. The answers of
// a series are listed; those of clusters of the main kind go into an array, by ordinal,
// once they are enough to fill it and as long as there is room. One thread at a time.
class ClusterTable {
 public:
  struct Cell {
    int64_t answers = 0;
    int64_t values = 0;
  };

  // Ordinals of the main kind are below `ordinals`, those of respondents where
  // `by_respondent`, else those of accounts. `stretches` outlive this.
  ClusterTable(std::span<const Stretch> stretches, Ordinal ordinals, bool by_respondent)
      : stretches_(stretches), ordinals_(ordinals), by_respondent_(by_respondent) {}

  void Add(SeriesId series, size_t stretch, ClusterId cluster, int64_t value) {
    if (!cluster.known()) return AddSingle(series, stretch, value);
    if (cluster.is_respondent() == by_respondent_) {
      if (Cell* cell = CellOf(series, stretch, cluster.ordinal())) {
        ++cell->answers;
        cell->values += value;
        return;
      }
    }
    List(series, {cluster, static_cast<uint32_t>(stretch), {1, value}});
  }

  // The cells of a series and stretch by ordinal, for who adds many; null where there is
  // no room for an array. That of ordinal 0, nobody, is to be left as it was.
  Cell* Dense(SeriesId series, size_t stretch) {
    if (series >= dense_.size() || dense_[series] == nullptr) MakeDense(series);
    Cell* cells = dense_[series].get();
    return cells != nullptr ? cells + stretch * ordinals_ : nullptr;
  }

  // Takes over what `other`, of the same stretches and ordinals, counted; `series` gives
  // this one's series for each of the other's.
  void Absorb(const ClusterTable& other, const std::vector<SeriesId>& series);

  // Puts in order what is listed; nothing is added after it.
  void Finish();

  // Whether everything is in it; else it is to be left alone.
  bool complete() const { return complete_; }

  // After Finish(): what a series counted, those of one cluster in a row.
  std::vector<ClusterEntry> Entries(SeriesId series) const;

 private:
  struct Listed {
    ClusterId cluster;
    uint32_t stretch;
    Cell cell;
  };

  // Answers of nobody known: each is a cluster.
  struct Singles {
    int64_t answers = 0;
    int64_t values = 0;
    absl::int128 squares = 0;
  };

  // Null where the series has no array.
  Cell* CellOf(SeriesId series, size_t stretch, Ordinal ordinal) {
    if (series >= dense_.size() || dense_[series] == nullptr || ordinal >= ordinals_) {
      return nullptr;
    }
    return dense_[series].get() + stretch * ordinals_ + ordinal;
  }
  ClusterId MainCluster(Ordinal ordinal) const {
    return by_respondent_ ? ClusterId::OfRespondent(ordinal) : ClusterId::OfAccount(ordinal);
  }
  void MakeDense(SeriesId series);
  void List(SeriesId series, const Listed& listed);
  // Adds up what is listed of a series, or puts it into the array.
  void Compact(SeriesId series);
  void AddSingle(SeriesId series, size_t stretch, int64_t value);
  ClusterEntry EntryOf(size_t stretch, ClusterId cluster, Cell cell) const;

  std::span<const Stretch> stretches_;
  Ordinal ordinals_;
  bool by_respondent_;
  bool complete_ = true;
  // Of each series, by stretch, then ordinal: neighbours in time fall into few cache
  // lines. Null where there is none.
  std::vector<std::unique_ptr<Cell[]>> dense_;
  size_t dense_cells_ = 0;
  std::vector<std::vector<Listed>> listed_;          // of each series
  size_t listed_answers_ = 0;                        // of all
  std::vector<std::unique_ptr<Singles[]>> singles_;  // of each series, by stretch; may be null
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_CLUSTER_TABLE_H_
