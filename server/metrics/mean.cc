#include "server/metrics/mean.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "absl/numeric/int128.h"
#include "server/metrics/distributions.h"

namespace voc::metrics {
namespace {

// Of the difference of two means.
struct Welch {
  double error;
  double degrees;
};

double Degrees(const Moments& sample, const Dependence& dependence) {
  return std::max(dependence.effective_clusters.value_or(static_cast<double>(sample.n)) - 1, 1.0);
}

double ErrorSquared(const Moments& sample, const Dependence& dependence) {
  return sample.variance * dependence.design_effect / static_cast<double>(sample.n);
}

// nullopt where a sample has n < 2, or neither varies.
std::optional<Welch> WelchOf(const Moments& earlier, const Moments& later,
                             const Coupling& coupling) {
  if (earlier.n < 2 || later.n < 2) return std::nullopt;
  const double a = ErrorSquared(earlier, coupling.earlier);
  const double b = ErrorSquared(later, coupling.later);
  if (a + b == 0) return std::nullopt;
  // Welch-Satterthwaite.
  const double degrees =
      (a + b) * (a + b) /
      (a * a / Degrees(earlier, coupling.earlier) + b * b / Degrees(later, coupling.later));
  return Welch{DifferenceError(std::sqrt(a), std::sqrt(b), coupling.correlation), degrees};
}

}  // namespace

Moments MomentsOf(const ScoreHistogram& histogram) {
  int64_t n = 0;
  int64_t sum = 0;
  int64_t squares = 0;
  for (int score = 0; score <= kMaxScore; ++score) {
    n += histogram.count[score];
    sum += histogram.count[score] * score;
    squares += histogram.count[score] * score * score;
  }
  Moments moments{.n = n};
  if (n == 0) return moments;
  const auto count = static_cast<double>(n);
  moments.mean = static_cast<double>(sum) / count;
  if (n == 1) return moments;
  const absl::int128 scaled = absl::int128(n) * squares - absl::int128(sum) * sum;
  moments.variance = static_cast<double>(scaled) / count / (count - 1);
  return moments;
}

std::optional<double> Mean(const Moments& sample) {
  if (sample.n == 0) return std::nullopt;
  return sample.mean;
}

std::optional<double> StandardDeviation(const Moments& sample) {
  if (sample.n < 2) return std::nullopt;
  return std::sqrt(sample.variance);
}

std::optional<Interval> MeanInterval(const Moments& sample, double confidence,
                                     const Dependence& dependence) {
  if (sample.n < 2) return std::nullopt;
  const double half = StudentReach(confidence, Degrees(sample, dependence)) *
                      std::sqrt(ErrorSquared(sample, dependence));
  return Interval{sample.mean - half, sample.mean + half};
}

std::optional<Comparison> WelchTest(const Moments& earlier, const Moments& later,
                                    const Coupling& coupling) {
  const std::optional<Welch> welch = WelchOf(earlier, later, coupling);
  if (!welch) return std::nullopt;
  const double t = (later.mean - earlier.mean) / welch->error;
  return Comparison{t, StudentTwoSided(t, welch->degrees)};
}

std::optional<Interval> WelchInterval(const Moments& earlier, const Moments& later,
                                      double confidence, const Coupling& coupling) {
  const std::optional<Welch> welch = WelchOf(earlier, later, coupling);
  if (!welch) return std::nullopt;
  const double half = StudentReach(confidence, welch->degrees) * welch->error;
  const double difference = later.mean - earlier.mean;
  return Interval{difference - half, difference + half};
}

}  // namespace voc::metrics
