#include "client/report/verdict.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/report/numbers.h"
#include "client/report/words.h"

namespace voc::report {
namespace {

// "news (p 0.003)"
std::string VerdictText(Language language, const v1::TrendPoint& point, Verdict verdict) {
  if (verdict == Verdict::kTooFew) return Say(language, Word::kTooFew);
  return absl::StrCat(Say(language, verdict == Verdict::kNews ? Word::kNews : Word::kNoise), " (",
                      Say(language, Word::kPValue, PText(language, point.p_value())), ")");
}

}  // namespace

Judge::Judge(const v1::QueryTrendResponse& response, int32_t min_n) : min_n_(min_n) {
  if (response.series_size() > 1) Add(response);
}

void Judge::Add(const v1::QueryTrendResponse& response) {
  together_ = true;
  for (const v1::TrendSeries& series : response.series()) {
    for (const v1::TrendPoint& point : series.points()) AddPoint(point);
    // With a single point the total is the same test.
    if (series.points_size() > 1) AddPoint(series.total());
  }
  Settle();
}

bool Judge::HasEnough(const v1::TrendPoint& point) const {
  // A server that does not say what it compared with leaves compared_n at 0; its
  // own word counts then.
  return point.n() >= min_n_ && !point.below_min_n() &&
         (point.compared_n() == 0 || point.compared_n() >= min_n_);
}

void Judge::AddPoint(const v1::TrendPoint& point) {
  if (point.has_delta() && point.has_p_value() && HasEnough(point)) {
    p_values_.push_back(point.p_value());
  }
}

void Judge::Settle() {
  std::sort(p_values_.begin(), p_values_.end());
  threshold_ = -1;
  for (size_t i = 0; i < p_values_.size(); ++i) {
    const double limit =
        kFalseDiscoveryRate * static_cast<double>(i + 1) / static_cast<double>(p_values_.size());
    if (p_values_[i] <= limit) threshold_ = p_values_[i];
  }
}

Verdict Judge::Of(const v1::TrendPoint& point) const {
  if (!point.has_delta()) return Verdict::kNone;
  if (!point.has_p_value() || !HasEnough(point)) return Verdict::kTooFew;
  const bool news = together_ ? point.p_value() <= threshold_ : point.significant();
  return news ? Verdict::kNews : Verdict::kNoise;
}

std::string ChangeText(Language language, const v1::TrendPoint& point, Verdict verdict,
                       int decimals) {
  if (verdict == Verdict::kNone) return "";
  return absl::StrCat(SignedText(language, point.delta(), decimals), " ",
                      VerdictText(language, point, verdict));
}

std::string ChangeWords(Language language, const v1::TrendPoint& point, Verdict verdict,
                        int decimals, v1::Comparison comparison) {
  if (verdict == Verdict::kNone) return "";
  const std::string size = NumberText(language, std::abs(point.delta()), decimals);
  const bool zero = size.find_first_of("123456789") == std::string::npos;
  const Word direction = zero ? Word::kUnchanged : (point.delta() > 0 ? Word::kUp : Word::kDown);
  std::string change = Say(language, direction, size);
  if (comparison == v1::COMPARISON_YEAR_AGO) {
    absl::StrAppend(&change, " ", Say(language, Word::kYearAgoChange));
  }
  return absl::StrCat(change, ": ", VerdictText(language, point, verdict));
}

}  // namespace voc::report
