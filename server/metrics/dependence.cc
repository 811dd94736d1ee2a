#include "server/metrics/dependence.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "server/metrics/distributions.h"

namespace voc::metrics {
namespace {

// Answers of nobody else in CorrelationOf: as many as the adjusted Wald interval adds.
constexpr double kAddedAnswers = 3;
// Fewer effective clusters than this say nothing.
constexpr double kLeastClusters = 1.0001;
// A reach has a bound: beyond it an interval holds everything anyway.
constexpr double kLeastProbability = 1e-12;

double EffectiveClusters(const ClusterSums& sums) {
  const auto n = static_cast<double>(sums.n);
  return n * n / static_cast<double>(sums.sizes_sq);
}

double MeanOf(const ClusterSums& sums) {
  return static_cast<double>(sums.sum) / static_cast<double>(sums.n);
}

// 1 over the expectation, under independence, of the residuals' squares.
double Correction(double effective_clusters) {
  return effective_clusters / (effective_clusters - 1);
}

bool SaysSomething(const ClusterSums& sums, double variance) {
  return sums.clusters >= 2 && variance > 0 && EffectiveClusters(sums) > kLeastClusters;
}

// Degrees of freedom that the variance of a mean is known with: what clusters add to it
// with G - 1, the rest with n - 1.
double DegreesOf(const Dependence& dependence, double n) {
  const double answers = std::max(n - 1, 1.0);
  if (!dependence.effective_clusters) return answers;
  const double clusters = std::max(*dependence.effective_clusters - 1, 1.0);
  const double added = 1 - 1 / dependence.design_effect;
  return 1 / ((1 - added) / answers + added / clusters);
}

// Of the difference of two means (Welch 1947).
double DegreesOfDifference(const ComparedSample& earlier, double degrees1,
                           const ComparedSample& later, double degrees2) {
  const double a = earlier.error * earlier.error;
  const double b = later.error * later.error;
  return (a + b) * (a + b) / (a * a / degrees1 + b * b / degrees2);
}

struct Degrees {
  double of_answers;   // were they independent
  double of_clusters;  // as they are
};

// nullopt where nothing is known of clusters, or nothing varies.
std::optional<Degrees> DegreesOf(const Coupling& coupling, const ComparedSample& earlier,
                                 const ComparedSample& later) {
  if (!coupling.earlier.effective_clusters && !coupling.later.effective_clusters) {
    return std::nullopt;
  }
  if (earlier.error + later.error <= 0) return std::nullopt;
  return Degrees{
      DegreesOfDifference(earlier, DegreesOf({}, earlier.n), later, DegreesOf({}, later.n)),
      DegreesOfDifference(earlier, DegreesOf(coupling.earlier, earlier.n), later,
                          DegreesOf(coupling.later, later.n))};
}

// The cluster-robust variance of the mean, and that of independent answers.
double RobustVariance(const ClusterSums& sums) {
  const auto n = static_cast<double>(sums.n);
  const double mean = MeanOf(sums);
  const double squares = static_cast<double>(sums.sums_sq) -
                         2 * mean * static_cast<double>(sums.size_sum) +
                         mean * mean * static_cast<double>(sums.sizes_sq);
  return std::max(squares, 0.0) / (n * n) * Correction(EffectiveClusters(sums));
}

}  // namespace

Dependence DependenceOf(const ClusterSums& sums, double variance) {
  // One answer each: independent, and exactly so.
  if (sums.clusters == sums.n || !SaysSomething(sums, variance)) return {};
  const double effect = RobustVariance(sums) * static_cast<double>(sums.n) / variance;
  if (effect <= 1) return {};
  return {.design_effect = effect, .effective_clusters = EffectiveClusters(sums)};
}

double CorrelationOf(const ClusterSums& earlier, double earlier_variance, const ClusterSums& later,
                     double later_variance, const SharedClusterSums& shared) {
  if (shared.clusters == 0 || !SaysSomething(earlier, earlier_variance) ||
      !SaysSomething(later, later_variance)) {
    return 0;
  }
  const auto n1 = static_cast<double>(earlier.n);
  const auto n2 = static_cast<double>(later.n);
  const double mean1 = MeanOf(earlier);
  const double mean2 = MeanOf(later);
  const double products = static_cast<double>(shared.sum_sum) -
                          mean1 * static_cast<double>(shared.size_sum) -
                          mean2 * static_cast<double>(shared.sum_size) +
                          mean1 * mean2 * static_cast<double>(shared.size_size);
  const double covariance =
      products / (n1 * n2) *
      std::sqrt(Correction(EffectiveClusters(earlier)) * Correction(EffectiveClusters(later)));
  // As the tests take them: never less than those of independent answers.
  const double variance1 = std::max(RobustVariance(earlier), earlier_variance / n1);
  const double variance2 = std::max(RobustVariance(later), later_variance / n2);
  const double size1 = earlier_variance / variance1;  // in independent answers
  const double size2 = later_variance / variance2;
  const double held_back =
      std::sqrt(size1 / (size1 + kAddedAnswers) * size2 / (size2 + kAddedAnswers));
  return std::clamp(covariance / std::sqrt(variance1 * variance2), -1.0, 1.0) * held_back;
}

double DifferenceError(double earlier, double later, double correlation) {
  return std::sqrt(earlier * earlier + later * later - 2 * correlation * earlier * later);
}

double ReachOf(const Dependence& dependence, double n, double confidence) {
  if (!dependence.effective_clusters || n < 2) return NormalReach(confidence);
  const double t = StudentReach(confidence, std::max(*dependence.effective_clusters - 1, 1.0));
  // What n - 1 degrees of freedom give t, the normal distribution gives the reach.
  return NormalReach(1 - std::max(StudentTwoSided(t, n - 1), kLeastProbability));
}

double TwoSidedOf(double z, const Coupling& coupling, ComparedSample earlier,
                  ComparedSample later) {
  const double normal = NormalTwoSided(z);
  const std::optional<Degrees> degrees = DegreesOf(coupling, earlier, later);
  if (!degrees || normal >= 1) return normal;
  // What so many answers give a t, the normal distribution gives z.
  const double t = StudentReach(1 - std::max(normal, kLeastProbability), degrees->of_answers);
  return StudentTwoSided(t, degrees->of_clusters);
}

double DifferenceReachOf(double confidence, const Coupling& coupling, ComparedSample earlier,
                         ComparedSample later) {
  const std::optional<Degrees> degrees = DegreesOf(coupling, earlier, later);
  if (!degrees) return NormalReach(confidence);
  const double t = StudentReach(confidence, degrees->of_clusters);
  return NormalReach(1 - std::max(StudentTwoSided(t, degrees->of_answers), kLeastProbability));
}

}  // namespace voc::metrics
