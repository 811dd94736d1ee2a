#include "server/metrics/impact.h"

namespace voc::metrics {

Impact ImpactOf(int64_t n_with, int64_t n_without, double difference,
                std::optional<Interval> difference_interval) {
  const double share = static_cast<double>(n_with) / static_cast<double>(n_with + n_without);
  Impact impact{.value = share * difference};
  if (difference_interval) {
    impact.interval = Interval{share * difference_interval->low, share * difference_interval->high};
  }
  return impact;
}

}  // namespace voc::metrics
