#ifndef VOC_SERVER_METRICS_CSAT_H_
#define VOC_SERVER_METRICS_CSAT_H_

#include <optional>

#include "server/metrics/histogram.h"
#include "server/metrics/proportion.h"

namespace voc::metrics {

// The lowest score that counts as satisfied on a scale from 1 to `points`:
// 2 of 2, 3 of 3, 4 of 5, 6 of 7, 9 of 10. Absent for any other scale.
std::optional<int> CsatTopBoxFrom(int points);

// The same where another number of the best points counts, 1 to `points` - 1; 0 for the default.
std::optional<int> CsatTopBoxFrom(int points, int top);

// The answers in the top box among all, of a histogram of scores 1..points:
// CSAT is its Percent, with WilsonInterval and ProportionTest. `points` is one
// of the scales above; on any other nobody is satisfied. `top` as above.
Proportion CsatSatisfied(const ScoreHistogram& histogram, int points, int top = 0);

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_CSAT_H_
