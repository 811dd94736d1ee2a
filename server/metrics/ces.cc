#include "server/metrics/ces.h"

namespace voc::metrics {
namespace {

// Answers among the `best` of the scale.
Proportion Best(const ScoreHistogram& histogram, CesScale scale, int best) {
  Proportion among{.hits = 0, .n = histogram.n()};
  if (scale.points != 5 && scale.points != 7) return among;
  among.hits = scale.low_is_good ? histogram.Between(1, best)
                                 : histogram.Between(scale.points + 1 - best, scale.points);
  return among;
}

}  // namespace

Proportion CesAgree(const ScoreHistogram& histogram, CesScale scale) {
  return Best(histogram, scale, scale.points == 5 ? 2 : 3);
}

Proportion CesStrictlyAgree(const ScoreHistogram& histogram, CesScale scale) {
  return Best(histogram, scale, scale.points == 5 ? 1 : 2);
}

}  // namespace voc::metrics
