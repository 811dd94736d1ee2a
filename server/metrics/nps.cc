#include "server/metrics/nps.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "server/metrics/distributions.h"

namespace voc::metrics {
namespace {

constexpr double kAddedAnswers = 3;
constexpr double kAddedPerEnd = 0.75;
// Of a share's variance that is 0.
constexpr double kRounding = 1e-12;

// The adjusted score, as a share of 1, and its standard error.
struct Adjusted {
  double score;
  double error;
};

Adjusted Adjust(const NpsCounts& counts, const Dependence& dependence) {
  const double effect = dependence.design_effect;
  const double n = static_cast<double>(counts.n()) / effect + kAddedAnswers;
  const double p = (static_cast<double>(counts.promoters) / effect + kAddedPerEnd) / n;
  const double d = (static_cast<double>(counts.detractors) / effect + kAddedPerEnd) / n;
  const double score = p - d;
  return {score, std::sqrt((p + d - score * score) / n)};
}

ComparedSample SampleOf(const NpsCounts& counts, double error) {
  return {.n = static_cast<double>(counts.n()), .error = error};
}

// As many answers as there are independent ones.
struct Independent {
  double n;
  double promoters;
  double detractors;

  Independent(const NpsCounts& counts, const Dependence& dependence)
      : n(static_cast<double>(counts.n()) / dependence.design_effect),
        promoters(static_cast<double>(counts.promoters) / dependence.design_effect),
        detractors(static_cast<double>(counts.detractors) / dependence.design_effect) {}

  double score() const { return (promoters - detractors) / n; }
};

// Mantel's test.
Comparison TestOfFew(const NpsCounts& earlier, const NpsCounts& later, const Coupling& coupling) {
  const Independent a(earlier, coupling.earlier);
  const Independent b(later, coupling.later);
  const double all = a.n + b.n;
  const double p = (a.promoters + b.promoters) / all;
  const double d = (a.detractors + b.detractors) / all;
  const double variance = p + d - (p - d) * (p - d);
  // Answers that are all the same, or together no more than one.
  if (variance <= kRounding || all <= 1) return {0, 1};
  const double error1 = std::sqrt(variance / a.n);
  const double error2 = std::sqrt(variance / b.n);
  const double error = DifferenceError(error1, error2, coupling.correlation);
  const double z = (b.score() - a.score()) / error * std::sqrt((all - 1) / all);
  return {z, TwoSidedOf(z, coupling, SampleOf(earlier, error1), SampleOf(later, error2))};
}

}  // namespace

double NpsVariance(const NpsCounts& counts) {
  if (counts.n() < 2) return 0;
  const auto n = static_cast<double>(counts.n());
  const auto ends = static_cast<double>(counts.promoters + counts.detractors);
  const auto sum = static_cast<double>(counts.promoters - counts.detractors);
  return (ends - sum * sum / n) / (n - 1);
}

NpsCounts NpsCountsOf(const ScoreHistogram& histogram) {
  return {.promoters = histogram.Between(9, 10),
          .passives = histogram.Between(7, 8),
          .detractors = histogram.Between(0, 6)};
}

std::optional<double> Nps(const NpsCounts& counts) {
  if (counts.n() == 0) return std::nullopt;
  return 100 * static_cast<double>(counts.promoters - counts.detractors) /
         static_cast<double>(counts.n());
}

std::optional<Interval> NpsInterval(const NpsCounts& counts, double confidence,
                                    const Dependence& dependence) {
  if (counts.n() == 0) return std::nullopt;
  const Adjusted adjusted = Adjust(counts, dependence);
  const double half =
      ReachOf(dependence, static_cast<double>(counts.n()), confidence) * adjusted.error;
  const double observed = *Nps(counts);
  return Interval{std::min(100 * std::max(adjusted.score - half, -1.0), observed),
                  std::max(100 * std::min(adjusted.score + half, 1.0), observed)};
}

std::optional<Comparison> NpsTest(const NpsCounts& earlier, const NpsCounts& later,
                                  const Coupling& coupling) {
  if (earlier.n() == 0 || later.n() == 0) return std::nullopt;
  if (std::min(earlier.n(), later.n()) < kFewNpsAnswers) {
    return TestOfFew(earlier, later, coupling);
  }
  const Adjusted a = Adjust(earlier, coupling.earlier);
  const Adjusted b = Adjust(later, coupling.later);
  const double z = (b.score - a.score) / DifferenceError(a.error, b.error, coupling.correlation);
  return Comparison{z,
                    TwoSidedOf(z, coupling, SampleOf(earlier, a.error), SampleOf(later, b.error))};
}

std::optional<Interval> NpsDifferenceInterval(const NpsCounts& earlier, const NpsCounts& later,
                                              double confidence, const Coupling& coupling) {
  if (earlier.n() == 0 || later.n() == 0) return std::nullopt;
  const Adjusted a = Adjust(earlier, coupling.earlier);
  const Adjusted b = Adjust(later, coupling.later);
  const double half = DifferenceReachOf(confidence, coupling, SampleOf(earlier, a.error),
                                        SampleOf(later, b.error)) *
                      DifferenceError(a.error, b.error, coupling.correlation);
  const double observed = *Nps(later) - *Nps(earlier);
  return Interval{std::min(100 * std::max(b.score - a.score - half, -2.0), observed),
                  std::max(100 * std::min(b.score - a.score + half, 2.0), observed)};
}

}  // namespace voc::metrics
