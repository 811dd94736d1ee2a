#ifndef VOC_SERVER_METRICS_DEPENDENCE_H_
#define VOC_SERVER_METRICS_DEPENDENCE_H_

#include <cstdint>
#include <optional>

#include "absl/numeric/int128.h"

namespace voc::metrics {

// Answers of one account are alike, and so are those of one respondent: they make
// a cluster, and a sample of many answers in few clusters says less than it seems
// to. What must be known of the clusters of one sample: whole numbers, so that the
// order does not matter and what was added can be taken away. The value of an
// answer is whatever the metric is the mean of (NPS: 1, 0, -1), in whole units.
struct ClusterSums {
  int64_t clusters = 0;
  int64_t n = 0;              // answers
  absl::int128 sum = 0;       // of their values
  absl::int128 sizes_sq = 0;  // of each cluster: answers squared,
  absl::int128 size_sum = 0;  // answers times sum of values,
  absl::int128 sums_sq = 0;   // sum of values squared

  // A cluster of `answers` whose values sum up to `values`; `times` -1 takes it away.
  void AddCluster(int64_t answers, int64_t values, int64_t times = 1) {
    clusters += times;
    n += times * answers;
    sum += absl::int128(times) * values;
    sizes_sq += absl::int128(times) * answers * answers;
    size_sum += absl::int128(times) * answers * values;
    sums_sq += absl::int128(times) * values * values;
  }

  void AddAll(const ClusterSums& other, int64_t times = 1) {
    clusters += times * other.clusters;
    n += times * other.n;
    sum += absl::int128(times) * other.sum;
    sizes_sq += absl::int128(times) * other.sizes_sq;
    size_sum += absl::int128(times) * other.size_sum;
    sums_sq += absl::int128(times) * other.sums_sq;
  }
};

// The same of the clusters that two samples share: the first word of a name is the
// earlier sample, the second the later one.
struct SharedClusterSums {
  int64_t clusters = 0;
  absl::int128 size_size = 0;
  absl::int128 size_sum = 0;
  absl::int128 sum_size = 0;
  absl::int128 sum_sum = 0;

  // Answers and sum of values of one cluster in either sample.
  void AddCluster(int64_t n1, int64_t sum1, int64_t n2, int64_t sum2, int64_t times = 1) {
    clusters += times;
    size_size += absl::int128(times) * n1 * n2;
    size_sum += absl::int128(times) * n1 * sum2;
    sum_size += absl::int128(times) * sum1 * n2;
    sum_sum += absl::int128(times) * sum1 * sum2;
  }

  void AddAll(const SharedClusterSums& other, int64_t times = 1) {
    clusters += times * other.clusters;
    size_size += absl::int128(times) * other.size_size;
    size_sum += absl::int128(times) * other.size_sum;
    sum_size += absl::int128(times) * other.sum_size;
    sum_sum += absl::int128(times) * other.sum_sum;
  }
};

// How far the answers of one sample are from independent. As it is by default they
// are independent, and every interval and test is the textbook's.
struct Dependence {
  // How many times the variance of the mean is what it would be were all answers
  // independent; at least 1.
  double design_effect = 1;
  // How many clusters of one size would say as much about that; n where each answer
  // is one. Absent where the design effect is 1.
  std::optional<double> effective_clusters;
};

// Of the answers in `sums`, whose sample variance (divided by n - 1, in units of
// their values squared) is `variance`. The cluster-robust variance of a mean is the
// sum over clusters of squared sums of residuals (Liang & Zeger, Longitudinal data
// analysis using generalized linear models, 1986; the design effect is Kish's,
// Survey Sampling, 1965), here divided by its expectation under independence,
// 1 - 1 / G with G = n^2 / sum of squared sizes, the effective number of clusters
// (Carter, Schnepel & Steigerwald, Asymptotic behavior of a t-test robust to cluster
// heterogeneity, 2017): so one answer each makes exactly 1. Independent where
// nothing is known: fewer than two clusters, or no variance.
Dependence DependenceOf(const ClusterSums& sums, double variance);

// How answers of both samples hang together, where the same clusters answered twice:
// the correlation of the two means, -1..1, from the shared clusters' residuals. With
// one answer each of the same respondents the test is then the paired one; with
// some of them it is that of partially overlapping samples. It is held back as if
// three answers a sample were of nobody else, so that a few identical pairs are not
// taken for certainty. 0 where nothing is shared, or a sample does not vary.
double CorrelationOf(const ClusterSums& earlier, double earlier_variance, const ClusterSums& later,
                     double later_variance, const SharedClusterSums& shared);

// Two samples that are compared.
struct Coupling {
  Dependence earlier;
  Dependence later;
  double correlation = 0;
};

// The standard error of a difference of two means with these standard errors.
double DifferenceError(double earlier, double later, double correlation);

// How far, in standard errors, an interval reaches: NormalReach where answers are
// independent; further where few clusters tell how dependent they are, as Student's
// t with G - 1 degrees of freedom reaches further than with n - 1.
double ReachOf(const Dependence& dependence, double n, double confidence);

// One of two samples that are compared.
struct ComparedSample {
  double n = 0;      // answers
  double error = 0;  // standard error of its mean
};

// The two-sided p-value of a difference `z` standard errors from 0: the normal one where
// answers are independent; greater where few clusters tell how dependent they are. A
// variance is known with G - 1 degrees of freedom as far as clusters make it, with n - 1
// as far as it would be there without them, that of the difference with Welch's.
double TwoSidedOf(double z, const Coupling& coupling, ComparedSample earlier, ComparedSample later);

// How far, in standard errors, the interval of a difference reaches: as far as z whose
// TwoSidedOf is 1 - `confidence`.
double DifferenceReachOf(double confidence, const Coupling& coupling, ComparedSample earlier,
                         ComparedSample later);

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_DEPENDENCE_H_
