#ifndef VOC_SERVER_METRICS_BENJAMINI_HOCHBERG_H_
#define VOC_SERVER_METRICS_BENJAMINI_HOCHBERG_H_

#include <span>
#include <vector>

namespace voc::metrics {

// The q-value of each of many tests, in their order: the smallest false discovery
// rate at which it is still found, p * m / rank made monotone (Benjamini &
// Hochberg, Controlling the false discovery rate, 1995; R's p.adjust(p, "BH")).
// Among the tests with a q-value of at most 0.10 no more than one in ten is
// expected to be chance, for independent tests and for those that depend on each
// other positively, as tests of overlapping groups do (Benjamini & Yekutieli,
// 2001). `p_values` lie within 0..1.
std::vector<double> BenjaminiHochberg(std::span<const double> p_values);

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_BENJAMINI_HOCHBERG_H_
