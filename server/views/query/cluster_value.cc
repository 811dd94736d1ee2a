#include "server/views/query/cluster_value.h"

#include <optional>

#include "server/metrics/csat.h"
#include "server/metrics/histogram.h"
#include "server/metrics/nps.h"
#include "server/views/facts/fact.h"

namespace voc::views {

ClusterValue::ClusterValue(v1::TrendMetric metric, ScaleCode scale) {
  if (metric == v1::TREND_METRIC_SENTIMENT) {
    uncounted_bin_ = static_cast<uint8_t>(Label::kUnlabelled);
    of_bin_[static_cast<size_t>(Label::kPositive)] = 1;
    of_bin_[static_cast<size_t>(Label::kNegative)] = -1;
    return;
  }
  if (metric == v1::TREND_METRIC_RATING) {
    by_value_ = true;
    return;
  }
  const std::optional<int> top_box = metrics::CsatTopBoxFrom(ScalePoints(scale), TopOf(scale));
  for (size_t bin = 0; bin < kCellBins; ++bin) {
    metrics::ScoreHistogram one;
    one.count[bin] = 1;
    const metrics::NpsCounts nps = metrics::NpsCountsOf(one);
    switch (metric) {
      case v1::TREND_METRIC_NPS:
        of_bin_[bin] = nps.promoters - nps.detractors;
        break;
      case v1::TREND_METRIC_CSAT:
        of_bin_[bin] = top_box && static_cast<int>(bin) >= *top_box ? 1 : 0;
        break;
      default:
        of_bin_[bin] = static_cast<int64_t>(bin);
    }
  }
}

}  // namespace voc::views
