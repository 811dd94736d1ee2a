#include "client/cli/trend_report.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/numbers.h"
#include "client/cli/text_width.h"
#include "client/cli/time_text.h"
#include "client/report/footnotes.h"
#include "client/report/numbers.h"
#include "client/report/privacy.h"
#include "client/report/shares.h"
#include "client/report/words.h"

namespace voc::cli {
namespace {

using report::Language;
using report::Say;
using report::TrendView;
using report::Verdict;
using report::Word;

constexpr int kBarWidth = 12;
// Where a second number stands beside it.
constexpr int kShortBarWidth = 8;
// What a terminal has at least.
constexpr int kColumns = 80;
// Fewer points show no shape.
constexpr int kMinSparklinePoints = 8;

// Periods with long names leave no room for bars and second numbers.
bool HasRoom(const TrendView& view) {
  return view.granularity != v1::GRANULARITY_TOTAL && view.granularity != v1::GRANULARITY_HOUR;
}
bool HasMean(const TrendView& view) {
  return HasRoom(view) && view.metric == v1::TREND_METRIC_CSAT;
}
bool HasAgree(const TrendView& view) {
  return HasRoom(view) && view.metric == v1::TREND_METRIC_CES;
}

// Abbreviations are short enough for a column of numbers.
std::string ScoreTitle(const TrendView& view) {
  return view.metric <= v1::TREND_METRIC_CES ? report::MetricText(view)
                                             : Say(view.language, Word::kScore);
}

std::string Optional(Language language, bool present, double value, int decimals) {
  return present ? report::NumberText(language, value, decimals) : "–";
}

// Which columns the points of a response need.
struct Needed {
  bool intervals = false;
  bool changes = false;
};

Needed Look(const v1::QueryTrendResponse& response) {
  Needed needed;
  for (const v1::TrendSeries& series : response.series()) {
    for (const v1::TrendPoint& point : series.points()) {
      needed.intervals |= point.has_ci_low() && point.has_ci_high();
      needed.changes |= point.has_delta();
    }
  }
  return needed;
}

std::vector<Column> Columns(const TrendView& view, const Needed& needed) {
  const Language language = view.language;
  std::vector<Column> columns = {
      {.title = Say(language, Word::kPeriod)},
      {.title = Say(language, Word::kAnswersColumn), .right_aligned = true},
      {.title = ScoreTitle(view), .right_aligned = true}};
  if (needed.intervals) {
    columns.push_back({.title = Say(language, Word::kInterval), .right_aligned = true});
  }
  if (needed.changes) {
    const bool year_ago = view.comparison == v1::COMPARISON_YEAR_AGO;
    columns.push_back({.title = Say(language, year_ago ? Word::kYearAgoChange : Word::kChange)});
  }
  if (HasMean(view)) {
    columns.push_back({.title = Say(language, Word::kMean), .right_aligned = true});
  }
  if (HasAgree(view)) {
    columns.push_back({.title = Say(language, Word::kAgree), .right_aligned = true});
  }
  if (HasRoom(view)) columns.push_back({.title = Say(language, Word::kShareColumn)});
  return columns;
}

Row PointRow(std::string period, const v1::TrendPoint& point, const TrendView& view,
             const report::Judge& judge, const Needed& needed) {
  const Language language = view.language;
  const int decimals = report::DecimalsOf(view.metric);
  Row row;
  if (report::IsHidden(point)) {
    row.cells = {std::move(period), Say(language, Word::kHidden)};
    row.cells.resize(Columns(view, needed).size());
    return row;
  }
  row.cells = {std::move(period),
               report::CountText(language, point.n()) + (report::IsSmall(point) ? "*" : ""),
               Optional(language, point.has_value(), point.value(), decimals)};
  if (needed.intervals) row.cells.push_back(report::IntervalText(language, point, decimals));
  if (needed.changes) {
    row.cells.push_back(report::ChangeText(language, point, judge.Of(point), decimals));
  }
  if (HasMean(view)) {
    row.cells.push_back(Optional(language, point.has_mean(), point.mean(), 2));
  }
  if (HasAgree(view)) {
    row.cells.push_back(Optional(language, point.has_agree_share(), point.agree_share(), 0));
  }
  if (HasRoom(view)) {
    const int width = HasMean(view) || HasAgree(view) ? kShortBarWidth : kBarWidth;
    row.cells.push_back(report::Bar(report::SharesOf(point, view.metric), width));
  }
  return row;
}

// `title` with the line of the series beside it, as much of its end as fits.
std::string WithSparkline(const std::string& title, const v1::TrendSeries& series,
                          const TrendView& view) {
  const int room = kColumns - 2 - static_cast<int>(DisplayWidth(title));
  if (room < std::min(kMinSparklinePoints, series.points_size())) return title;
  const std::string line = report::Sparkline(series, room, report::DecimalsOf(view.metric));
  return line.empty() ? title : absl::StrCat(title, "  ", line);
}

}  // namespace

Report TrendReport(const v1::QueryTrendResponse& response, const TrendView& view,
                   const report::Judge& judge) {
  Report out;
  const Needed needed = Look(response);
  const bool alone = response.series_size() == 1;
  const std::string title = report::TrendTitle(view);
  out.title = alone && response.series(0).group().empty()
                  ? WithSparkline(title, response.series(0), view)
                  : title;
  for (const v1::TrendSeries& series : response.series()) {
    if (series.points().empty()) continue;
    Table table;
    const std::string group = report::GroupName(series.group());
    if (!group.empty()) table.heading = WithSparkline(group, series, view);
    table.columns = Columns(view, needed);
    for (const v1::TrendPoint& point : series.points()) {
      table.rows.push_back(PointRow(report::PeriodName(point, view), point, view, judge, needed));
    }
    if (series.points_size() > 1 && series.has_total()) {
      table.rows.push_back(
          PointRow(Say(view.language, Word::kTotal), series.total(), view, judge, needed));
    }
    out.tables.push_back(std::move(table));
    if (alone) continue;
    out.tables.back().remarks = report::SeriesNotes(series, view);
  }
  if (response.series_size() > 1 && response.has_total()) {
    Table table;
    table.heading = Say(view.language, Word::kAllGroups);
    table.columns = Columns(view, needed);
    table.rows.push_back(
        PointRow(Say(view.language, Word::kTotal), response.total(), view, judge, needed));
    out.tables.push_back(std::move(table));
  }
  out.remarks = report::Footnotes(response, view, judge);
  return out;
}

Report TrendReport(const v1::QueryTrendResponse& response, const TrendView& view) {
  return TrendReport(response, view, report::Judge(response, view.min_n));
}

Table MarksTable(const std::vector<report::MarkEffect>& effects, const TrendView& view) {
  const Language language = view.language;
  Table table;
  table.heading = Say(language, Word::kMarks);
  table.columns = {{.title = Say(language, Word::kMark), .elastic = true, .free_text = true},
                   {.title = Say(language, Word::kMarkTime)}};
  for (const report::MarkEffect& effect : effects) {
    const report::MarkRow row = report::RowOf(effect, view);
    table.rows.push_back({.cells = {row.title, row.date}});
    if (!report::TellsEffects(view)) continue;
    for (const std::string& cell : {row.before, row.after, row.change}) {
      table.rows.back().cells.push_back(cell);
    }
  }
  if (!report::TellsEffects(view)) return table;
  table.columns.push_back({.title = Say(language, Word::kBefore), .right_aligned = true});
  table.columns.push_back({.title = Say(language, Word::kAfter), .right_aligned = true});
  table.columns.push_back({.title = Say(language, Word::kChange)});
  table.remarks = {Say(language, Word::kMarksHow, report::kMarkDays, report::MetricText(view))};
  return table;
}

Report TrendFlatReport(const v1::QueryTrendResponse& response) {
  std::set<std::string> dimensions;
  std::set<int> scores;
  for (const v1::TrendSeries& series : response.series()) {
    for (const auto& entry : series.group()) dimensions.insert(entry.first);
    for (const v1::TrendPoint& point : series.points()) {
      for (const auto& entry : point.histogram()) scores.insert(entry.first);
    }
  }
  Table table;
  for (const std::string& dimension : dimensions) {
    table.columns.push_back({.title = dimension, .free_text = true});
  }
  for (const char* title : {"start_time", "end_time"}) table.columns.push_back({.title = title});
  for (const char* title : {"n", "value", "ci_low", "ci_high", "delta", "p_value", "mean",
                            "std_dev", "agree_share", "strict_agree_share", "promoters", "passives",
                            "detractors", "positive", "neutral", "negative", "unlabelled"}) {
    table.columns.push_back({.title = title, .right_aligned = true});
  }
  for (const int score : scores) {
    table.columns.push_back({.title = absl::StrCat("score_", score), .right_aligned = true});
  }
  for (const char* title : {"significant", "below_min_n", "compared_n", "clusters", "design_effect",
                            "paired_clusters", "displays", "responses", "response_rate"}) {
    table.columns.push_back({.title = title, .right_aligned = true});
  }
  const auto optional = [](bool present, double value) {
    return present ? FormatDouble(value) : std::string();
  };
  for (const v1::TrendSeries& series : response.series()) {
    for (const v1::TrendPoint& point : series.points()) {
      Row row;
      for (const std::string& dimension : dimensions) {
        const auto at = series.group().find(dimension);
        row.cells.push_back(at == series.group().end() ? "" : at->second);
      }
      row.cells.push_back(FormatUtc(FromTimestamp(point.start_time())));
      row.cells.push_back(FormatUtc(FromTimestamp(point.end_time())));
      row.cells.push_back(absl::StrCat(point.n()));
      row.cells.push_back(optional(point.has_value(), point.value()));
      row.cells.push_back(optional(point.has_ci_low(), point.ci_low()));
      row.cells.push_back(optional(point.has_ci_high(), point.ci_high()));
      row.cells.push_back(optional(point.has_delta(), point.delta()));
      row.cells.push_back(optional(point.has_p_value(), point.p_value()));
      row.cells.push_back(optional(point.has_mean(), point.mean()));
      row.cells.push_back(optional(point.has_std_dev(), point.std_dev()));
      row.cells.push_back(optional(point.has_agree_share(), point.agree_share()));
      row.cells.push_back(optional(point.has_strict_agree_share(), point.strict_agree_share()));
      for (const int64_t count :
           {point.promoters(), point.passives(), point.detractors(), point.positive(),
            point.neutral(), point.negative(), point.unlabelled()}) {
        row.cells.push_back(absl::StrCat(count));
      }
      for (const int score : scores) {
        const auto at = point.histogram().find(score);
        row.cells.push_back(absl::StrCat(at == point.histogram().end() ? 0 : at->second));
      }
      row.cells.push_back(point.significant() ? "true" : "false");
      row.cells.push_back(point.below_min_n() ? "true" : "false");
      row.cells.push_back(absl::StrCat(point.compared_n()));
      row.cells.push_back(absl::StrCat(point.clusters()));
      row.cells.push_back(optional(point.has_design_effect(), point.design_effect()));
      for (const int64_t count : {point.paired_clusters(), point.displays(), point.responses()}) {
        row.cells.push_back(absl::StrCat(count));
      }
      row.cells.push_back(optional(point.has_response_rate(), point.response_rate()));
      table.rows.push_back(std::move(row));
    }
  }
  return {.tables = {std::move(table)}};
}

}  // namespace voc::cli
