#ifndef VOC_SERVER_METRICS_MEAN_H_
#define VOC_SERVER_METRICS_MEAN_H_

#include <cstdint>
#include <optional>

#include "server/metrics/dependence.h"
#include "server/metrics/histogram.h"
#include "server/metrics/result.h"

namespace voc::metrics {

// What is needed of a sample to speak about its mean.
struct Moments {
  int64_t n = 0;
  // 0 where n is 0.
  double mean = 0;
  // Of the sample, divided by n - 1; 0 where n < 2.
  double variance = 0;
};

// Exact until the last division.
Moments MomentsOf(const ScoreHistogram& histogram);

// Absent where n = 0.
std::optional<double> Mean(const Moments& sample);

// Of the sample; absent where n < 2.
std::optional<double> StandardDeviation(const Moments& sample);

// Student's interval, mean +- t(n - 1) * SD / sqrt(n) ("Student" [Gosset], The
// probable error of a mean, 1908); of dependent answers the variance is design effect
// times as large and n the number of effective clusters in t. Absent where n < 2.
// `confidence` lies above 0 and below 1.
std::optional<Interval> MeanInterval(const Moments& sample, double confidence,
                                     const Dependence& dependence = {});

// Welch's t test of two samples whose variances may differ (Welch, The
// generalization of "Student's" problem, 1947); dependent answers as in
// MeanInterval, and the variance of the difference is that of `coupling`. Absent
// where a sample has n < 2, or neither varies.
std::optional<Comparison> WelchTest(const Moments& earlier, const Moments& later,
                                    const Coupling& coupling = {});

// The interval of `later` minus `earlier` that goes with WelchTest; absent where
// that is.
std::optional<Interval> WelchInterval(const Moments& earlier, const Moments& later,
                                      double confidence, const Coupling& coupling = {});

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_MEAN_H_
