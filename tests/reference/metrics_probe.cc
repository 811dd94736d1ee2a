// Prints what server/metrics says of numbers on standard input, for a reference to be
// held beside: one question a line, one answer a line, "-" where there is none.
#include <algorithm>
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "server/metrics/benjamini_hochberg.h"
#include "server/metrics/mann_kendall.h"
#include "server/metrics/mean.h"
#include "server/metrics/proportion.h"

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

Moments MomentsOfScores(const std::vector<double>& scores, size_t begin, size_t end) {
  ScoreHistogram histogram;
  for (size_t i = begin; i < end; ++i) ++histogram.count[static_cast<size_t>(scores[i])];
  return MomentsOf(histogram);
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
