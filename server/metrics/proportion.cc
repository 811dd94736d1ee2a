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

// As many answers as there are independent ones, rounded down.
Proportion Thinned(Proportion proportion, const Dependence& dependence) {
  if (dependence.design_effect == 1) return proportion;
  const auto thin = [&](int64_t count) {
    return static_cast<int64_t>(static_cast<double>(count) / dependence.design_effect);
  };
  const int64_t hits = thin(proportion.hits);
  return {hits, std::max<int64_t>(hits + thin(proportion.n - proportion.hits), 1)};
}

ComparedSample SampleOf(Proportion proportion, double error) {
  return {.n = static_cast<double>(proportion.n), .error = error};
}

// A share with a hit and a miss added, and its standard error.
struct Adjusted {
  double share;
  double error;
};

Adjusted Adjust(Proportion proportion, const Dependence& dependence) {
  const double n = static_cast<double>(proportion.n) / dependence.design_effect + 2;
  const double share = (static_cast<double>(proportion.hits) / dependence.design_effect + 1) / n;
  return {share, std::sqrt(share * (1 - share) / n)};
}

}  // namespace

std::optional<double> Percent(Proportion proportion) {
  if (proportion.n == 0) return std::nullopt;
  return 100 * static_cast<double>(proportion.hits) / static_cast<double>(proportion.n);
}

double ProportionVariance(Proportion proportion) {
  if (proportion.n < 2) return 0;
  const auto n = static_cast<double>(proportion.n);
  const auto hits = static_cast<double>(proportion.hits);
  return hits * (n - hits) / n / (n - 1);
}

std::optional<Interval> WilsonInterval(Proportion proportion, double confidence,
                                       const Dependence& dependence) {
  if (proportion.n == 0) return std::nullopt;
  const double z = ReachOf(dependence, static_cast<double>(proportion.n), confidence);
  const double n = static_cast<double>(proportion.n) / dependence.design_effect;
  const double p = static_cast<double>(proportion.hits) / static_cast<double>(proportion.n);
  const double scale = 1 + z * z / n;
  const double centre = (p + z * z / (2 * n)) / scale;
  const double half = z / scale * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  // At no or all hits an end is 0 or 1 but for rounding.
  return Interval{100 * std::clamp(centre - half, 0.0, p), 100 * std::clamp(centre + half, p, 1.0)};
}

std::optional<Comparison> ProportionTest(Proportion earlier, Proportion later,
                                         const Coupling& coupling) {
  if (earlier.n == 0 || later.n == 0) return std::nullopt;
  const double p1 = static_cast<double>(earlier.hits) / static_cast<double>(earlier.n);
  const double p2 = static_cast<double>(later.hits) / static_cast<double>(later.n);
  const double n1 = static_cast<double>(earlier.n) / coupling.earlier.design_effect;
  const double n2 = static_cast<double>(later.n) / coupling.later.design_effect;
  const double all = n1 + n2;
  const double hits = static_cast<double>(earlier.hits) / coupling.earlier.design_effect +
                      static_cast<double>(later.hits) / coupling.later.design_effect;
  const double pooled = hits / all;
  const double least_expected = std::min(n1, n2) * std::min(hits, all - hits) / all;
  if (least_expected < 1) {
    return Comparison{std::nullopt, FisherTwoSided(Thinned(earlier, coupling.earlier),
                                                   Thinned(later, coupling.later))};
  }
  const double spread = pooled * (1 - pooled);
  const double error1 = std::sqrt(spread / n1);
  const double error2 = std::sqrt(spread / n2);
  const double error = DifferenceError(error1, error2, coupling.correlation);
  const double z = (p2 - p1) / error * std::sqrt((all - 1) / all);
  return Comparison{z, TwoSidedOf(z, coupling, SampleOf(earlier, error1), SampleOf(later, error2))};
}

std::optional<Interval> ProportionDifferenceInterval(Proportion earlier, Proportion later,
                                                     double confidence, const Coupling& coupling) {
  if (earlier.n == 0 || later.n == 0) return std::nullopt;
  const Adjusted a = Adjust(earlier, coupling.earlier);
  const Adjusted b = Adjust(later, coupling.later);
  const double half = DifferenceReachOf(confidence, coupling, SampleOf(earlier, a.error),
                                        SampleOf(later, b.error)) *
                      DifferenceError(a.error, b.error, coupling.correlation);
  const double observed = *Percent(later) - *Percent(earlier);
  return Interval{std::min(100 * std::max(b.share - a.share - half, -1.0), observed),
                  std::max(100 * std::min(b.share - a.share + half, 1.0), observed)};
}

}  // namespace voc::metrics
