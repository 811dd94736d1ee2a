#ifndef VOC_SERVER_METRICS_IMPACT_H_
#define VOC_SERVER_METRICS_IMPACT_H_

#include <cstdint>
#include <optional>

#include "server/metrics/result.h"

namespace voc::metrics {

// A topic's part in a metric, in the unit of the metric.
struct Impact {
  // The metric over all answers minus the metric over those without the topic:
  // what would be gained by its absence, with the sign turned.
  double value = 0;
  std::optional<Interval> interval;
};

// For any metric that is a mean over its answers (NPS of +100, 0 and -100, a share
// of 100 and 0, a mean score): metric(all) - metric(without) is then
//
//     n_with / n * (metric(with) - metric(without))
//
// (help.getthematic.com/article/32; the same as Qualtrics' n_with * (metric(with) -
// metric(all)) / n_without). So the impact is 0 exactly where the two samples do
// not differ, and the two-sample test of the metric is its test. Its interval is
// that of the difference, `difference_interval`, scaled by the share of the topic,
// which is taken as it was observed. Both samples have answers.
Impact ImpactOf(int64_t n_with, int64_t n_without, double difference,
                std::optional<Interval> difference_interval);

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_IMPACT_H_
