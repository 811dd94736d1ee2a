#include "client/cli/monday_text.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/context.h"
#include "client/cli/time_text.h"
#include "client/cli/trend_report.h"
#include "client/report/footnotes.h"
#include "client/report/numbers.h"
#include "client/report/shares.h"
#include "client/report/words.h"

namespace voc::cli {
namespace {

using report::Language;
using report::Monday;
using report::Say;
using report::Word;

constexpr size_t kQuoteCharacters = 240;
// What a terminal has at least.
constexpr int kColumns = 80;
// Fewer points show no shape.
constexpr int kMinSparklinePoints = 8;

// The line of the weeks or months that lead to a series of the period.
std::string LatelyLine(const report::MetricPart& part, const v1::TrendSeries& now, int points) {
  for (const v1::TrendSeries& series : part.lately.series()) {
    if (report::GroupName(series.group()) == report::GroupName(now.group())) {
      return report::Sparkline(series, points, report::DecimalsOf(part.metric));
    }
  }
  return "";
}

Table Scores(const Monday& monday) {
  const Language language = monday.view.language;
  Table table;
  const std::vector<report::Score> scores = report::ScoresOf(monday);
  if (scores.empty()) {
    table.remarks.push_back(Say(language, Word::kNoAnswers));
    return table;
  }
  const bool by_month = monday.view.granularity == v1::GRANULARITY_MONTH;
  table.columns = {{.title = Say(language, Word::kMetric)},
                   {.title = Say(language, Word::kScore), .right_aligned = true},
                   {.title = Say(language, Word::kInterval), .right_aligned = true},
                   {.title = Say(language, Word::kAnswersColumn), .right_aligned = true},
                   {.title = Say(language, Word::kChange)}};
  for (const report::Score& score : scores) {
    table.rows.push_back({.cells = {score.name, score.value, score.interval,
                                    score.count + (score.few ? "*" : ""), score.change}});
  }
  // The lines take what the numbers leave.
  const int room = std::max(kMinSparklinePoints, kColumns - static_cast<int>(TextWidth(table)) - 2);
  int points = 0;
  size_t row = 0;
  for (const report::MetricPart& part : monday.metrics) {
    for (const v1::TrendSeries& series : part.now.series()) {
      if (series.points_size() != 1 || !series.points(0).has_value()) continue;
      table.rows[row++].cells.push_back(LatelyLine(part, series, room));
      for (const v1::TrendSeries& lately : part.lately.series()) {
        points = std::max(points, std::min(room, lately.points_size()));
      }
    }
  }
  table.columns.push_back(
      {.title = Say(language, by_month ? Word::kShortMonths : Word::kShortWeeks, points)});
  return table;
}

Table Groups(const report::GroupPart& part, const Monday& monday, const report::Judge& judge) {
  const Language language = monday.view.language;
  const int decimals = report::DecimalsOf(monday.lead);
  Table table;
  const std::string name = report::DimensionText(language, part.dimension);
  table.heading = absl::StrCat(Say(language, Word::kWhatMoved), ": ", name);
  table.columns = {{.title = name, .elastic = true, .free_text = true},
                   {.title = Say(language, Word::kAnswersColumn), .right_aligned = true},
                   {.title = report::MetricText(language, monday.lead), .right_aligned = true},
                   {.title = Say(language, Word::kInterval), .right_aligned = true},
                   {.title = Say(language, Word::kChange)}};
  for (const report::MovedRow& row : report::MovedOf(part, monday, judge)) {
    table.rows.push_back(
        {.cells = {
             row.name,
             report::CountText(language, row.point.n()) + (report::IsSmall(row.point) ? "*" : ""),
             report::NumberText(language, row.point.value(), decimals),
             report::IntervalText(language, row.point, decimals),
             report::ChangeText(language, row.point, row.verdict, decimals)}});
  }
  return table;
}

Table Themes(const Monday& monday) {
  const Language language = monday.view.language;
  const std::string metric = report::MetricText(language, monday.lead);
  Table table;
  table.heading = Say(language, Word::kWhy, metric);
  const std::vector<report::ThemeRow> rows = report::ThemesOf(monday);
  if (rows.empty()) {
    table.remarks.push_back(Say(language, Word::kNoThemes));
    return table;
  }
  table.columns = {{.title = Say(language, Word::kTheme), .elastic = true, .free_text = true},
                   {.title = Say(language, Word::kAnswersColumn), .right_aligned = true},
                   {.title = Say(language, Word::kWithTheme, metric), .right_aligned = true},
                   {.title = Say(language, Word::kImpact)},
                   {.title = Say(language, Word::kTextShare), .right_aligned = true},
                   {.title = Say(language, Word::kTextShareBefore), .right_aligned = true}};
  for (const report::ThemeRow& row : rows) {
    table.rows.push_back(
        {.cells = {row.name, row.n, row.with, row.impact, row.share, row.share_before}});
  }
  table.remarks.push_back(report::ThemesNote(monday));
  return table;
}

Table Alerts(const Monday& monday, const std::vector<v1::Alert>& alerts, Word title) {
  const Language language = monday.view.language;
  Table table;
  table.heading = absl::StrCat(Say(language, Word::kAlerts), ": ", Say(language, title));
  table.columns = {{.title = Say(language, Word::kAccount), .free_text = true},
                   {.title = Say(language, Word::kScore)},
                   {.title = Say(language, Word::kWaiting), .right_aligned = true},
                   {.title = Say(language, Word::kTheirWords), .elastic = true, .free_text = true}};
  for (const v1::Alert& alert : alerts) {
    table.rows.push_back({.cells = {report::AccountText(language, alert.feedback()),
                                    report::ScoreName(language, alert.feedback()),
                                    report::WaitingText(monday, alert),
                                    report::QuoteOf(alert.feedback(), kQuoteCharacters)}});
  }
  return table;
}

Table Quotes(const Monday& monday, const std::vector<v1::Feedback>& quotes, Word title) {
  const Language language = monday.view.language;
  Table table;
  table.heading = absl::StrCat(Say(language, Word::kQuotes), ": ", Say(language, title));
  if (quotes.empty()) table.remarks.push_back(Say(language, Word::kNoQuotes));
  for (const v1::Feedback& feedback : quotes) {
    table.remarks.push_back(
        absl::StrCat(Say(language, Word::kQuoted, report::QuoteOf(feedback, kQuoteCharacters)),
                     " – ", report::QuoteSource(monday, feedback)));
  }
  return table;
}

// Joins JSON of messages to a list.
template <typename Messages>
std::string JsonList(const Messages& messages) {
  std::string list = "[";
  for (const auto& message : messages) {
    absl::StrAppend(&list, list.size() > 1 ? "," : "", ToJson(message));
  }
  return list + "]";
}

}  // namespace

Report MondayReport(const Monday& monday) {
  const Language language = monday.view.language;
  Report out;
  out.title = Say(language, Word::kReportTitle);
  const std::vector<report::Score> scores = report::ScoresOf(monday);
  out.tables.push_back({.remarks = {report::ComparedText(monday)}});
  if (!monday.view.only.empty()) out.tables.back().remarks.push_back(monday.view.only);
  // The leading one in a sentence; all stand in the table.
  if (!scores.empty()) out.tables.push_back({.remarks = {scores.front().sentence}});
  out.tables.push_back(Scores(monday));
  const report::Judge judge = report::JudgeOfGroups(monday);
  bool moved = false;
  for (const report::GroupPart& part : monday.groups) {
    Table table = Groups(part, monday, judge);
    // A single group is all of them.
    if (table.rows.size() < 2) continue;
    out.tables.push_back(std::move(table));
    moved = true;
  }
  if (moved && judge.tests() > 0) {
    out.tables.back().remarks.push_back(
        Say(language, Word::kTestedTogether, judge.tests(),
            report::NumberText(language, report::kFalseDiscoveryRate * 100, 0),
            report::CountText(language, judge.min_n())));
  }
  out.tables.push_back(Themes(monday));
  if (!monday.marks.empty()) {
    out.tables.push_back(MarksTable(monday.marks, report::ViewOfMetric(monday, monday.lead)));
  }
  Table open;
  open.heading = Say(language, Word::kAlerts);
  open.remarks.push_back(report::OpenAlertsText(monday));
  out.tables.push_back(std::move(open));
  if (!monday.newest.empty()) {
    out.tables.push_back(Alerts(monday, monday.newest, Word::kNewestAlerts));
  }
  if (!monday.oldest.empty()) {
    out.tables.push_back(Alerts(monday, monday.oldest, Word::kOldestAlerts));
  }
  out.tables.push_back(Quotes(monday, monday.to_call, Word::kToCall));
  out.tables.push_back(Quotes(monday, monday.to_thank, Word::kToThank));
  out.remarks = report::MondayNotes(monday);
  return out;
}

std::string MondayJson(const Monday& monday) {
  const auto interval = [](absl::Time start, absl::Time end) {
    v1::Interval message;
    *message.mutable_start_time() = ToTimestamp(start);
    *message.mutable_end_time() = ToTimestamp(end);
    return ToJson(message);
  };
  std::string metrics;
  for (const report::MetricPart& part : monday.metrics) {
    absl::StrAppend(&metrics, metrics.empty() ? "" : ",", "{\"metric\":\"",
                    v1::TrendMetric_Name(part.metric), "\",\"now\":", ToJson(part.now),
                    ",\"lately\":", ToJson(part.lately), "}");
  }
  std::string groups;
  for (const report::GroupPart& part : monday.groups) {
    absl::StrAppend(&groups, groups.empty() ? "" : ",", "{\"groupBy\":\"", part.dimension,
                    "\",\"now\":", ToJson(part.now), "}");
  }
  std::string marks;
  for (const report::MarkEffect& effect : monday.marks) {
    absl::StrAppend(&marks, marks.empty() ? "" : ",", "{\"mark\":", ToJson(effect.mark),
                    ",\"after\":", ToJson(effect.after), "}");
  }
  return absl::StrCat(
      "{\"interval\":", interval(monday.start, monday.end),
      ",\"before\":", interval(monday.before, monday.start), ",\"metrics\":[", metrics,
      "],\"lead\":\"", v1::TrendMetric_Name(monday.lead), "\",\"groups\":[", groups,
      "],\"themes\":", ToJson(monday.themes), ",\"marks\":[", marks, "],\"openAlerts\":\"",
      monday.open_alerts, "\",\"newestAlerts\":", JsonList(monday.newest),
      ",\"oldestAlerts\":", JsonList(monday.oldest), ",\"toThank\":", JsonList(monday.to_thank),
      ",\"toCall\":", JsonList(monday.to_call), "}");
}

}  // namespace voc::cli
