#ifndef VOC_SERVER_VIEWS_QUERY_CLUSTER_TABLE_H_
#define VOC_SERVER_VIEWS_QUERY_CLUSTER_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/numeric/int128.h"
#include "server/views/facts/dictionary.h"
#include "server/views/query/cluster_cells.h"
#include "server/views/query/cluster_entry.h"
#include "server/views/query/trend_cells.h"

namespace voc::views {

// Most cells of a table that lie in plain arrays, at most 16 bytes each; and most answers that
// are listed one by one, 24 bytes each. Beyond them clusters are given up: see
// complete().
inline constexpr size_t kMaxDenseClusterCells = 4'000'000;
inline constexpr size_t kMaxListedClusterAnswers = 4'000'000;

// Counts answers and their values by series, cluster and stretch of time. The answers of
// a series are listed; those of clusters of the main kind go into an array, by ordinal,
// once they are enough to fill it and as long as there is room. One thread at a time.
class ClusterTable {
 public:
  struct Shape {
    size_t stretches = 0;
    // Ordinals of the main kind are below this, those of respondents where
    // `by_respondent`, else those of accounts.
    Ordinal ordinals = 0;
    bool by_respondent = false;
    // Whether all answers together are at most kMaxNarrowAnswers, none worth more than a score.
    bool narrow = false;
  };

  // What a cluster said in one stretch.
  struct InStretch {
    size_t stretch = 0;
    ClusterCell cell;
  };

  // Answers of nobody known: each is a cluster.
  struct Singles {
    int64_t answers = 0;
    int64_t values = 0;
    absl::int128 squares = 0;
  };

  explicit ClusterTable(const Shape& shape);

  void Add(SeriesId series, size_t stretch, ClusterId cluster, int64_t value) {
    if (!cluster.known()) return AddSingle(series, stretch, value);
    if (cluster.is_respondent() == shape_.by_respondent && cluster.ordinal() < shape_.ordinals) {
      if (ClusterCells* cells = CellsOf(series)) {
        return cells->Add(IndexOf(stretch, cluster.ordinal()), {1, value});
      }
    }
    List(series, {KeyOf(cluster, stretch), {1, value}});
  }

  // Adds many answers of one stretch at once, see ClusterCells::AddRows; `main` holds ordinals
  // of the main kind. Those of ordinal 0, nobody, are left to the caller: returns whether there
  // may be any. If it cannot, it adds nothing and sets `added` to false.
  bool AddRows(SeriesId series, size_t stretch, const Ordinal* main, const uint8_t* bin,
               const uint8_t* selected, size_t count,
               const std::array<int64_t, kCellBins>& value_of_bin, bool& added);

  // Takes over what `other`, of the same shape, counted; `series` gives this one's
  // series for each of the other's.
  void Absorb(const ClusterTable& other, const std::vector<SeriesId>& series);

  // Puts in order what is listed; before every Visit that follows an Add or Absorb.
  void Settle();

  // In memory, at least after Settle().
  size_t bytes() const;

  // Whether everything is in it; else it is to be left alone.
  bool complete() const { return complete_; }

  // After Settle(): each cluster of a series once, with what it said in each stretch,
  // ascending; and the answers of nobody known by stretch.
  void VisitClusters(SeriesId series,
                     absl::FunctionRef<void(ClusterId, std::span<const InStretch>)> visit) const;
  void VisitSingles(SeriesId series,
                    absl::FunctionRef<void(size_t stretch, const Singles&)> visit) const;

 private:
  // Ordered by cluster, then stretch.
  struct Listed {
    uint64_t key;
    ClusterCell cell;
  };

  ClusterCells* CellsOf(SeriesId series) const {
    return series < dense_.size() ? dense_[series].get() : nullptr;
  }
  size_t IndexOf(size_t stretch, Ordinal ordinal) const {
    return stretch * shape_.ordinals + ordinal;
  }
  size_t CellCount() const { return shape_.stretches * shape_.ordinals; }
  uint64_t KeyOf(ClusterId cluster, size_t stretch) const {
    return cluster.value() << stretch_bits_ | stretch;
  }
  ClusterId ClusterOf(uint64_t key) const { return ClusterId::FromValue(key >> stretch_bits_); }
  size_t StretchOf(uint64_t key) const { return key & ((uint64_t{1} << stretch_bits_) - 1); }
  ClusterId MainCluster(Ordinal ordinal) const {
    return shape_.by_respondent ? ClusterId::OfRespondent(ordinal) : ClusterId::OfAccount(ordinal);
  }
  // Null where there is no room.
  ClusterCells* MakeCells(SeriesId series);
  void List(SeriesId series, const Listed& listed) { ListAll(series, {&listed, 1}); }
  void ListAll(SeriesId series, std::span<const Listed> more);
  // Adds up what is listed of a series, or puts it into the array.
  void Compact(SeriesId series);
  void AddSingle(SeriesId series, size_t stretch, int64_t value);
  Singles* SinglesOf(SeriesId series);

  Shape shape_;
  int stretch_bits_;
  bool complete_ = true;
  // Of each series, by stretch, then ordinal: neighbours in time fall into few cache
  // lines. Null where there is none.
  std::vector<std::unique_ptr<ClusterCells>> dense_;
  size_t dense_cells_ = 0;
  std::vector<std::vector<Listed>> listed_;          // of each series
  std::vector<bool> settled_;                        // of each of these
  size_t listed_answers_ = 0;                        // of all
  std::vector<Listed> spare_;                        // for sorting
  std::vector<std::unique_ptr<Singles[]>> singles_;  // of each series, by stretch; may be null
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_CLUSTER_TABLE_H_
