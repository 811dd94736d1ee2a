#include "server/views/query/metric_answers.h"

#include <cstddef>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "server/metrics/csat.h"
#include "server/views/facts/fact.h"

namespace voc::views {
namespace {

int64_t Labelled(const Cell& cell, Label label) { return cell.count[static_cast<size_t>(label)]; }

// Of values kept in whole numbers of 1 / unit; exact up to the divisions.
metrics::Moments MomentsOfValues(const Cell& cell, int64_t n, double unit) {
  metrics::Moments moments;
  moments.n = n;
  if (n == 0) return moments;
  const auto count = static_cast<double>(n);
  moments.mean = static_cast<double>(cell.sum) / (count * unit);
  if (n == 1) return moments;
  const absl::int128 spread = n * cell.squares - absl::int128(cell.sum) * cell.sum;
  moments.variance = static_cast<double>(spread) / count / (count - 1) / (unit * unit);
  return moments;
}

}  // namespace

MetricAnswers::MetricAnswers(v1::TrendMetric metric, ScaleCode scale, const Cell& cell)
    : metric_(metric), scale_(scale), histogram_{cell.count} {
  switch (metric) {
    case v1::TREND_METRIC_RATING:
      moments_ = MomentsOfValues(cell, cell.total(), kRatingUnit);
      break;
    case v1::TREND_METRIC_SENTIMENT:
      moments_ = MomentsOfValues(cell, CountedAnswers(metric, cell), kSentimentUnit);
      ends_ = {Labelled(cell, Label::kPositive), Labelled(cell, Label::kNeutral),
               Labelled(cell, Label::kNegative)};
      break;
    default:
      moments_ = metrics::MomentsOf(histogram_);
      if (metric == v1::TREND_METRIC_NPS) ends_ = metrics::NpsCountsOf(histogram_);
      if (metric == v1::TREND_METRIC_CSAT) {
        satisfied_ = metrics::CsatSatisfied(histogram_, ScalePoints(scale), TopOf(scale));
      }
  }
}

std::optional<double> MetricAnswers::Value() const {
  switch (metric_) {
    case v1::TREND_METRIC_NPS:
    case v1::TREND_METRIC_SENTIMENT:
      return metrics::Nps(ends_);
    case v1::TREND_METRIC_CSAT:
      return metrics::Percent(satisfied_);
    default:
      return metrics::Mean(moments_);
  }
}

double MetricAnswers::ValueVariance() const {
  switch (metric_) {
    case v1::TREND_METRIC_NPS:
    case v1::TREND_METRIC_SENTIMENT:
      return metrics::NpsVariance(ends_);
    case v1::TREND_METRIC_CSAT:
      return metrics::ProportionVariance(satisfied_);
    case v1::TREND_METRIC_RATING:
      return moments_.variance * kRatingUnit * kRatingUnit;
    default:
      return moments_.variance;
  }
}

std::optional<metrics::Interval> MetricAnswers::Interval(
    double confidence, const metrics::Dependence& dependence) const {
  switch (metric_) {
    case v1::TREND_METRIC_NPS:
    case v1::TREND_METRIC_SENTIMENT:
      return metrics::NpsInterval(ends_, confidence, dependence);
    case v1::TREND_METRIC_CSAT:
      return metrics::WilsonInterval(satisfied_, confidence, dependence);
    default:
      return metrics::MeanInterval(moments_, confidence, dependence);
  }
}

std::optional<metrics::Comparison> MetricAnswers::Compare(const MetricAnswers& earlier,
                                                          const metrics::Coupling& coupling) const {
  switch (metric_) {
    case v1::TREND_METRIC_NPS:
    case v1::TREND_METRIC_SENTIMENT:
      return metrics::NpsTest(earlier.ends_, ends_, coupling);
    case v1::TREND_METRIC_CSAT:
      return metrics::ProportionTest(earlier.satisfied_, satisfied_, coupling);
    default:
      return metrics::WelchTest(earlier.moments_, moments_, coupling);
  }
}

std::optional<metrics::Interval> MetricAnswers::DifferenceInterval(
    const MetricAnswers& earlier, double confidence, const metrics::Coupling& coupling) const {
  switch (metric_) {
    case v1::TREND_METRIC_NPS:
    case v1::TREND_METRIC_SENTIMENT:
      return metrics::NpsDifferenceInterval(earlier.ends_, ends_, confidence, coupling);
    case v1::TREND_METRIC_CSAT:
      return metrics::ProportionDifferenceInterval(earlier.satisfied_, satisfied_, confidence,
                                                   coupling);
    default:
      return metrics::WelchInterval(earlier.moments_, moments_, confidence, coupling);
  }
}

int64_t CountedAnswers(v1::TrendMetric metric, const Cell& cell) {
  if (metric != v1::TREND_METRIC_SENTIMENT) return cell.total();
  return Labelled(cell, Label::kPositive) + Labelled(cell, Label::kNeutral) +
         Labelled(cell, Label::kNegative);
}

std::string ScaleName(ScaleCode scale) {
  std::string name = absl::StrCat(ScalePoints(scale), LowIsGood(scale) ? "-low" : "");
  if (TopOf(scale) > 0) absl::StrAppend(&name, "-top", TopOf(scale));
  return name;
}

}  // namespace voc::views
