#ifndef VOC_SERVER_METRICS_HISTOGRAM_H_
#define VOC_SERVER_METRICS_HISTOGRAM_H_

#include <array>
#include <cstdint>

namespace voc::metrics {

// The highest score there is.
inline constexpr int kMaxScore = 11;

// How many answers each score got; the index is the score. No count is
// negative, and together they stay below 10^15.
struct ScoreHistogram {
  std::array<int64_t, kMaxScore + 1> count{};

  int64_t n() const;
  // Answers from `low` to `high`, both included and on the histogram.
  int64_t Between(int low, int high) const;
};

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_HISTOGRAM_H_
