#include "server/metrics/histogram.h"

#include <cstdint>

namespace voc::metrics {

int64_t ScoreHistogram::n() const { return Between(0, kMaxScore); }

int64_t ScoreHistogram::Between(int low, int high) const {
  int64_t sum = 0;
  for (int score = low; score <= high; ++score) sum += count[score];
  return sum;
}

}  // namespace voc::metrics
