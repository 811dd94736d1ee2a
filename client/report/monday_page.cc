#include "client/report/monday_page.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/report/charts.h"
#include "client/report/footnotes.h"
#include "client/report/numbers.h"
#include "client/report/page.h"
#include "client/report/svg.h"
#include "client/report/trend_page.h"
#include "client/report/words.h"

namespace voc::report {
namespace {

constexpr size_t kQuoteCharacters = 260;
// Bytes of a name that a column has room for.
constexpr size_t kMaxFixedName = 20;

Word LatelyWord(const TrendView& view) {
  return view.granularity == v1::GRANULARITY_MONTH ? Word::kLastMonths : Word::kLastWeeks;
}

std::string Span(const char* css_class, const std::string& text) {
  if (text.empty()) return "";
  return absl::StrCat("<span class=\"", css_class, "\">", Escape(text), "</span>\n");
}

std::string Tiles(const std::vector<Score>& scores) {
  std::string out = "<ul class=\"scores\">\n";
  for (const Score& score : scores) {
    const bool news = score.verdict == Verdict::kNews;
    absl::StrAppend(&out, "<li>", Span("name", score.name), "<b>", Escape(score.value), "</b>\n",
                    Span("quiet", score.interval), Span("quiet", score.answers),
                    Span(!news          ? "quiet"
                         : score.better ? "is-news"
                                        : "is-bad",
                         score.change),
                    "</li>\n");
  }
  return out + "</ul>\n";
}

std::string Lately(const Monday& monday) {
  const Language language = monday.view.language;
  std::string out;
  int number = 0;
  for (const MetricPart& part : monday.metrics) {
    const TrendView view = ViewOfMetric(monday, part.metric);
    for (const v1::TrendSeries& series : part.lately.series()) {
      const Judge judge(view.min_n);
      const std::string figure =
          TrendFigure(series, view, judge, LinesOf(monday.marks), absl::StrCat("lately-", number));
      if (figure.empty()) continue;
      const std::string group = GroupName(series.group());
      const std::string name = MetricText(view) + (group.empty() ? "" : ", " + group);
      absl::StrAppend(&out, Heading(3, name), figure);
      // Of the others the line is enough.
      if (part.metric == monday.lead) {
        out += ShareFigure(series, view, absl::StrCat("share-", number));
      }
      for (const std::string& note : SeriesNotes(series, view)) out += Paragraph("note", note);
      out += Details(absl::StrCat(Say(language, Word::kNumbers), ": ", name),
                     SeriesTable(series, view, judge, name));
      ++number;
    }
  }
  if (out.empty()) return "";
  int points = 0;
  for (const MetricPart& part : monday.metrics) {
    for (const v1::TrendSeries& series : part.lately.series()) {
      points = std::max(points, series.points_size());
    }
  }
  return Heading(2, Say(language, LatelyWord(monday.view), points)) + out;
}

std::string GroupTable(const std::vector<MovedRow>& rows, const std::string& name,
                       const Monday& monday) {
  const Language language = monday.view.language;
  const int decimals = DecimalsOf(monday.lead);
  HtmlTable table;
  table.caption = name;
  table.head = {{.text = name},
                {.text = Say(language, Word::kAnswersColumn), .number = true},
                {.text = MetricText(language, monday.lead), .number = true},
                {.text = Say(language, Word::kInterval), .number = true},
                {.text = Say(language, Word::kChange)}};
  for (const MovedRow& row : rows) {
    table.rows.push_back(
        {{.text = row.name, .foreign = true},
         {.text = CountText(language, row.point.n()) + (IsSmall(row.point) ? "*" : ""),
          .number = true},
         {.text = NumberText(language, row.point.value(), decimals), .number = true},
         {.text = IntervalText(language, row.point, decimals), .number = true},
         {.text = ChangeText(language, row.point, row.verdict, decimals),
          .css_class = row.verdict == Verdict::kNews ? "news" : "few"}});
  }
  return TableHtml(table, language);
}

std::string Moved(const Monday& monday) {
  const Language language = monday.view.language;
  const Judge judge = JudgeOfGroups(monday);
  const TrendView view = ViewOfMetric(monday, monday.lead);
  std::string out;
  for (size_t i = 0; i < monday.groups.size(); ++i) {
    const GroupPart& part = monday.groups[i];
    const std::vector<MovedRow> rows = MovedOf(part, monday, judge);
    // A single group is all of them.
    if (rows.size() < 2) continue;
    std::vector<GroupDot> dots;
    for (const MovedRow& row : rows) dots.push_back({row.name, row.point, row.text});
    std::optional<double> all;
    if (part.now.total().has_value()) all = part.now.total().value();
    const double height = GroupChartHeight(dots.size());
    const std::string id = absl::StrCat("moved-", i);
    const std::string name = DimensionText(language, part.dimension);
    absl::StrAppend(
        &out, Heading(3, name),
        Figure(GroupChart(dots, all, view, {.id = id, .width = 860, .height = height}),
               GroupChart(dots, all, view, {.id = id + "-n", .width = 350, .height = height}), ""),
        Details(absl::StrCat(Say(language, Word::kNumbers), ": ", name),
                GroupTable(rows, name, monday)));
  }
  if (out.empty()) return "";
  std::string notes =
      Paragraph("note", Say(language, Word::kWhatMovedHow, MetricText(language, monday.lead)));
  if (judge.tests() > 0) {
    notes += Paragraph("note", Say(language, Word::kTestedTogether, judge.tests(),
                                   NumberText(language, kFalseDiscoveryRate * 100, 0),
                                   CountText(language, judge.min_n())));
  }
  return Heading(2, Say(language, Word::kWhatMoved)) + notes + out;
}

std::string Themes(const Monday& monday) {
  const Language language = monday.view.language;
  const std::string metric = MetricText(language, monday.lead);
  std::string out = Heading(2, Say(language, Word::kWhy, metric));
  const std::vector<ThemeRow> rows = ThemesOf(monday);
  if (rows.empty()) return out + Paragraph("", Say(language, Word::kNoThemes));
  out += Paragraph("note", ThemesNote(monday));
  HtmlTable table;
  table.caption = Say(language, Word::kWhy, metric);
  table.head = {{.text = Say(language, Word::kTheme)},
                {.text = Say(language, Word::kAnswersColumn), .number = true},
                {.text = Say(language, Word::kWithTheme, metric), .number = true},
                {.text = Say(language, Word::kImpact)},
                {.text = Say(language, Word::kTextShare), .number = true},
                {.text = Say(language, Word::kTextShareBefore), .number = true}};
  for (const ThemeRow& row : rows) {
    table.rows.push_back({{.text = row.name},
                          {.text = row.n, .number = true},
                          {.text = row.with, .number = true},
                          {.text = row.impact, .css_class = row.news ? "news" : "few"},
                          {.text = row.share, .number = true},
                          {.text = row.share_before, .number = true}});
  }
  return out + TableHtml(table, language);
}

std::string AlertTable(const Monday& monday, const std::vector<v1::Alert>& alerts, Word title) {
  if (alerts.empty()) return "";
  const Language language = monday.view.language;
  HtmlTable table;
  table.caption = Say(language, title);
  table.head = {{.text = Say(language, Word::kAccount)},
                {.text = Say(language, Word::kScore)},
                {.text = Say(language, Word::kWaiting)},
                {.text = Say(language, Word::kTheirWords)}};
  for (const v1::Alert& alert : alerts) {
    const std::string account = AccountText(language, alert.feedback());
    // A short name stays on its line; a long one may break.
    const char* const width = account.size() <= kMaxFixedName ? "fixed" : "";
    table.rows.push_back({{.text = account, .css_class = width, .foreign = true},
                          {.text = ScoreName(language, alert.feedback()), .css_class = "fixed"},
                          {.text = WaitingText(monday, alert), .css_class = "fixed"},
                          {.text = QuoteOf(alert.feedback(), kQuoteCharacters), .foreign = true}});
  }
  return Heading(3, table.caption) + TableHtml(table, language);
}

std::string Alerts(const Monday& monday) {
  const Language language = monday.view.language;
  std::string out = Heading(2, Say(language, Word::kAlerts));
  out += Paragraph("", OpenAlertsText(monday));
  out += AlertTable(monday, monday.newest, Word::kNewestAlerts);
  return out + AlertTable(monday, monday.oldest, Word::kOldestAlerts);
}

// As QuoteSource() says it; what others chose cannot turn the direction of the rest.
std::string SourceHtml(const Monday& monday, const v1::Feedback& feedback) {
  const Language language = monday.view.language;
  const std::string score = ScoreName(language, feedback);
  const std::string date =
      ShortDateText(language, TimeOf(feedback.collected_at()), monday.view.zone);
  return absl::StrCat("<p class=\"quiet\"><bdi>", Escape(AccountText(language, feedback)),
                      "</bdi>, ", score.empty() ? "" : "<bdi>" + Escape(score) + "</bdi>, ",
                      Escape(date), "</p>\n");
}

std::string QuoteList(const Monday& monday, const std::vector<v1::Feedback>& quotes, Word title,
                      const char* css_class) {
  const Language language = monday.view.language;
  std::string out =
      absl::StrCat("<div class=\"", css_class, "\">\n", Heading(3, Say(language, title)));
  if (quotes.empty()) out += Paragraph("quiet", Say(language, Word::kNoQuotes));
  for (const v1::Feedback& feedback : quotes) {
    absl::StrAppend(&out, "<blockquote>\n<p dir=\"auto\">",
                    Escape(QuoteOf(feedback, kQuoteCharacters)), "</p>\n",
                    SourceHtml(monday, feedback), "</blockquote>\n");
  }
  return out + "</div>\n";
}

std::string Quotes(const Monday& monday) {
  return absl::StrCat(Heading(2, Say(monday.view.language, Word::kQuotes)),
                      "<div class=\"quotes\">\n",
                      QuoteList(monday, monday.to_call, Word::kToCall, "to-call"),
                      QuoteList(monday, monday.to_thank, Word::kToThank, "to-thank"), "</div>\n");
}

}  // namespace

std::string MondayPage(const Monday& monday, const std::string& made_by) {
  const Language language = monday.view.language;
  const std::string title = Say(language, Word::kReportTitle);
  const std::vector<Score> scores = ScoresOf(monday);
  std::string header = Heading(1, title) + Paragraph("quiet", ComparedText(monday));
  if (!monday.view.only.empty()) header += Paragraph("quiet", monday.view.only);
  header +=
      Paragraph("lead", scores.empty() ? Say(language, Word::kNoAnswers) : scores.front().sentence);
  if (!scores.empty()) header += Tiles(scores);
  const std::string main = Lately(monday) + Moved(monday) + Themes(monday) +
                           MarksHtml(monday.marks, ViewOfMetric(monday, monday.lead)) +
                           Alerts(monday) + Quotes(monday);
  std::string footer;
  for (const std::string& note : MondayNotes(monday)) footer += Paragraph("", note);
  footer += Paragraph("", made_by);
  return PageHtml(language, absl::StrCat(title, ", ", PeriodText(monday)), header, main, footer);
}

}  // namespace voc::report
