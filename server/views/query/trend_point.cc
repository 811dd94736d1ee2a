#include "server/views/query/trend_point.h"

#include <optional>

#include "absl/numeric/int128.h"
#include "server/metrics/ces.h"
#include "server/metrics/csat.h"
#include "server/metrics/histogram.h"
#include "server/metrics/mean.h"
#include "server/metrics/nps.h"
#include "server/metrics/proportion.h"
#include "server/metrics/result.h"
#include "server/views/query/timestamps.h"
#include "storage/base/time.h"

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

// What the answers of one cell, on one scale, say. Each metric has its own way to
// a value, an interval and a test; all have moments.
class Answers {
 public:
  Answers(v1::TrendMetric metric, ScaleCode scale, const Cell& cell)
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
          satisfied_ = metrics::CsatSatisfied(histogram_, ScalePoints(scale));
        }
    }
  }

  int64_t n() const { return moments_.n; }
  const metrics::Moments& moments() const { return moments_; }
  const metrics::ScoreHistogram& histogram() const { return histogram_; }
  // Promoters, passives, detractors; or positive, neutral, negative.
  const metrics::NpsCounts& ends() const { return ends_; }
  metrics::CesScale ces_scale() const { return {ScalePoints(scale_), LowIsGood(scale_)}; }

  std::optional<double> Value() const {
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

  std::optional<metrics::Interval> Interval(double confidence) const {
    switch (metric_) {
      case v1::TREND_METRIC_NPS:
      case v1::TREND_METRIC_SENTIMENT:
        return metrics::NpsInterval(ends_, confidence);
      case v1::TREND_METRIC_CSAT:
        return metrics::WilsonInterval(satisfied_, confidence);
      default:
        return metrics::MeanInterval(moments_, confidence);
    }
  }

  std::optional<metrics::Comparison> Compare(const Answers& earlier) const {
    switch (metric_) {
      case v1::TREND_METRIC_NPS:
      case v1::TREND_METRIC_SENTIMENT:
        return metrics::NpsTest(earlier.ends_, ends_);
      case v1::TREND_METRIC_CSAT:
        return metrics::ProportionTest(earlier.satisfied_, satisfied_);
      default:
        return metrics::WelchTest(earlier.moments_, moments_);
    }
  }

 private:
  v1::TrendMetric metric_;
  ScaleCode scale_;
  metrics::ScoreHistogram histogram_;
  metrics::Moments moments_;
  metrics::NpsCounts ends_;
  metrics::Proportion satisfied_;
};

void FillHistogram(const metrics::ScoreHistogram& histogram, v1::TrendPoint& point) {
  for (int score = 0; score <= metrics::kMaxScore; ++score) {
    const int64_t count = histogram.count[static_cast<size_t>(score)];
    if (count != 0) (*point.mutable_histogram())[score] = count;
  }
}

// What one metric alone has.
void FillParts(v1::TrendMetric metric, const Answers& answers, const Cell& cell,
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
      point.set_unlabelled(Labelled(cell, Label::kUnlabelled));
      return;  // has no histogram
    default:
      break;
  }
  FillHistogram(answers.histogram(), point);
}

void FillComparison(const TrendSpec& spec, const Answers& answers, const Answers& earlier,
                    v1::TrendPoint& point) {
  if (earlier.n() == 0) return;
  point.set_delta(point.value() - *earlier.Value());
  const std::optional<metrics::Comparison> test = answers.Compare(earlier);
  if (!test) return;
  point.set_p_value(test->p_value);
  point.set_significant(test->p_value < 1 - spec.confidence && answers.n() >= spec.min_n &&
                        earlier.n() >= spec.min_n);
}

}  // namespace

int64_t CountedAnswers(v1::TrendMetric metric, const Cell& cell) {
  if (metric != v1::TREND_METRIC_SENTIMENT) return cell.total();
  return Labelled(cell, Label::kPositive) + Labelled(cell, Label::kNeutral) +
         Labelled(cell, Label::kNegative);
}

void FillFrame(const PointContext& context, TimeRange range, int64_t n, v1::TrendPoint& point) {
  base::SetTimestamp(range.start, *point.mutable_start_time());
  base::SetTimestamp(range.end, *point.mutable_end_time());
  point.set_n(n);
  point.set_below_min_n(n < context.spec->min_n);
  point.set_revision(context.revision);
  point.set_final(SaturatingAdd(range.end, kLatenessNs) <= context.now);
}

void FillPoint(const PointContext& context, TimeRange range, ScaleCode scale, const Cell& cell,
               const Cell* before, v1::TrendPoint& point) {
  const TrendSpec& spec = *context.spec;
  const Answers answers(spec.metric, scale, cell);
  FillFrame(context, range, answers.n(), point);
  FillParts(spec.metric, answers, cell, point);
  if (answers.n() == 0) return;
  point.set_value(*answers.Value());
  point.set_mean(answers.moments().mean);
  if (const auto deviation = metrics::StandardDeviation(answers.moments())) {
    point.set_std_dev(*deviation);
  }
  if (const auto interval = answers.Interval(spec.confidence)) {
    point.set_ci_low(interval->low);
    point.set_ci_high(interval->high);
  }
  if (before != nullptr) {
    FillComparison(spec, answers, Answers(spec.metric, scale, *before), point);
  }
}

}  // namespace voc::views
