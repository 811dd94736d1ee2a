#ifndef VOC_SERVER_VIEWS_QUERY_CELL_H_
#define VOC_SERVER_VIEWS_QUERY_CELL_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/numeric/int128.h"
#include "server/metrics/histogram.h"

namespace voc::views {

// What one answer adds to a cell.
//   bin    its score; stars for a rating; its Label for a sentiment
//   value  ratings in kRatingUnit, sentiments in kSentimentUnit; else 0
struct Sample {
  uint8_t bin = 0;
  int32_t value = 0;
};

inline constexpr size_t kCellBins = metrics::kMaxScore + 1;

// All that is known of the answers of one window. Whole numbers only, so that
// the order of answers does not matter and what was added can be taken away.
struct Cell {
  std::array<int64_t, kCellBins> count = {};  // by bin
  int64_t sum = 0;                            // of values; exact up to 10^10 answers
  absl::int128 squares = 0;                   // of values

  // Adds the sample so many times; negative takes away.
  void Add(Sample sample, int64_t times) {
    count[std::min<size_t>(sample.bin, kCellBins - 1)] += times;
    if (sample.value != 0) {
      sum += times * sample.value;
      squares += absl::int128(times) * (int64_t{sample.value} * sample.value);
    }
  }

  // Adds all of another cell so many times; negative takes away.
  void AddAll(const Cell& other, int64_t times) {
    for (size_t i = 0; i < kCellBins; ++i) count[i] += times * other.count[i];
    sum += times * other.sum;
    squares += times * other.squares;
  }

  // Answers of every bin.
  int64_t total() const {
    int64_t result = 0;
    for (const int64_t one : count) result += one;
    return result;
  }
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_CELL_H_
