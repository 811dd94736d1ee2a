#include "server/metrics/csat.h"

#include <optional>

namespace voc::metrics {

std::optional<int> CsatTopBoxFrom(int points) {
  switch (points) {
    case 2:
    case 3:
      return points;
    case 5:
    case 7:
    case 10:
      return points - 1;
    default:
      return std::nullopt;
  }
}

std::optional<int> CsatTopBoxFrom(int points, int top) {
  const std::optional<int> from = CsatTopBoxFrom(points);
  if (!from.has_value() || top <= 0 || top >= points) return from;
  return points - top + 1;
}

Proportion CsatSatisfied(const ScoreHistogram& histogram, int points, int top) {
  Proportion satisfied{.hits = 0, .n = histogram.n()};
  if (const std::optional<int> from = CsatTopBoxFrom(points, top)) {
    satisfied.hits = histogram.Between(*from, points);
  }
  return satisfied;
}

}  // namespace voc::metrics
