#include "client/report/footnotes.h"

#include <cmath>
#include <string>
#include <vector>

#include "client/report/numbers.h"
#include "client/report/privacy.h"
#include "client/report/words.h"

namespace voc::report {
namespace {

// Below this, that answers are alike widens an interval by less than one percent.
constexpr double kNotableDesignEffect = 1.02;

Word HowWord(v1::TrendMetric metric) {
  switch (metric) {
    case v1::TREND_METRIC_NPS:
      return Word::kHowNps;
    case v1::TREND_METRIC_CSAT:
      return Word::kHowProportion;
    case v1::TREND_METRIC_SENTIMENT:
      return Word::kHowSentiment;
    default:
      return Word::kHowMean;
  }
}

Word UnitWord(v1::Granularity granularity) {
  switch (granularity) {
    case v1::GRANULARITY_HOUR:
      return Word::kHour;
    case v1::GRANULARITY_DAY:
      return Word::kDay;
    case v1::GRANULARITY_ISO_WEEK:
      return Word::kWeek;
    case v1::GRANULARITY_QUARTER:
      return Word::kQuarter;
    case v1::GRANULARITY_YEAR:
      return Word::kYear;
    default:
      return Word::kMonth;
  }
}

// What the footnotes of all series together are about.
struct Seen {
  bool intervals = false;
  bool changes = false;
  bool small = false;
};

void Look(const v1::TrendPoint& point, Seen* seen) {
  seen->intervals |= point.has_ci_low() && point.has_ci_high();
  seen->changes |= point.has_delta();
  seen->small |= IsSmall(point);
}

// The interval of everything: what it says of clusters goes for all.
void AppendAlike(const v1::TrendPoint& total, Language language, std::vector<std::string>* notes) {
  if (!total.has_design_effect() || total.design_effect() < kNotableDesignEffect) return;
  const double weight = static_cast<double>(total.n()) / total.design_effect();
  notes->push_back(Say(language, Word::kAlike, CountText(language, total.n()),
                       CountText(language, std::llround(weight)),
                       NumberText(language, total.design_effect(), 1)));
}

// The newest period that compares people with themselves.
void AppendPaired(const v1::TrendSeries& series, const TrendView& view,
                  std::vector<std::string>* notes) {
  for (int i = series.points_size() - 1; i >= 0; --i) {
    const v1::TrendPoint& point = series.points(i);
    if (point.paired_clusters() == 0) continue;
    notes->push_back(Say(view.language, Word::kPaired,
                         CountText(view.language, point.paired_clusters()),
                         PeriodName(point, view)));
    return;
  }
}

std::string DriftNote(const v1::Drift& drift, const TrendView& view) {
  const Language language = view.language;
  const std::string p = PText(language, drift.p_value());
  if (!drift.significant()) return Say(language, Word::kDriftNone, p);
  return Say(language, drift.slope() < 0 ? Word::kDriftDown : Word::kDriftUp,
             NumberText(language, std::abs(drift.slope()), DecimalsOf(view.metric) + 1),
             Phrase(language, UnitWord(view.granularity)), p);
}

}  // namespace

bool IsSmall(const v1::TrendPoint& point) { return point.below_min_n() && point.n() > 0; }

bool HasPoints(const v1::QueryTrendResponse& response) {
  for (const v1::TrendSeries& series : response.series()) {
    if (!series.points().empty()) return true;
  }
  return false;
}

std::string IntervalNote(Language language, v1::TrendMetric metric, double confidence) {
  const double percent = confidence * 100;
  const int decimals = percent == std::round(percent) ? 0 : 1;
  return Say(language, Word::kHowInterval, NumberText(language, percent, decimals),
             Phrase(language, HowWord(metric)));
}

std::vector<std::string> SeriesNotes(const v1::TrendSeries& series, const TrendView& view) {
  std::vector<std::string> notes;
  const Language language = view.language;
  const v1::Drift& drift = series.drift();
  if (drift.has_p_value() && drift.has_slope()) notes.push_back(DriftNote(drift, view));
  if (drift.ewma_alarm()) notes.push_back(Say(language, Word::kUnusualLevel));
  if (drift.cusum_low_alarm()) notes.push_back(Say(language, Word::kSlidingDown));
  if (drift.cusum_high_alarm()) notes.push_back(Say(language, Word::kSlidingUp));
  const v1::TrendPoint& total = series.total();
  if (total.has_response_rate()) {
    notes.push_back(
        Say(language, Word::kResponseRate, NumberText(language, total.response_rate(), 1),
            CountText(language, total.responses()), CountText(language, total.displays())));
  }
  if (view.metric == v1::TREND_METRIC_SENTIMENT && total.unlabelled() > 0) {
    notes.push_back(Say(language, Word::kUnlabelled, CountText(language, total.unlabelled())));
  }
  return notes;
}

std::vector<std::string> Footnotes(const v1::QueryTrendResponse& response, const TrendView& view,
                                   const Judge& judge) {
  const Language language = view.language;
  Seen seen;
  for (const v1::TrendSeries& series : response.series()) {
    for (const v1::TrendPoint& point : series.points()) Look(point, &seen);
  }
  std::vector<std::string> notes;
  if (!HasPoints(response)) notes.push_back(Say(language, Word::kNothing));
  if (response.series_size() == 1) {
    for (std::string& note : SeriesNotes(response.series(0), view)) notes.push_back(note);
  }
  if (seen.intervals) notes.push_back(IntervalNote(language, view.metric, view.confidence));
  AppendAlike(response.total(), language, &notes);
  if (response.series_size() == 1) AppendPaired(response.series(0), view, &notes);
  if (judge.together() && judge.tests() > 0) {
    notes.push_back(Say(language, Word::kTestedTogether, judge.tests(),
                        NumberText(language, kFalseDiscoveryRate * 100, 0),
                        CountText(language, judge.min_n())));
  } else if (seen.changes) {
    notes.push_back(Say(language, Word::kNewsOrNoise, NumberText(language, 1 - view.confidence, 2),
                        CountText(language, judge.min_n())));
  }
  if (seen.small) {
    notes.push_back(Say(language, Word::kFewMark, CountText(language, judge.min_n())));
  }
  if (AnyHidden(response)) notes.push_back(Say(language, Word::kHiddenWhy, view.anonymity_n));
  return notes;
}

}  // namespace voc::report
