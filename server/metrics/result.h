#ifndef VOC_SERVER_METRICS_RESULT_H_
#define VOC_SERVER_METRICS_RESULT_H_

#include <optional>

namespace voc::metrics {

// Where the true value lies, with the confidence that was asked for. In the unit
// of the value.
struct Interval {
  double low = 0;
  double high = 0;
};

// A comparison of two samples.
struct Comparison {
  // Standardised difference, later minus earlier; absent where the test has none
  // (Fisher's exact test).
  std::optional<double> statistic;
  // Two-sided, 0..1.
  double p_value = 1;
};

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_RESULT_H_
