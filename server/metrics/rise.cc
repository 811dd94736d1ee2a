#include "server/metrics/rise.h"

#include <algorithm>
#include <boost/math/policies/policy.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "server/metrics/distributions.h"

namespace voc::metrics {
namespace {

namespace policies = boost::math::policies;
// Not std::lgamma, which writes a global.
using Quiet = policies::policy<policies::domain_error<policies::ignore_error>,
                               policies::pole_error<policies::ignore_error>,
                               policies::overflow_error<policies::ignore_error>>;

constexpr double kMantelFleiss = 5;

bool SaysSomething(const RiseStratum& stratum) {
  const double hits = stratum.hits_before + stratum.hits_now;
  return stratum.n_before > 0 && stratum.n_now > 0 && hits > 0 &&
         hits < stratum.n_before + stratum.n_now;
}

// How many of the hits of both samples fall into the later one, given all sums.
struct Range {
  double low;
  double expected;
  double high;
  double variance;
};

Range RangeOf(const RiseStratum& stratum) {
  const double n = stratum.n_before + stratum.n_now;
  const double hits = stratum.hits_before + stratum.hits_now;
  Range range{};
  range.low = std::max(0.0, hits - stratum.n_before);
  range.expected = hits * stratum.n_now / n;
  range.high = std::min(hits, stratum.n_now);
  if (n > 1) {
    range.variance = stratum.n_before * stratum.n_now * hits * (n - hits) / (n * n * (n - 1));
  }
  return range;
}

double LogChoose(double n, double k) {
  const Quiet quiet;
  return boost::math::lgamma(n + 1, quiet) - boost::math::lgamma(k + 1, quiet) -
         boost::math::lgamma(n - k + 1, quiet);
}

// Whole counts that make less of a rise than the stratum's.
RiseStratum Rounded(const RiseStratum& stratum) {
  RiseStratum whole;
  // What is whole but for rounding stays.
  constexpr double kSlack = 1e-9;
  whole.hits_now = std::floor(stratum.hits_now + kSlack);
  whole.hits_before = std::ceil(stratum.hits_before - kSlack);
  whole.n_now = std::max(std::round(stratum.n_now), whole.hits_now);
  whole.n_before = std::max(std::round(stratum.n_before), whole.hits_before);
  return whole;
}

// The probability of so many hits in the later samples, or more, over all strata.
double ExactTail(const std::vector<RiseStratum>& strata) {
  // Of the sum over the strata so far, from its least value on.
  std::vector<double> sum = {1};
  double observed = 0;
  double least = 0;
  for (const RiseStratum& stratum : strata) {
    const Range range = RangeOf(stratum);
    const double hits = stratum.hits_before + stratum.hits_now;
    const double all = LogChoose(stratum.n_before + stratum.n_now, hits);
    std::vector<double> one;
    for (double k = range.low; k <= range.high; ++k) {
      one.push_back(
          std::exp(LogChoose(stratum.n_now, k) + LogChoose(stratum.n_before, hits - k) - all));
    }
    std::vector<double> next(sum.size() + one.size() - 1, 0);
    for (size_t i = 0; i < sum.size(); ++i) {
      for (size_t j = 0; j < one.size(); ++j) next[i + j] += sum[i] * one[j];
    }
    sum = std::move(next);
    observed += stratum.hits_now;
    least += range.low;
  }
  double tail = 0;
  // The smallest first, for the sake of their digits.
  for (size_t i = sum.size(); i > static_cast<size_t>(observed - least); --i) tail += sum[i - 1];
  return std::min(tail, 1.0);
}

}  // namespace

double RiseTest(std::span<const RiseStratum> strata) {
  std::vector<RiseStratum> telling;
  for (const RiseStratum& stratum : strata) {
    if (SaysSomething(stratum)) telling.push_back(stratum);
  }
  double observed = 0;
  Range sum{};
  bool few_tables = true;
  for (const RiseStratum& stratum : telling) {
    const Range range = RangeOf(stratum);
    observed += stratum.hits_now;
    sum.low += range.low;
    sum.expected += range.expected;
    sum.high += range.high;
    sum.variance += range.variance;
    few_tables &= range.high - range.low < kMaxExactTables;
  }
  if (sum.variance <= 0) return 1;
  if (few_tables && std::min(sum.expected - sum.low, sum.high - sum.expected) < kMantelFleiss) {
    for (RiseStratum& stratum : telling) stratum = Rounded(stratum);
    return ExactTail(telling);
  }
  return NormalUpper((observed - sum.expected) / std::sqrt(sum.variance));
}

}  // namespace voc::metrics
