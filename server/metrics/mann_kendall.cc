#include "server/metrics/mann_kendall.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "server/metrics/distributions.h"

namespace voc::metrics {
namespace {

int Sign(double value) { return (value > 0) - (value < 0); }

double Median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

double VarianceOfS(std::span<const DriftPoint> points) {
  std::vector<double> values;
  for (const DriftPoint& point : points) values.push_back(point.value);
  std::sort(values.begin(), values.end());
  const auto term = [](double k) { return k * (k - 1) * (2 * k + 5); };
  double variance = term(static_cast<double>(values.size()));
  for (size_t i = 0; i < values.size();) {
    size_t end = i;
    while (end < values.size() && values[end] == values[i]) ++end;
    variance -= term(static_cast<double>(end - i));
    i = end;
  }
  return variance / 18;
}

}  // namespace

std::optional<DriftTest> MannKendall(std::span<const DriftPoint> points) {
  if (points.size() < kLeastDriftPoints) return std::nullopt;
  if (points.size() > kMaxDriftPoints) points = points.last(kMaxDriftPoints);
  DriftTest test;
  std::vector<double> slopes;
  slopes.reserve(points.size() * (points.size() - 1) / 2);
  for (size_t j = 1; j < points.size(); ++j) {
    for (size_t i = 0; i < j; ++i) {
      const double rise = points[j].value - points[i].value;
      test.s += Sign(rise);
      slopes.push_back(rise / (points[j].time - points[i].time));
    }
  }
  test.slope = Median(slopes);
  test.variance = VarianceOfS(points);
  if (test.variance > 0 && test.s != 0) {
    const int64_t corrected = test.s - (test.s > 0 ? 1 : -1);
    test.z = static_cast<double>(corrected) / std::sqrt(test.variance);
  }
  test.p_value = NormalTwoSided(test.z);
  return test;
}

}  // namespace voc::metrics
