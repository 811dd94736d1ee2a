#include "client/report/trend_page.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/report/charts.h"
#include "client/report/footnotes.h"
#include "client/report/numbers.h"
#include "client/report/page.h"
#include "client/report/privacy.h"
#include "client/report/shares.h"
#include "client/report/svg.h"
#include "client/report/words.h"

namespace voc::report {
namespace {

// More groups than these stand in tables and in the comparison alone: nobody
// reads a wall of charts.
constexpr int kMaxMultiples = 12;
// More rows than these make no readable comparison.
constexpr size_t kMaxDots = 40;

std::string Percent(double confidence, Language language) {
  const double percent = confidence * 100;
  return NumberText(language, percent, percent - static_cast<int>(percent) < 0.05 ? 0 : 1);
}

// Text stands beside each colour, so that colour is not all that tells.
std::string Legend(const TrendView& view) {
  static constexpr const char* kClasses[] = {"good", "middle", "bad"};
  const auto names = ShareNames(view.metric);
  std::string out = "<ul class=\"legend\">\n";
  for (size_t i = 0; i < names.size(); ++i) {
    if (i == 1 && !HasMiddle(view.metric)) continue;
    out += absl::StrCat("<li><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect class=\"",
                        kClasses[i], "\" width=\"12\" height=\"12\" rx=\"2\"/></svg>",
                        Escape(Phrase(view.language, names[i])), "</li>\n");
  }
  return out + "</ul>\n";
}

std::vector<HtmlCell> PointCells(const std::string& name, const char* name_class,
                                 const v1::TrendPoint& point, const TrendView& view,
                                 const Judge& judge) {
  const Language language = view.language;
  const int decimals = DecimalsOf(view.metric);
  if (IsHidden(point)) {
    return {{.text = name, .css_class = name_class},
            {.text = Say(language, Word::kHidden), .number = true, .css_class = "few"},
            {.text = ""},
            {.text = ""},
            {.text = ""}};
  }
  const Verdict verdict = judge.Of(point);
  const bool few = IsSmall(point);
  return {{.text = name, .css_class = name_class},
          {.text = CountText(language, point.n()) + (few ? "*" : ""), .number = true},
          {.text = point.has_value() ? NumberText(language, point.value(), decimals) : "–",
           .number = true,
           .css_class = few ? "few" : ""},
          {.text = IntervalText(language, point, decimals), .number = true},
          {.text = ChangeText(language, point, verdict, decimals),
           .css_class = verdict == Verdict::kNews ? "news" : "few"}};
}

// Values are enough where the heading names the dimensions.
std::string SeriesTitle(const v1::TrendSeries& series, const TrendView& view) {
  return GroupValue(view.language, series.group());
}

// "property.plan, source"
std::string Dimensions(const v1::QueryTrendResponse& response) {
  std::set<std::string> names;
  for (const v1::TrendSeries& series : response.series()) {
    for (const auto& entry : series.group()) names.insert(entry.first);
  }
  return absl::StrJoin(names, ", ");
}

// Charts of every group on the same axis.
std::string Multiples(const v1::QueryTrendResponse& response, const TrendView& view,
                      const Judge& judge, const std::vector<MarkLine>& marks) {
  const auto range = RangeOf(response);
  if (!range.has_value()) return "";
  std::string out = "<div class=\"multiples\">\n";
  for (int i = 0; i < response.series_size(); ++i) {
    const v1::TrendSeries& series = response.series(i);
    const std::string chart =
        TrendChart(series, view, judge, *range, marks,
                   {.id = absl::StrCat("group-", i), .width = 400, .height = 210});
    if (chart.empty()) continue;
    out += "<div>\n" + Heading(3, SeriesTitle(series, view)) + Figure("", chart, "") + "</div>\n";
  }
  return out + "</div>\n";
}

std::string Comparison(const v1::QueryTrendResponse& response, const TrendView& view) {
  std::vector<GroupDot> dots;
  const int decimals = DecimalsOf(view.metric);
  for (const v1::TrendSeries& series : response.series()) {
    if (IsHidden(series.total())) continue;
    const v1::TrendPoint& total = series.total();
    std::string text;
    if (total.has_value()) {
      text = absl::StrCat(IntervalText(view.language, total, decimals), "  (n ",
                          CountText(view.language, total.n()), ")");
    }
    dots.push_back({SeriesTitle(series, view), total, text});
  }
  std::stable_sort(dots.begin(), dots.end(), [](const GroupDot& a, const GroupDot& b) {
    return a.point.value() > b.point.value();
  });
  if (dots.size() > kMaxDots) dots.resize(kMaxDots);
  std::optional<double> all;
  if (response.total().has_value()) all = response.total().value();
  const double height = GroupChartHeight(dots.size());
  return Figure(GroupChart(dots, all, view, {.id = "groups", .width = 860, .height = height}),
                GroupChart(dots, all, view, {.id = "groups-n", .width = 350, .height = height}),
                Say(view.language, Word::kGroupChartText, Percent(view.confidence, view.language)));
}

// The newest point that has a value.
const v1::TrendPoint* Newest(const v1::TrendSeries& series) {
  for (int i = series.points_size() - 1; i >= 0; --i) {
    if (series.points(i).has_value()) return &series.points(i);
  }
  return nullptr;
}

std::string OneSeries(const v1::TrendSeries& series, const TrendView& view, const Judge& judge,
                      const std::vector<MarkLine>& marks) {
  std::string out;
  if (series.points_size() > 1) {
    out += TrendFigure(series, view, judge, marks, "trend");
    const std::string share = ShareFigure(series, view, "share");
    if (!share.empty()) out += Heading(2, Say(view.language, Word::kShareChart)) + share;
  }
  out += Heading(2, Say(view.language, Word::kNumbers));
  return out + SeriesTable(series, view, judge, TrendTitle(view));
}

std::string ManySeries(const v1::QueryTrendResponse& response, const TrendView& view,
                       const Judge& judge, const std::vector<MarkLine>& marks) {
  std::string out;
  // Where all is hidden there is nothing to draw.
  const std::string comparison = Comparison(response, view);
  if (!comparison.empty()) {
    const std::string title = Say(view.language, Word::kGroupChart);
    out += Heading(2, absl::StrCat(title, ": ", Dimensions(response))) + comparison;
  }
  const bool moving = view.granularity != v1::GRANULARITY_TOTAL;
  if (moving && response.series_size() <= kMaxMultiples) {
    const std::string multiples = Multiples(response, view, judge, marks);
    if (!multiples.empty()) {
      out += Heading(2, Say(view.language, Word::kTrendChart, MetricText(view))) + multiples;
    }
  }
  out += Heading(2, Say(view.language, Word::kNumbers));
  for (const v1::TrendSeries& series : response.series()) {
    out += Heading(3, SeriesTitle(series, view)) +
           SeriesTable(series, view, judge, SeriesTitle(series, view));
    for (const std::string& note : SeriesNotes(series, view)) out += Paragraph("note", note);
  }
  return out;
}

}  // namespace

std::string SentenceOf(const v1::TrendPoint& point, const TrendView& view, const Judge& judge) {
  if (!point.has_value()) return "";
  const Language language = view.language;
  const int decimals = DecimalsOf(view.metric);
  const std::string value = NumberText(language, point.value(), decimals);
  const std::string answers = SayCount(language, Word::kAnswersOne, Word::kAnswers, point.n());
  const std::string change =
      ChangeWords(language, point, judge.Of(point), decimals, view.comparison);
  if (!point.has_ci_low() || !point.has_ci_high()) {
    return absl::StrCat(MetricText(view), ": ", value, " (", answers, ")",
                        change.empty() ? "" : ", ", change, ".");
  }
  const std::string low = NumberText(language, point.ci_low(), decimals);
  const std::string high = NumberText(language, point.ci_high(), decimals);
  if (change.empty()) {
    return Say(language, Word::kSentenceAlone, MetricText(view), value, low, high, answers);
  }
  return Say(language, Word::kSentence, MetricText(view), value, low, high, answers, change);
}

std::string TrendFigure(const v1::TrendSeries& series, const TrendView& view, const Judge& judge,
                        const std::vector<MarkLine>& marks, const std::string& id) {
  v1::QueryTrendResponse alone;
  *alone.add_series() = series;
  const auto range = RangeOf(alone);
  if (!range.has_value()) return "";
  return Figure(
      TrendChart(series, view, judge, *range, marks, {.id = id, .width = 860, .height = 300}),
      TrendChart(series, view, judge, *range, marks,
                 {.id = id + "-n", .width = 350, .height = 250}),
      Say(view.language, Word::kBandText, Percent(view.confidence, view.language)));
}

std::string ShareFigure(const v1::TrendSeries& series, const TrendView& view,
                        const std::string& id) {
  const std::string wide = ShareChart(series, view, {.id = id, .width = 860, .height = 220});
  if (wide.empty()) return "";
  return Legend(view) +
         Figure(wide, ShareChart(series, view, {.id = id + "-n", .width = 350, .height = 200}), "");
}

std::string SeriesTable(const v1::TrendSeries& series, const TrendView& view, const Judge& judge,
                        const std::string& caption) {
  const Language language = view.language;
  const bool year_ago = view.comparison == v1::COMPARISON_YEAR_AGO;
  HtmlTable table;
  table.caption = caption;
  table.head = {{.text = Say(language, Word::kPeriod)},
                {.text = Say(language, Word::kAnswersColumn), .number = true},
                {.text = MetricText(view), .number = true},
                {.text = Say(language, Word::kInterval), .number = true},
                {.text = Say(language, year_ago ? Word::kYearAgoChange : Word::kChange)}};
  for (const v1::TrendPoint& point : series.points()) {
    table.rows.push_back(PointCells(PeriodName(point, view), "period", point, view, judge));
  }
  if (series.points_size() > 1 && series.has_total()) {
    table.rows.push_back(
        PointCells(Say(language, Word::kTotal), "total", series.total(), view, judge));
  }
  return TableHtml(table, language);
}

std::string TrendPage(const v1::QueryTrendResponse& response, const TrendView& view,
                      const Judge& judge, const std::vector<MarkEffect>& marks,
                      const std::vector<std::string>& remarks) {
  const std::string title = TrendTitle(view);
  std::string header = Heading(1, Say(view.language, Word::kTrendChart, MetricText(view)));
  header += Paragraph("quiet", title);
  if (response.series_size() == 1) {
    const v1::TrendPoint* const newest = Newest(response.series(0));
    if (newest != nullptr) {
      header += Paragraph(
          "lead", absl::StrCat(PeriodName(*newest, view), ": ", SentenceOf(*newest, view, judge)));
    }
  }
  std::string main;
  const std::vector<MarkLine> lines = LinesOf(marks);
  if (!HasPoints(response)) {
    main = Paragraph("", Say(view.language, Word::kNothing));
  } else if (response.series_size() == 1) {
    main = OneSeries(response.series(0), view, judge, lines);
  } else {
    main = ManySeries(response, view, judge, lines);
  }
  main += MarksHtml(marks, view);
  std::string footer;
  for (const std::string& note : Footnotes(response, view, judge)) footer += Paragraph("", note);
  for (const std::string& remark : remarks) footer += Paragraph("", remark);
  return PageHtml(view.language, title, header, main, footer);
}

}  // namespace voc::report
