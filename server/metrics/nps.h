#ifndef VOC_SERVER_METRICS_NPS_H_
#define VOC_SERVER_METRICS_NPS_H_

#include <cstdint>
#include <optional>

#include "server/metrics/dependence.h"
#include "server/metrics/histogram.h"
#include "server/metrics/result.h"

namespace voc::metrics {

// Answers of each NPS group. Positive, neutral and negative texts make a net
// sentiment in the same way.
struct NpsCounts {
  int64_t promoters = 0;   // 9 and 10
  int64_t passives = 0;    // 7 and 8
  int64_t detractors = 0;  // 0 to 6

  int64_t n() const { return promoters + passives + detractors; }
};

// Of the values 1, 0 and -1 that NPS is the mean of, divided by n - 1; 0 where n < 2.
double NpsVariance(const NpsCounts& counts);

// Of a histogram of scores 0..10.
NpsCounts NpsCountsOf(const ScoreHistogram& histogram);

// 100 * (promoters - detractors) / n, -100..100. Absent where n = 0.
std::optional<double> Nps(const NpsCounts& counts);

// The adjusted Wald interval: Wald's over counts with 3 answers added, 3/4 of
// them promoters and 3/4 detractors, held to -100..100 and widened to hold the score
// itself, which a single answer would put outside (Rocks, Interval
// estimation for the "net promoter score", 2016; measuringu.com,
// nps-three-confidence-intervals). Dependent answers count as so many fewer as their
// design effect says (Rao & Scott, A simple method for the analysis of clustered
// binary data, 1992). Absent where n = 0. `confidence` lies above 0 and below 1.
std::optional<Interval> NpsInterval(const NpsCounts& counts, double confidence,
                                    const Dependence& dependence = {});

// A test with fewer answers than this in either sample is that of few: too few, by the
// usual min_n, for a difference to be called significant.
inline constexpr int64_t kFewNpsAnswers = 30;

// Whether two samples differ: z of the adjusted difference (measuringu.com,
// nps-significance-test), whose variance is that of independent samples but for what
// `coupling` says. Of few answers the three that are added hide changes, the more the
// further the score is from 0 and the samples are from equally large; the test is then
// Mantel's of ordered groups, z of the difference as it was observed, with the variance
// of both samples together and the correction sqrt((N - 1) / N) (Mantel, Chi-square
// tests with one degree of freedom, 1963): without passives it is ProportionTest's z.
// Dependent answers count as so many fewer, there as here. Absent where a sample is
// empty.
std::optional<Comparison> NpsTest(const NpsCounts& earlier, const NpsCounts& later,
                                  const Coupling& coupling = {});

// The interval of `later` minus `earlier` that goes with NpsTest: the adjusted
// difference and its standard error, of few answers too, widened to hold the difference
// as it was observed, which few answers may put outside. Absent where a sample is empty.
std::optional<Interval> NpsDifferenceInterval(const NpsCounts& earlier, const NpsCounts& later,
                                              double confidence, const Coupling& coupling = {});

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_NPS_H_
