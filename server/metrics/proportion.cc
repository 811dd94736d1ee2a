#include "server/metrics/proportion.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "server/metrics/distributions.h"

namespace voc::metrics {
namespace {

// Tables this much more likely than the one observed still count as equally
// likely: rounding must not part twins.
constexpr double kRelativeTolerance = 1e-7;

// Walks the tables of the same margins away from the observed one, each with its
// probability relative to that. Called only where an expected cell is below 1:
// the smaller margins then multiply to less than N, so at most sqrt(N) tables
// exist.
double FisherTwoSided(Proportion earlier, Proportion later) {
  const int64_t hits = earlier.hits + later.hits;
  const int64_t low = std::max<int64_t>(0, hits - later.n);
  const int64_t high = std::min(hits, earlier.n);
  // P(k + 1) / P(k), where k of the hits fall into the earlier sample.
  const auto ratio = [&](int64_t k) {
    return static_cast<double>(earlier.n - k) * static_cast<double>(hits - k) /
           (static_cast<double>(k + 1) * static_cast<double>(later.n - hits + k + 1));
  };
  double all = 1;
  double as_unlikely = 1;
  const auto add = [&](double relative) {
    all += relative;
    if (relative <= 1 + kRelativeTolerance) as_unlikely += relative;
  };
  double relative = 1;
  for (int64_t k = earlier.hits; k < high; ++k) add(relative *= ratio(k));
  relative = 1;
  for (int64_t k = earlier.hits; k > low; --k) add(relative /= ratio(k - 1));
  return as_unlikely / all;
}

}  // namespace

std::optional<double> Percent(Proportion proportion) {
  if (proportion.n == 0) return std::nullopt;
  return 100 * static_cast<double>(proportion.hits) / static_cast<double>(proportion.n);
}

std::optional<Interval> WilsonInterval(Proportion proportion, double confidence) {
  if (proportion.n == 0) return std::nullopt;
  const double z = NormalReach(confidence);
  const auto n = static_cast<double>(proportion.n);
  const double p = static_cast<double>(proportion.hits) / n;
  const double scale = 1 + z * z / n;
  const double centre = (p + z * z / (2 * n)) / scale;
  const double half = z / scale * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  // At no or all hits an end is 0 or 1 but for rounding.
  return Interval{100 * std::clamp(centre - half, 0.0, p), 100 * std::clamp(centre + half, p, 1.0)};
}

std::optional<Comparison> ProportionTest(Proportion earlier, Proportion later) {
  if (earlier.n == 0 || later.n == 0) return std::nullopt;
  const auto n1 = static_cast<double>(earlier.n);
  const auto n2 = static_cast<double>(later.n);
  const auto hits = static_cast<double>(earlier.hits + later.hits);
  const double all = n1 + n2;
  const double least_expected = std::min(n1, n2) * std::min(hits, all - hits) / all;
  if (least_expected < 1) return Comparison{std::nullopt, FisherTwoSided(earlier, later)};

  const double pooled = hits / all;
  const double error = std::sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  const double difference =
      static_cast<double>(later.hits) / n2 - static_cast<double>(earlier.hits) / n1;
  const double z = difference / error * std::sqrt((all - 1) / all);
  return Comparison{z, NormalTwoSided(z)};
}

std::optional<Interval> ProportionDifferenceInterval(Proportion earlier, Proportion later,
                                                     double confidence) {
  if (earlier.n == 0 || later.n == 0) return std::nullopt;
  const auto n1 = static_cast<double>(earlier.n + 2);
  const auto n2 = static_cast<double>(later.n + 2);
  const double p1 = static_cast<double>(earlier.hits + 1) / n1;
  const double p2 = static_cast<double>(later.hits + 1) / n2;
  const double half = NormalReach(confidence) * std::sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);
  const double observed = *Percent(later) - *Percent(earlier);
  return Interval{std::min(100 * std::max(p2 - p1 - half, -1.0), observed),
                  std::max(100 * std::min(p2 - p1 + half, 1.0), observed)};
}

}  // namespace voc::metrics
