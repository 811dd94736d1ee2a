#include "client/report/shares.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "client/report/words.h"

namespace voc::report {
namespace {

// How many answers of a histogram lie in [from, to].
int64_t CountBetween(const v1::TrendPoint& point, int from, int to) {
  int64_t count = 0;
  for (const auto& [score, answers] : point.histogram()) {
    if (score >= from && score <= to) count += answers;
  }
  return count;
}

// Thousandths: a share is all that is known.
std::array<int64_t, 3> OfPercent(bool present, double percent) {
  if (!present) return {};
  const int64_t good = std::llround(percent * 10);
  return {good, 0, 1000 - good};
}

}  // namespace

std::array<int64_t, 3> SharesOf(const v1::TrendPoint& point, v1::TrendMetric metric) {
  switch (metric) {
    case v1::TREND_METRIC_NPS:
      return {point.promoters(), point.passives(), point.detractors()};
    case v1::TREND_METRIC_SENTIMENT:
      return {point.positive(), point.neutral(), point.negative()};
    case v1::TREND_METRIC_RATING:
      return {CountBetween(point, 4, 5), CountBetween(point, 3, 3), CountBetween(point, 0, 2)};
    case v1::TREND_METRIC_CES:
      return OfPercent(point.has_agree_share(), point.agree_share());
    default:
      return OfPercent(point.has_value(), point.value());
  }
}

std::array<Word, 3> ShareNames(v1::TrendMetric metric) {
  switch (metric) {
    case v1::TREND_METRIC_NPS:
      return {Word::kPromoters, Word::kPassives, Word::kDetractors};
    case v1::TREND_METRIC_SENTIMENT:
      return {Word::kPositive, Word::kNeutral, Word::kNegative};
    case v1::TREND_METRIC_RATING:
      return {Word::kGoodStars, Word::kThreeStars, Word::kBadStars};
    case v1::TREND_METRIC_CES:
      return {Word::kAgreeing, Word::kOthers, Word::kNotAgreeing};
    default:
      return {Word::kSatisfied, Word::kOthers, Word::kOthers};
  }
}

bool HasMiddle(v1::TrendMetric metric) {
  return metric != v1::TREND_METRIC_CSAT && metric != v1::TREND_METRIC_CES;
}

std::string Bar(const std::array<int64_t, 3>& parts, int width) {
  static constexpr std::array<const char*, 3> kBlocks = {"█", "▒", "░"};
  const int64_t total = parts[0] + parts[1] + parts[2];
  if (total <= 0) return "";
  std::array<int, 3> lengths{};
  std::array<double, 3> remainders{};
  int left = width;
  for (int i = 0; i < 3; ++i) {
    const double exact = static_cast<double>(parts[i]) * width / static_cast<double>(total);
    lengths[i] = static_cast<int>(std::floor(exact));
    remainders[i] = exact - lengths[i];
    left -= lengths[i];
  }
  while (left-- > 0) {
    const auto largest = std::max_element(remainders.begin(), remainders.end());
    ++lengths[largest - remainders.begin()];
    *largest = -1;
  }
  std::string bar;
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < lengths[i]; ++j) bar += kBlocks[i];
  }
  return bar;
}

std::string Sparkline(const v1::TrendSeries& series, int limit, int decimals) {
  static constexpr std::array<const char*, 8> kHeights = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const int first = std::max(0, series.points_size() - limit);
  std::vector<double> values;
  std::vector<double> widths;
  for (int i = first; i < series.points_size(); ++i) {
    const v1::TrendPoint& point = series.points(i);
    if (!point.has_value()) continue;
    values.push_back(point.value());
    if (point.has_ci_low() && point.has_ci_high()) {
      widths.push_back(point.ci_high() - point.ci_low());
    }
  }
  if (values.size() < 2) return "";
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  double span = std::max(*high - *low, kHeights.size() * std::pow(10, -decimals));
  if (!widths.empty()) {
    const auto middle = widths.begin() + static_cast<std::ptrdiff_t>(widths.size() / 2);
    std::nth_element(widths.begin(), middle, widths.end());
    span = std::max(span, *middle);
  }
  const double bottom = (*low + *high - span) / 2;
  std::string line;
  for (int i = first; i < series.points_size(); ++i) {
    if (!series.points(i).has_value()) {
      line += ' ';
      continue;
    }
    const double height = std::clamp((series.points(i).value() - bottom) / span, 0.0, 1.0);
    line += kHeights[std::min<size_t>(7, static_cast<size_t>(height * 8))];
  }
  return line;
}

}  // namespace voc::report
