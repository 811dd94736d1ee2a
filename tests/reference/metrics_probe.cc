// Prints what server/metrics says of numbers on standard input, for a reference to be
// held beside: one question a line, one answer a line, "-" where there is none.
#include <array>
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "server/metrics/benjamini_hochberg.h"
#include "server/metrics/ces.h"
#include "server/metrics/clusters.h"
#include "server/metrics/control_chart.h"
#include "server/metrics/csat.h"
#include "server/metrics/dependence.h"
#include "server/metrics/distributions.h"
#include "server/metrics/impact.h"
#include "server/metrics/mann_kendall.h"
#include "server/metrics/mean.h"
#include "server/metrics/nps.h"
#include "server/metrics/proportion.h"
#include "server/metrics/rise.h"

namespace voc::metrics {
namespace {

std::vector<double> Numbers(std::istringstream& in) {
  std::vector<double> numbers;
  for (double number = 0; in >> number;) numbers.push_back(number);
  return numbers;
}

Proportion ProportionAt(const std::vector<double>& numbers, size_t at) {
  return {static_cast<int64_t>(numbers[at]), static_cast<int64_t>(numbers[at + 1])};
}

NpsCounts NpsCountsAt(const std::vector<double>& numbers, size_t at) {
  return {static_cast<int64_t>(numbers[at]), static_cast<int64_t>(numbers[at + 1]),
          static_cast<int64_t>(numbers[at + 2])};
}

ScoreHistogram HistogramOf(const std::vector<double>& scores, size_t begin, size_t end) {
  ScoreHistogram histogram;
  for (size_t i = begin; i < end; ++i) ++histogram.count[static_cast<size_t>(scores[i])];
  return histogram;
}

Moments MomentsOfScores(const std::vector<double>& scores, size_t begin, size_t end) {
  return MomentsOf(HistogramOf(scores, begin, end));
}

void Print(const std::optional<Interval>& interval) {
  if (!interval) {
    std::cout << "-\n";
    return;
  }
  std::cout << interval->low << ' ' << interval->high << '\n';
}

void Print(const std::optional<Comparison>& test) {
  if (!test) {
    std::cout << "-\n";
    return;
  }
  if (test->statistic) std::cout << *test->statistic << ' ';
  std::cout << test->p_value << '\n';
}

// Answers of two samples in pairs of cluster and value, a split of -1 after the first.
struct TwoSamples {
  ClusterSums earlier, later;
  SharedClusterSums shared;
  double earlier_variance = 0, later_variance = 0;
};

double VarianceOf(const std::vector<double>& values) {
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / static_cast<double>(values.size());
  for (const double value : values) squares += (value - mean) * (value - mean);
  return values.size() < 2 ? 0 : squares / static_cast<double>(values.size() - 1);
}

TwoSamples TwoSamplesOf(const std::vector<double>& numbers, size_t at) {
  struct OfCluster {
    int64_t answers = 0;
    int64_t values = 0;
  };
  std::array<std::map<double, OfCluster>, 2> clusters;
  std::array<std::vector<double>, 2> values;
  for (size_t sample = 0; at + 1 < numbers.size(); at += 2) {
    if (numbers[at] < 0) {
      ++sample;
      --at;
      continue;
    }
    OfCluster& one = clusters[sample][numbers[at]];
    ++one.answers;
    one.values += static_cast<int64_t>(numbers[at + 1]);
    values[sample].push_back(numbers[at + 1]);
  }
  TwoSamples samples;
  for (const auto& [name, one] : clusters[0]) {
    samples.earlier.AddCluster(one.answers, one.values);
    const auto other = clusters[1].find(name);
    if (other == clusters[1].end()) continue;
    samples.shared.AddCluster(one.answers, one.values, other->second.answers, other->second.values);
  }
  for (const auto& [name, one] : clusters[1]) samples.later.AddCluster(one.answers, one.values);
  samples.earlier_variance = VarianceOf(values[0]);
  samples.later_variance = VarianceOf(values[1]);
  return samples;
}

// False for a question that is not known.
bool Answer(const std::string& question, const std::vector<double>& numbers) {
  if (question == "wilson") {
    Print(WilsonInterval(ProportionAt(numbers, 1), numbers[0]));
  } else if (question == "proportions") {
    Print(ProportionTest(ProportionAt(numbers, 0), ProportionAt(numbers, 2)));
  } else if (question == "mean") {  // confidence, scores
    Print(MeanInterval(MomentsOfScores(numbers, 1, numbers.size()), numbers[0]));
  } else if (question == "welch") {  // how many earlier ones, scores
    const auto split = static_cast<size_t>(numbers[0]) + 1;
    Print(WelchTest(MomentsOfScores(numbers, 1, split),
                    MomentsOfScores(numbers, split, numbers.size())));
  } else if (question == "mann_kendall") {  // values
    std::vector<DriftPoint> points;
    for (const double value : numbers) points.push_back({1.0 * points.size(), value});
    const auto test = MannKendall(points);
    if (!test) return false;
    std::cout << test->s << ' ' << test->variance << ' ' << test->p_value << ' ' << test->slope
              << '\n';
  } else if (question == "benjamini_hochberg") {  // p-values
    for (const double q : BenjaminiHochberg(numbers)) std::cout << q << ' ';
    std::cout << '\n';
  } else if (question == "nps") {  // confidence, promoters, passives, detractors
    const NpsCounts counts = NpsCountsAt(numbers, 1);
    std::cout << *Nps(counts) << ' ' << NpsVariance(counts) << ' ';
    Print(NpsInterval(counts, numbers[0]));
  } else if (question == "nps_test") {  // the counts of two samples
    Print(NpsTest(NpsCountsAt(numbers, 0), NpsCountsAt(numbers, 3)));
  } else if (question == "nps_difference") {  // confidence, the counts of two samples
    Print(NpsDifferenceInterval(NpsCountsAt(numbers, 1), NpsCountsAt(numbers, 4), numbers[0]));
  } else if (question == "proportion_difference") {  // confidence, hits and n of two samples
    Print(ProportionDifferenceInterval(ProportionAt(numbers, 1), ProportionAt(numbers, 3),
                                       numbers[0]));
  } else if (question == "welch_interval") {  // confidence, how many earlier ones, scores
    const auto split = static_cast<size_t>(numbers[1]) + 2;
    Print(WelchInterval(MomentsOfScores(numbers, 2, split),
                        MomentsOfScores(numbers, split, numbers.size()), numbers[0]));
  } else if (question == "csat") {  // points, top, scores
    const ScoreHistogram histogram = HistogramOf(numbers, 2, numbers.size());
    std::cout
        << CsatSatisfied(histogram, static_cast<int>(numbers[0]), static_cast<int>(numbers[1])).hits
        << '\n';
  } else if (question == "ces") {  // points, low is good, scores
    const ScoreHistogram histogram = HistogramOf(numbers, 2, numbers.size());
    const CesScale scale{static_cast<int>(numbers[0]), numbers[1] != 0};
    std::cout << CesAgree(histogram, scale).hits << ' ' << CesStrictlyAgree(histogram, scale).hits
              << ' ' << *StandardDeviation(MomentsOf(histogram)) << '\n';
  } else if (question == "impact") {  // with, without, difference, its interval
    const Impact impact =
        ImpactOf(static_cast<int64_t>(numbers[0]), static_cast<int64_t>(numbers[1]), numbers[2],
                 Interval{numbers[3], numbers[4]});
    std::cout << impact.value << ' ';
    Print(impact.interval);
  } else if (question == "reach") {  // confidence, degrees of freedom
    std::cout << NormalReach(numbers[0]) << ' ' << StudentReach(numbers[0], numbers[1]) << '\n';
  } else if (question == "tails") {  // value, degrees of freedom
    std::cout << NormalTwoSided(numbers[0]) << ' ' << StudentTwoSided(numbers[0], numbers[1]) << ' '
              << NormalUpper(numbers[0]) << '\n';
  } else if (question == "chart") {  // points of the level, values and errors in turn
    std::vector<ChartPoint> points;
    for (size_t i = 1; i < numbers.size(); i += 2) points.push_back({numbers[i], numbers[i + 1]});
    const ChartState state = ControlChart(points, static_cast<size_t>(numbers[0]));
    std::cout << state.mean << ' ' << state.ewma << ' ' << state.ewma_error << ' '
              << state.cusum_low << ' ' << state.cusum_high << ' ' << state.ewma_alarm << ' '
              << state.cusum_low_alarm << ' ' << state.cusum_high_alarm << '\n';
  } else if (question == "rise") {  // hits and n before, hits and n now, of each stratum
    std::vector<RiseStratum> strata;
    for (size_t i = 0; i < numbers.size(); i += 4) {
      strata.push_back({numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3]});
    }
    std::cout << RiseTest(strata) << '\n';
  } else if (question == "authors") {  // texts and hits of each author
    ClusteredCount count;
    for (size_t i = 0; i < numbers.size(); i += 2) {
      count.AddCluster(static_cast<int64_t>(numbers[i]), static_cast<int64_t>(numbers[i + 1]));
    }
    std::cout << DesignEffect(count) << '\n';
  } else if (question == "dependence") {  // cluster and value of each, twice
    const TwoSamples samples = TwoSamplesOf(numbers, 0);
    const Dependence dependence = DependenceOf(samples.earlier, samples.earlier_variance);
    std::cout << dependence.design_effect << ' '
              << CorrelationOf(samples.earlier, samples.earlier_variance, samples.later,
                               samples.later_variance, samples.shared)
              << '\n';
  } else {
    return false;
  }
  return true;
}

}  // namespace
}  // namespace voc::metrics

int main() {
  std::cout << std::setprecision(17);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream in(line);
    std::string question;
    in >> question;
    if (!voc::metrics::Answer(question, voc::metrics::Numbers(in))) return 2;
  }
}
