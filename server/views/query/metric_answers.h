#ifndef VOC_SERVER_VIEWS_QUERY_METRIC_ANSWERS_H_
#define VOC_SERVER_VIEWS_QUERY_METRIC_ANSWERS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "server/metrics/ces.h"
#include "server/metrics/histogram.h"
#include "server/metrics/mean.h"
#include "server/metrics/nps.h"
#include "server/metrics/proportion.h"
#include "server/metrics/result.h"
#include "server/views/query/answers.h"
#include "server/views/query/cell.h"
#include "voc/v1/trend.pb.h"

namespace voc::views {

// What the answers of one cell, on one scale, say. Each metric has its own way to
// a value, an interval and a test; all have moments.
class MetricAnswers {
 public:
  MetricAnswers(v1::TrendMetric metric, ScaleCode scale, const Cell& cell);

  // Answers that count for the value: all, or the labelled ones.
  int64_t n() const { return moments_.n; }
  const metrics::Moments& moments() const { return moments_; }
  const metrics::ScoreHistogram& histogram() const { return histogram_; }
  // Promoters, passives, detractors; or positive, neutral, negative.
  const metrics::NpsCounts& ends() const { return ends_; }
  metrics::CesScale ces_scale() const { return {ScalePoints(scale_), LowIsGood(scale_)}; }

  // Of what the value is the mean of, in the units of ClusterValue, divided by n - 1; 0
  // where n < 2.
  double ValueVariance() const;

  // Absent where n() is 0.
  std::optional<double> Value() const;
  std::optional<metrics::Interval> Interval(double confidence,
                                            const metrics::Dependence& dependence = {}) const;

  // The test of these against others of the same metric and scale.
  std::optional<metrics::Comparison> Compare(const MetricAnswers& earlier,
                                             const metrics::Coupling& coupling = {}) const;
  // The interval of this value minus theirs that goes with it.
  std::optional<metrics::Interval> DifferenceInterval(const MetricAnswers& earlier,
                                                      double confidence,
                                                      const metrics::Coupling& coupling = {}) const;

 private:
  v1::TrendMetric metric_;
  ScaleCode scale_;
  metrics::ScoreHistogram histogram_;
  metrics::Moments moments_;
  metrics::NpsCounts ends_;
  metrics::Proportion satisfied_;
};

// MetricAnswers::n() of any one scale.
int64_t CountedAnswers(v1::TrendMetric metric, const Cell& cell);

// "5", "7", "7-low", "5-top1": what a scale is called where there are several.
std::string ScaleName(ScaleCode scale);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_METRIC_ANSWERS_H_
