#ifndef VOC_SERVER_VIEWS_QUERY_TOP_ROWS_H_
#define VOC_SERVER_VIEWS_QUERY_TOP_ROWS_H_

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace voc::views {

// Keeps the `limit` first of any number of rows, in memory for twice as many.
// `comes_first(a, b)` is a strict order.
template <typename Row, typename ComesFirst>
class TopRows {
 public:
  TopRows(size_t limit, ComesFirst comes_first)
      : limit_(std::max<size_t>(limit, 1)), comes_first_(comes_first) {}

  // Rows that do not come before it are not kept; null while all are.
  const Row* worst() const { return is_full_ ? &worst_ : nullptr; }

  void Add(const Row& row) {
    if (is_full_ && !comes_first_(row, worst_)) return;
    rows_.push_back(row);
    if (rows_.size() >= 2 * limit_) Prune();
  }

  // The rows kept, in order.
  std::vector<Row> Take() {
    if (rows_.size() > limit_) Prune();
    std::sort(rows_.begin(), rows_.end(), comes_first_);
    return std::move(rows_);
  }

 private:
  void Prune() {
    const auto last = rows_.begin() + static_cast<std::ptrdiff_t>(limit_ - 1);
    std::nth_element(rows_.begin(), last, rows_.end(), comes_first_);
    worst_ = *last;
    is_full_ = true;
    rows_.resize(limit_);
  }

  const size_t limit_;
  ComesFirst comes_first_;
  std::vector<Row> rows_;
  bool is_full_ = false;
  Row worst_ = {};  // once is_full_
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TOP_ROWS_H_
