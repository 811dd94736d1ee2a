#include "server/metrics/mean.h"

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

// nullopt where a sample has n < 2, or neither varies.
std::optional<Welch> WelchOf(const Moments& earlier, const Moments& later) {
  if (earlier.n < 2 || later.n < 2) return std::nullopt;
  // Squared standard errors of the two means.
  const double a = earlier.variance / static_cast<double>(earlier.n);
  const double b = later.variance / static_cast<double>(later.n);
  if (a + b == 0) return std::nullopt;
  // Welch-Satterthwaite.
  const double degrees =
      (a + b) * (a + b) /
      (a * a / static_cast<double>(earlier.n - 1) + b * b / static_cast<double>(later.n - 1));
  return Welch{std::sqrt(a + b), degrees};
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

std::optional<Interval> MeanInterval(const Moments& sample, double confidence) {
  if (sample.n < 2) return std::nullopt;
  const auto n = static_cast<double>(sample.n);
  const double half = StudentReach(confidence, n - 1) * std::sqrt(sample.variance / n);
  return Interval{sample.mean - half, sample.mean + half};
}

std::optional<Comparison> WelchTest(const Moments& earlier, const Moments& later) {
  const std::optional<Welch> welch = WelchOf(earlier, later);
  if (!welch) return std::nullopt;
  const double t = (later.mean - earlier.mean) / welch->error;
  return Comparison{t, StudentTwoSided(t, welch->degrees)};
}

std::optional<Interval> WelchInterval(const Moments& earlier, const Moments& later,
                                      double confidence) {
  const std::optional<Welch> welch = WelchOf(earlier, later);
  if (!welch) return std::nullopt;
  const double half = StudentReach(confidence, welch->degrees) * welch->error;
  const double difference = later.mean - earlier.mean;
  return Interval{difference - half, difference + half};
}

}  // namespace voc::metrics
