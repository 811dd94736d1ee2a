#ifndef VOC_SERVER_METRICS_PROPORTION_H_
#define VOC_SERVER_METRICS_PROPORTION_H_

#include <cstdint>
#include <optional>

#include "server/metrics/dependence.h"
#include "server/metrics/result.h"

namespace voc::metrics {

// `hits` of `n` answers were of the kind that is counted, 0 <= hits <= n.
struct Proportion {
  int64_t hits = 0;
  int64_t n = 0;
};

// In percent; absent where n = 0.
std::optional<double> Percent(Proportion proportion);

// Of the values 1 and 0 that a proportion is the mean of, divided by n - 1; 0 where
// n < 2.
double ProportionVariance(Proportion proportion);

// Wilson's score interval in percent (Wilson, Probable inference, the law of
// succession, and statistical inference, 1927). Dependent answers as in NpsInterval.
// Absent where n = 0. `confidence` lies above 0 and below 1.
std::optional<Interval> WilsonInterval(Proportion proportion, double confidence,
                                       const Dependence& dependence = {});

// Whether two proportions differ: the z test with pooled proportion
// and the correction sqrt((N - 1) / N) (E. S. Pearson 1947; Campbell,
// Chi-squared and Fisher-Irwin tests of two-by-two tables with small sample
// recommendations, 2007, which recommends it wherever every expected cell is at
// least 1); Fisher's exact test, two-sided by the rule of the less likely
// tables, where one is below 1. Dependent answers count as so many fewer, and the
// variance of z is that of `coupling`; Fisher's test then takes counts rounded down
// and knows of no correlation. Absent where a sample is empty.
std::optional<Comparison> ProportionTest(Proportion earlier, Proportion later,
                                         const Coupling& coupling = {});

// The interval of `later` minus `earlier` in percent: Wald's after a hit and a miss
// were added to each sample (Agresti & Caffo, Simple and effective confidence
// intervals for proportions and differences of proportions, 2000), widened to hold
// the difference as it was observed. Dependent answers as in NpsTest. Absent where a
// sample is empty.
std::optional<Interval> ProportionDifferenceInterval(Proportion earlier, Proportion later,
                                                     double confidence,
                                                     const Coupling& coupling = {});

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_PROPORTION_H_
