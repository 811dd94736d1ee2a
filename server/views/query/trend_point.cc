#include "server/views/query/trend_point.h"

#include <optional>

#include "server/metrics/ces.h"
#include "server/metrics/histogram.h"
#include "server/metrics/mean.h"
#include "server/metrics/proportion.h"
#include "server/metrics/result.h"
#include "server/views/query/metric_answers.h"
#include "server/views/query/timestamps.h"
#include "storage/base/time.h"

namespace voc::views {
namespace {

void FillHistogram(const metrics::ScoreHistogram& histogram, v1::TrendPoint& point) {
  for (int score = 0; score <= metrics::kMaxScore; ++score) {
    const int64_t count = histogram.count[static_cast<size_t>(score)];
    if (count != 0) (*point.mutable_histogram())[score] = count;
  }
}

// What one metric alone has.
void FillParts(v1::TrendMetric metric, const MetricAnswers& answers, const Cell& cell,
               v1::TrendPoint& point) {
  switch (metric) {
    case v1::TREND_METRIC_NPS:
      point.set_promoters(answers.ends().promoters);
      point.set_passives(answers.ends().passives);
      point.set_detractors(answers.ends().detractors);
      break;
    case v1::TREND_METRIC_CES: {
      const auto agree = metrics::CesAgree(answers.histogram(), answers.ces_scale());
      const auto strict = metrics::CesStrictlyAgree(answers.histogram(), answers.ces_scale());
      if (const auto share = metrics::Percent(agree)) point.set_agree_share(*share);
      if (const auto share = metrics::Percent(strict)) point.set_strict_agree_share(*share);
      break;
    }
    case v1::TREND_METRIC_SENTIMENT:
      point.set_positive(answers.ends().promoters);
      point.set_neutral(answers.ends().passives);
      point.set_negative(answers.ends().detractors);
      point.set_unlabelled(cell.count[static_cast<size_t>(Label::kUnlabelled)]);
      return;  // has no histogram
    default:
      break;
  }
  FillHistogram(answers.histogram(), point);
}

metrics::Dependence DependenceOf(const MetricAnswers& answers,
                                 const metrics::ClusterSums* clusters) {
  if (clusters == nullptr) return {};
  return metrics::DependenceOf(*clusters, answers.ValueVariance());
}

metrics::Coupling CouplingOf(const MetricAnswers& earlier, const PointAnswers& before,
                             const MetricAnswers& later, const PointAnswers& now,
                             const metrics::SharedClusterSums* shared) {
  metrics::Coupling coupling{.earlier = DependenceOf(earlier, before.clusters),
                             .later = DependenceOf(later, now.clusters)};
  if (before.clusters != nullptr && now.clusters != nullptr && shared != nullptr) {
    coupling.correlation = metrics::CorrelationOf(*before.clusters, earlier.ValueVariance(),
                                                  *now.clusters, later.ValueVariance(), *shared);
  }
  return coupling;
}

void FillComparison(const TrendSpec& spec, const MetricAnswers& answers,
                    const MetricAnswers& earlier, const metrics::Coupling& coupling,
                    v1::TrendPoint& point) {
  if (earlier.n() == 0) return;
  point.set_compared_n(earlier.n());
  point.set_delta(point.value() - *earlier.Value());
  const std::optional<metrics::Comparison> test = answers.Compare(earlier, coupling);
  if (!test) return;
  point.set_p_value(test->p_value);
  point.set_significant(test->p_value < 1 - spec.confidence && answers.n() >= spec.min_n &&
                        earlier.n() >= spec.min_n);
}

}  // namespace

void FillFrame(const PointContext& context, TimeRange range, int64_t n, v1::TrendPoint& point) {
  base::SetTimestamp(range.start, *point.mutable_start_time());
  base::SetTimestamp(range.end, *point.mutable_end_time());
  point.set_n(n);
  point.set_below_min_n(n < context.spec->min_n);
  point.set_revision(context.revision);
  point.set_final(SaturatingAdd(range.end, kLatenessNs) <= context.now);
}

void FillPoint(const PointContext& context, TimeRange range, ScaleCode scale,
               const PointAnswers& now, const PointAnswers& before,
               const metrics::SharedClusterSums* shared, v1::TrendPoint& point) {
  const TrendSpec& spec = *context.spec;
  const MetricAnswers answers(spec.metric, scale, *now.cell);
  FillFrame(context, range, answers.n(), point);
  FillParts(spec.metric, answers, *now.cell, point);
  if (answers.n() == 0) return;
  point.set_value(*answers.Value());
  point.set_mean(answers.moments().mean);
  if (const auto deviation = metrics::StandardDeviation(answers.moments())) {
    point.set_std_dev(*deviation);
  }
  const metrics::Dependence dependence = DependenceOf(answers, now.clusters);
  if (now.clusters != nullptr) {
    point.set_clusters(now.clusters->clusters);
    if (answers.n() > 1) point.set_design_effect(dependence.design_effect);
  }
  if (const auto interval = answers.Interval(spec.confidence, dependence)) {
    point.set_ci_low(interval->low);
    point.set_ci_high(interval->high);
  }
  if (before.cell == nullptr) return;
  if (shared != nullptr) point.set_paired_clusters(shared->clusters);
  const MetricAnswers earlier(spec.metric, scale, *before.cell);
  FillComparison(spec, answers, earlier, CouplingOf(earlier, before, answers, now, shared), point);
}

}  // namespace voc::views
