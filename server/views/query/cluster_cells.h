#ifndef VOC_SERVER_VIEWS_QUERY_CLUSTER_CELLS_H_
#define VOC_SERVER_VIEWS_QUERY_CLUSTER_CELLS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "server/views/facts/dictionary.h"
#include "server/views/query/cell.h"

namespace voc::views {

// What the answers of one cluster in one stretch of time come to.
struct ClusterCell {
  int64_t answers = 0;
  int64_t values = 0;  // their sum, in the units of ClusterValue

  void Add(ClusterCell other) {
    answers += other.answers;
    values += other.values;
  }
  friend bool operator==(const ClusterCell&, const ClusterCell&) = default;
};

// Most answers of which a narrow cell may hold all, where none is worth more than a score:
// neither number of it then needs more than 31 bits.
inline constexpr uint64_t kMaxNarrowAnswers = (uint64_t{1} << 31) / kCellBins;

// Cells in a row, empty at first: of 8 bytes where they are narrow, so that what a scan adds to
// stays in the first cache, else of 16. One thread at a time.
class ClusterCells {
 public:
  ClusterCells(size_t size, bool narrow)
      : size_(size), narrow_(narrow), words_(std::make_unique<int64_t[]>(Words(size, narrow))) {}

  size_t size() const { return size_; }
  static size_t Bytes(size_t size, bool narrow) { return Words(size, narrow) * sizeof(int64_t); }

  ClusterCell At(size_t at) const {
    if (!narrow_) return {words_[2 * at], words_[2 * at + 1]};
    const int64_t word = words_[at];
    return {word & kNarrowMask, word >> kNarrowBits};
  }

  void Add(size_t at, ClusterCell cell) {
    if (narrow_) {
      words_[at] += Narrow(cell);
    } else {
      words_[2 * at] += cell.answers;
      words_[2 * at + 1] += cell.values;
    }
  }

  void Clear(size_t at) { Add(at, {-At(at).answers, -At(at).values}); }

  // Adds the answers of rows [0, count) that are selected, that of row i to cell
  // first + ordinal[i], worth value_of_bin[bin[i]]; `selected` holds 1 and 0.
  void AddRows(size_t first, const Ordinal* ordinal, const uint8_t* bin, const uint8_t* selected,
               size_t count, const std::array<int64_t, kCellBins>& value_of_bin);

 private:
  static constexpr int kNarrowBits = 32;
  static constexpr int64_t kNarrowMask = (int64_t{1} << kNarrowBits) - 1;

  static size_t Words(size_t size, bool narrow) { return narrow ? size : 2 * size; }
  // Answers in the lower half, values in the upper one: both are added at once, since answers
  // never run over and values may wrap.
  static int64_t Narrow(ClusterCell cell) {
    return static_cast<int64_t>(static_cast<uint64_t>(cell.values) << kNarrowBits) + cell.answers;
  }

  size_t size_;
  bool narrow_;
  std::unique_ptr<int64_t[]> words_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_CLUSTER_CELLS_H_
