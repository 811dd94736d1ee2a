#ifndef VOC_SERVER_METRICS_RISE_H_
#define VOC_SERVER_METRICS_RISE_H_

#include <span>

namespace voc::metrics {

// Two samples of one stratum, such as a language: `hits` of `n` each. Need not be
// whole numbers: counts of clusters are divided by their design effect.
struct RiseStratum {
  double hits_before = 0;
  double n_before = 0;
  double hits_now = 0;
  double n_now = 0;
};

// Tables that the exact test goes through at most in one stratum; where there are
// more, counts are large.
inline constexpr int kMaxExactTables = 2'000;

// The one-sided p-value of the share of hits having risen in the strata, each
// compared with itself, so that a change in their mixture is no rise: the
// Cochran-Mantel-Haenszel test (Cochran 1954; Mantel & Haenszel, Statistical
// aspects of the analysis of data from retrospective studies of disease, 1959)
// without continuity correction, which for one stratum is ProportionTest's z.
// Where the sum of expected hits is less than 5 from the least or the greatest
// that is possible (Mantel & Fleiss, 1980) it is the exact conditional test, for
// one stratum Fisher's, over counts rounded against a rise. 1 where no stratum
// says anything.
double RiseTest(std::span<const RiseStratum> strata);

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_RISE_H_
