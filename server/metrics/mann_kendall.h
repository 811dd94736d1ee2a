#ifndef VOC_SERVER_METRICS_MANN_KENDALL_H_
#define VOC_SERVER_METRICS_MANN_KENDALL_H_

#include <cstdint>
#include <optional>
#include <span>

namespace voc::metrics {

// Fewer points than this say nothing about a slow drift.
inline constexpr size_t kLeastDriftPoints = 8;
// All pairs are looked at; of more points than this, the newest.
inline constexpr size_t kMaxDriftPoints = 2'000;

// One point of a series: when, in periods from any origin, and its value.
struct DriftPoint {
  double time = 0;
  double value = 0;
};

// A slow drift of a series.
struct DriftTest {
  int64_t s = 0;        // rises minus falls over all pairs of points
  double variance = 0;  // of s where nothing drifts, ties of value taken into account
  double z = 0;         // with continuity correction
  double p_value = 1;   // two-sided
  double slope = 0;     // per period
};

// Whether values rise or fall over time (Mann, Nonparametric tests against trend,
// 1945; Kendall, Rank Correlation Methods, 1975), and how fast: the median of the
// slopes of all pairs (Theil 1950; Sen, Estimates of the regression coefficient based
// on Kendall's tau, 1968). Points ascend by time, no two at the same. Absent with
// fewer than kLeastDriftPoints. p is 1 where all values are the same.
std::optional<DriftTest> MannKendall(std::span<const DriftPoint> points);

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_MANN_KENDALL_H_
