#include "server/metrics/clusters.h"

#include <algorithm>

namespace voc::metrics {

double DesignEffect(const ClusteredCount& count) {
  if (count.clusters < 2 || count.hits == 0 || count.hits == count.n) return 1;
  const auto n = static_cast<double>(count.n);
  const double p = static_cast<double>(count.hits) / n;
  // Of the residuals hits - p * texts, whose mean is 0.
  const double squares = static_cast<double>(count.hit_squares) -
                         2 * p * static_cast<double>(count.products) +
                         p * p * static_cast<double>(count.size_squares);
  const auto clusters = static_cast<double>(count.clusters);
  return std::max(1.0, squares * clusters / (clusters - 1) / (n * p * (1 - p)));
}

}  // namespace voc::metrics
