#include "client/report/monday.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "client/report/charts.h"
#include "client/report/footnotes.h"
#include "client/report/numbers.h"
#include "client/report/trend_page.h"
#include "client/report/words.h"

namespace voc::report {
namespace {

bool IsIsoWeek(const Monday& monday) {
  const absl::CivilSecond from = absl::ToCivilSecond(monday.start, monday.view.zone);
  const absl::CivilSecond to = absl::ToCivilSecond(monday.end, monday.view.zone);
  const absl::CivilDay day(from);
  return from == absl::CivilSecond(day) && to == absl::CivilSecond(day + 7) &&
         absl::GetWeekday(day) == absl::Weekday::monday;
}

std::string Dates(const Monday& monday, absl::Time from, absl::Time to) {
  return DatesText(monday.view.language, from, to, monday.view.zone);
}

// "CES (5)" where several scales are in use.
std::string SeriesName(Language language, v1::TrendMetric metric, const v1::TrendSeries& series) {
  const auto scale = series.group().find("scale");
  const std::string name = MetricText(language, metric);
  return scale == series.group().end() ? name : absl::StrCat(name, " (", scale->second, ")");
}

bool IsLowGood(const v1::TrendSeries& series) {
  const auto scale = series.group().find("scale");
  return scale != series.group().end() && scale->second.ends_with("-low");
}

Score ScoreOf(const Monday& monday, v1::TrendMetric metric, const v1::TrendSeries& series) {
  const TrendView view = ViewOfMetric(monday, metric);
  const Language language = view.language;
  const int decimals = DecimalsOf(metric);
  const v1::TrendPoint& point = series.points(0);
  const Judge judge(view.min_n);
  Score score;
  score.name = SeriesName(language, metric, series);
  score.value = NumberText(language, point.value(), decimals);
  score.interval = IntervalText(language, point, decimals);
  score.answers = SayCount(language, Word::kAnswersOne, Word::kAnswers, point.n());
  score.count = CountText(language, point.n());
  score.verdict = judge.Of(point);
  score.change = ChangeText(language, point, score.verdict, decimals);
  score.sentence = SentenceOf(point, view, judge);
  score.better = (point.delta() > 0) != IsLowGood(series);
  score.few = IsSmall(point);
  return score;
}

int64_t GroupsWithValue(const GroupPart& part) {
  return std::count_if(part.now.series().begin(), part.now.series().end(),
                       [](const v1::TrendSeries& series) {
                         return series.points_size() == 1 && series.points(0).has_value();
                       });
}

}  // namespace

TrendView ViewOfMetric(const Monday& monday, v1::TrendMetric metric) {
  TrendView view = monday.view;
  view.metric = metric;
  return view;
}

std::string PeriodText(const Monday& monday) {
  const std::string dates = Dates(monday, monday.start, monday.end);
  if (!IsIsoWeek(monday)) return dates;
  v1::TrendPoint point;
  point.mutable_start_time()->set_seconds(absl::ToUnixSeconds(monday.start));
  TrendView view = monday.view;
  view.granularity = v1::GRANULARITY_ISO_WEEK;
  return absl::StrCat(PeriodName(point, view), " (", dates, ")");
}

std::string ComparedText(const Monday& monday) {
  return Say(monday.view.language, Word::kReportPeriod, PeriodText(monday),
             Dates(monday, monday.before, monday.start));
}

std::vector<Score> ScoresOf(const Monday& monday) {
  std::vector<Score> scores;
  for (const MetricPart& part : monday.metrics) {
    for (const v1::TrendSeries& series : part.now.series()) {
      if (series.points_size() == 1 && series.points(0).has_value()) {
        scores.push_back(ScoreOf(monday, part.metric, series));
      }
    }
  }
  return scores;
}

Judge JudgeOfGroups(const Monday& monday) {
  Judge judge(monday.view.min_n);
  for (const GroupPart& part : monday.groups) {
    // A single group is all of them, and is not shown.
    if (GroupsWithValue(part) >= 2) judge.Add(part.now);
  }
  return judge;
}

std::string DimensionText(Language language, const std::string& dimension) {
  if (dimension == "source") return Say(language, Word::kBySource);
  if (dimension == "journey_stage") return Say(language, Word::kByStage);
  if (dimension == "channel") return Say(language, Word::kByChannel);
  return dimension;
}

std::vector<MovedRow> MovedOf(const GroupPart& part, const Monday& monday, const Judge& judge) {
  const Language language = monday.view.language;
  const int decimals = DecimalsOf(monday.lead);
  std::vector<MovedRow> rows;
  for (const v1::TrendSeries& series : part.now.series()) {
    if (series.points_size() != 1 || !series.points(0).has_value()) continue;
    const v1::TrendPoint& point = series.points(0);
    MovedRow row{
        .name = GroupValue(language, series.group()), .point = point, .verdict = judge.Of(point)};
    row.text = ChangeText(language, point, row.verdict, decimals);
    rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(), [](const MovedRow& a, const MovedRow& b) {
    if (a.verdict != b.verdict) return a.verdict > b.verdict;
    return std::abs(a.point.delta()) > std::abs(b.point.delta());
  });
  if (rows.size() > kMaxMoved) rows.resize(kMaxMoved);
  return rows;
}

std::vector<ThemeRow> ThemesOf(const Monday& monday) {
  const Language language = monday.view.language;
  const int decimals = DecimalsOf(monday.lead);
  std::vector<const v1::ImpactRow*> found;
  for (const v1::ImpactRow& row : monday.themes.rows()) {
    // What is of no theme explains nothing.
    if (!row.value().empty() && row.has_impact()) found.push_back(&row);
  }
  std::stable_sort(found.begin(), found.end(), [](const v1::ImpactRow* a, const v1::ImpactRow* b) {
    if (a->significant() != b->significant()) return a->significant();
    if (a->below_min_n() != b->below_min_n()) return b->below_min_n();
    return std::abs(a->impact()) > std::abs(b->impact());
  });
  if (found.size() > kMaxMoved) found.resize(kMaxMoved);
  std::vector<ThemeRow> rows;
  for (const v1::ImpactRow* row : found) {
    ThemeRow out;
    out.name = row->value();
    out.n = CountText(language, row->n()) + (row->below_min_n() ? "*" : "");
    out.with = NumberText(language, row->metric_with(), decimals);
    const Word verdict = row->below_min_n()   ? Word::kTooFew
                         : row->significant() ? Word::kNews
                                              : Word::kNoise;
    out.impact = absl::StrCat(SignedText(language, row->impact(), decimals + 1), " ",
                              Say(language, verdict));
    const auto share = [&](bool present, double value) {
      return present ? NumberText(language, value, 0) + " %" : std::string("–");
    };
    out.share = share(row->change().has_share(), row->change().share());
    out.share_before = share(row->change().has_share_before(), row->change().share_before());
    out.news = row->significant();
    rows.push_back(std::move(out));
  }
  return rows;
}

std::string ScoreName(Language language, const v1::Feedback& feedback) {
  if (feedback.has_mention()) {
    const v1::Mention& mention = feedback.mention();
    if (!mention.has_rating()) return mention.platform();
    const double rating = mention.rating();
    const double of = mention.rating_max();
    const auto text = [&](double value) {
      return NumberText(language, value, value == std::round(value) ? 0 : 1);
    };
    return absl::StrCat(mention.platform(), " ", text(rating), "/", text(of));
  }
  const v1::SurveyResponse& response = feedback.response();
  if (!response.has_score()) return "";
  switch (response.metric()) {
    case v1::METRIC_CSAT:
      return absl::StrCat(Say(language, Word::kCsat), " ", response.score(), "/",
                          response.scale_points());
    case v1::METRIC_CES:
      return absl::StrCat(Say(language, Word::kCes), " ", response.score(), "/",
                          response.scale_points());
    default:
      return absl::StrCat(Say(language, Word::kNps), " ", response.score());
  }
}

std::string QuoteOf(const v1::Feedback& feedback, size_t limit) {
  if (feedback.has_response()) return Shorten(feedback.response().comment(), limit);
  const v1::Mention& mention = feedback.mention();
  if (mention.title().empty() || mention.body().empty()) {
    return Shorten(mention.title() + mention.body(), limit);
  }
  return Shorten(absl::StrCat(mention.title(), ": ", mention.body()), limit);
}

std::string AccountText(Language language, const v1::Feedback& feedback) {
  if (!feedback.account_id().empty()) return feedback.account_id();
  if (!feedback.mention().author().empty()) return feedback.mention().author();
  if (!feedback.respondent_id().empty()) return feedback.respondent_id();
  return Say(language, Word::kUnknownAccount);
}

std::string WaitingText(const Monday& monday, const v1::Alert& alert) {
  const absl::Time since = TimeOf(alert.feedback().collected_at());
  const absl::Time until = std::min(monday.now, monday.end);
  const int64_t days = std::max<int64_t>(0, (until - since) / absl::Hours(24));
  return SayCount(monday.view.language, Word::kDaysOne, Word::kDays, days);
}

std::string QuoteSource(const Monday& monday, const v1::Feedback& feedback) {
  const Language language = monday.view.language;
  const std::string score = ScoreName(language, feedback);
  return absl::StrCat(AccountText(language, feedback), score.empty() ? "" : ", ", score, ", ",
                      ShortDateText(language, TimeOf(feedback.collected_at()), monday.view.zone));
}

std::string ThemesNote(const Monday& monday) {
  const Language language = monday.view.language;
  const v1::Interval& interval = monday.themes.interval();
  return absl::StrCat(Dates(monday, TimeOf(interval.start_time()), TimeOf(interval.end_time())),
                      ". ",
                      Say(language, Word::kWhyHow, MetricText(language, monday.lead),
                          CountText(language, monday.themes.tests()),
                          NumberText(language, kFalseDiscoveryRate * 100, 0)));
}

std::string OpenAlertsText(const Monday& monday) {
  const Language language = monday.view.language;
  if (monday.open_alerts == 0) return Say(language, Word::kNoAlerts);
  return Say(language, monday.open_alerts == 1 ? Word::kAlertsOpenOne : Word::kAlertsOpen,
             (monday.open_alerts_more ? "> " : "") + CountText(language, monday.open_alerts));
}

std::vector<std::string> MondayNotes(const Monday& monday) {
  const Language language = monday.view.language;
  std::vector<std::string> notes;
  std::vector<std::string> few;
  for (const Score& score : ScoresOf(monday)) {
    if (score.few) few.push_back(score.name);
  }
  if (!few.empty()) notes.push_back(Say(language, Word::kSmallNumbers, absl::StrJoin(few, ", ")));
  notes.push_back(IntervalNote(language, monday.lead, monday.view.confidence));
  notes.push_back(Say(language, Word::kNewsOrNoise,
                      NumberText(language, 1 - monday.view.confidence, 2),
                      CountText(language, monday.view.min_n)));
  return notes;
}

}  // namespace voc::report
