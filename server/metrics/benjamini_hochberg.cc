#include "server/metrics/benjamini_hochberg.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace voc::metrics {

std::vector<double> BenjaminiHochberg(std::span<const double> p_values) {
  const size_t tests = p_values.size();
  std::vector<size_t> order(tests);
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return p_values[a] != p_values[b] ? p_values[a] < p_values[b] : a < b;
  });
  std::vector<double> q_values(tests);
  // From the greatest down: no q-value is greater than that of a greater p-value.
  double least = 1;
  for (size_t rank = tests; rank > 0; --rank) {
    const size_t test = order[rank - 1];
    least =
        std::min(least, p_values[test] * static_cast<double>(tests) / static_cast<double>(rank));
    q_values[test] = least;
  }
  return q_values;
}

}  // namespace voc::metrics
