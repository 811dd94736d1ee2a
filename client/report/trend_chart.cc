#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "client/report/charts.h"
#include "client/report/footnotes.h"
#include "client/report/numbers.h"
#include "client/report/svg.h"
#include "client/report/words.h"

namespace voc::report {
namespace {

constexpr double kLeft = 48;
constexpr double kRight = 52;
constexpr double kBottom = 30;
constexpr double kTop = 14;
// Height of a line of marks' titles, and how many lines there are.
constexpr double kMarkLine = 16;
constexpr size_t kMarkLines = 3;
// What a character takes, about.
constexpr double kCharacter = 6.6;
constexpr size_t kMarkTitle = 24;

// Where a point stands: the middle of its bucket, the end of its window.
absl::Time PlaceOf(const v1::TrendPoint& point, const TrendView& view) {
  const absl::Time start = TimeOf(point.start_time());
  const absl::Time end = TimeOf(point.end_time());
  return view.window_days > 0 ? end : start + (end - start) / 2;
}

double Seconds(absl::Time time) { return absl::ToDoubleSeconds(time - absl::UnixEpoch()); }

// Draws one chart from the back to the front.
class Drawing {
 public:
  Drawing(const v1::TrendSeries& series, const TrendView& view, const Judge& judge,
          const Range& range, const std::vector<MarkLine>& marks, const Frame& frame,
          const std::string& title, const std::string& text)
      : series_(series),
        view_(view),
        judge_(judge),
        frame_(frame),
        svg_(frame.id, frame.narrow() ? "narrow" : "wide", frame.width, frame.height, title, text) {
    for (const MarkLine& mark : marks) {
      if (InPlot(mark.time)) marks_.push_back(mark);
    }
    const size_t lines = std::min(marks_.size(), kMarkLines);
    top_ = kTop + kMarkLine * static_cast<double>(lines);
    const double pad = std::max((range.high - range.low) * 0.06, 1e-3);
    y_ = {range.low - pad, range.high + pad, frame.height - kBottom, top_};
    for (const double tick : Ticks(range.low, range.high, frame.narrow() ? 5 : 6)) {
      if (tick >= y_.from && tick <= y_.to) ticks_.push_back(tick);
    }
    const v1::TrendPoint& first = series.points(0);
    const v1::TrendPoint& last = series.points(series.points_size() - 1);
    x_ = {Seconds(PlaceOf(first, view)), Seconds(PlaceOf(last, view)), kLeft + 14,
          frame.width - kRight - 6};
  }

  std::string Draw() && {
    Axis();
    Band();
    Marks();
    Lines();
    Dots();
    Periods();
    return std::move(svg_).Finish();
  }

 private:
  // Half a bucket beyond the outer points.
  bool InPlot(absl::Time time) const {
    return time >= TimeOf(series_.points(0).start_time()) &&
           time < TimeOf(series_.points(series_.points_size() - 1).end_time());
  }

  double X(const v1::TrendPoint& point) const { return x_(Seconds(PlaceOf(point, view_))); }
  double Clamped(double value) const { return y_(std::clamp(value, y_.from, y_.to)); }

  void Axis() {
    for (const double tick : ticks_) {
      svg_.Line(tick == 0 ? "grid zero" : "grid", kLeft, y_(tick), frame_.width - kRight, y_(tick));
      const int decimals = ticks_.size() > 1 && ticks_[1] - ticks_[0] < 0.99 ? 1 : 0;
      svg_.Text("axis", kLeft - 8, y_(tick) + 4, "end", NumberText(view_.language, tick, decimals));
    }
  }

  void Band() {
    std::vector<Svg::Point> upper;
    std::vector<Svg::Point> lower;
    const auto flush = [&] {
      if (upper.size() == 1) {
        svg_.Line("whisker", upper[0].x, upper[0].y, lower[0].x, lower[0].y);
      } else if (upper.size() > 1) {
        upper.insert(upper.end(), lower.rbegin(), lower.rend());
        svg_.Polygon("band", upper);
      }
      upper.clear();
      lower.clear();
    };
    for (const v1::TrendPoint& point : series_.points()) {
      if (!point.has_value() || !point.has_ci_low() || !point.has_ci_high()) {
        flush();
        continue;
      }
      upper.push_back({X(point), Clamped(point.ci_high())});
      lower.push_back({X(point), Clamped(point.ci_low())});
    }
    flush();
  }

  void Lines() {
    std::vector<Svg::Point> run;
    const auto flush = [&] {
      if (run.size() > 1) svg_.Polyline("line", run);
      run.clear();
    };
    for (const v1::TrendPoint& point : series_.points()) {
      if (point.has_value()) {
        run.push_back({X(point), Clamped(point.value())});
      } else {
        flush();
      }
    }
    flush();
  }

  void Marks() {
    // A title goes to the first line where it does not run into another.
    std::vector<double> taken(kMarkLines, -1);
    for (const MarkLine& mark : marks_) {
      const double x = std::clamp(x_(Seconds(mark.time)), kLeft, frame_.width - kRight);
      const std::string title = Shorten(mark.title, frame_.narrow() ? 14 : kMarkTitle);
      const double width = static_cast<double>(title.size()) * kCharacter;
      const bool leftwards = x + width > frame_.width - 4;
      const double begin = leftwards ? x - width : x;
      svg_.Line("mark", x, top_ - 4, x, frame_.height - kBottom);
      for (size_t line = 0; line < kMarkLines; ++line) {
        if (begin <= taken[line] + 4 || (leftwards && begin < kLeft)) continue;
        taken[line] = begin + width + 8;
        const double y = kTop + kMarkLine * static_cast<double>(line);
        svg_.Line("mark", x, y - 4, x, top_ - 4);
        svg_.Text("mark-title", leftwards ? x - 4 : x + 4, y, leftwards ? "end" : "start", title);
        break;
      }
    }
  }

  void Dots() {
    const int decimals = DecimalsOf(view_.metric);
    const v1::TrendPoint* last = nullptr;
    double labelled_to = -1;
    const bool crowded = series_.points_size() > (frame_.narrow() ? 30 : 70);
    for (const v1::TrendPoint& point : series_.points()) {
      if (!point.has_value()) continue;
      last = &point;
      const double x = X(point);
      const double y = Clamped(point.value());
      const bool news = judge_.Of(point) == Verdict::kNews;
      if (!news && crowded) continue;
      svg_.Circle(news ? "dot news" : IsSmall(point) ? "dot few" : "dot", x, y, news ? 4.5 : 3.2);
      if (!news || x < labelled_to) continue;
      const std::string change = SignedText(view_.language, point.delta(), decimals);
      svg_.Text("change", x, point.delta() > 0 ? y - 10 : y + 19, "middle", change);
      labelled_to = x + static_cast<double>(change.size() + 1) * kCharacter;
    }
    if (last == nullptr) return;
    svg_.Text("value", X(*last) + 9, Clamped(last->value()) + 5, "start",
              NumberText(view_.language, last->value(), decimals));
  }

  // Every so many points, counted from the last, their names fit.
  void Periods() {
    const int count = series_.points_size();
    double widest = 0;
    for (const v1::TrendPoint& point : series_.points()) {
      widest = std::max(widest, static_cast<double>(PeriodName(point, view_).size()) * kCharacter);
    }
    const double step = count > 1 ? (x_.to_place - x_.from_place) / (count - 1) : frame_.width;
    const int stride = static_cast<int>(std::ceil((widest + 10) / step));
    for (int i = count - 1; i >= 0; i -= stride) {
      const double x = X(series_.points(i));
      const double middle = std::clamp(x, widest / 2, frame_.width - widest / 2);
      svg_.Text("axis", middle, frame_.height - 8, "middle", PeriodName(series_.points(i), view_));
      svg_.Line("tick", x, frame_.height - kBottom, x, frame_.height - kBottom + 4);
    }
  }

  const v1::TrendSeries& series_;
  const TrendView& view_;
  const Judge& judge_;
  const Frame& frame_;
  Svg svg_;
  std::vector<MarkLine> marks_;
  std::vector<double> ticks_;
  double top_ = kTop;
  Scale x_;
  Scale y_;
};

void Widen(double value, std::optional<Range>* range) {
  if (!range->has_value()) *range = Range{value, value};
  (*range)->low = std::min((*range)->low, value);
  (*range)->high = std::max((*range)->high, value);
}

}  // namespace

std::optional<Range> RangeOf(const v1::QueryTrendResponse& response) {
  // The second also has the intervals of few answers.
  std::optional<Range> range;
  std::optional<Range> widest;
  bool enough = false;
  for (const v1::TrendSeries& series : response.series()) {
    for (const v1::TrendPoint& point : series.points()) {
      if (!point.has_value()) continue;
      Widen(point.value(), &range);
      Widen(point.value(), &widest);
      if (!point.has_ci_low() || !point.has_ci_high()) continue;
      for (const double end : {point.ci_low(), point.ci_high()}) {
        Widen(end, &widest);
        if (!IsSmall(point)) Widen(end, &range);
      }
      enough |= !IsSmall(point);
    }
  }
  return enough ? range : widest;
}

std::string Shorten(const std::string& text, size_t limit) {
  size_t characters = 0;
  size_t cut = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    if (++characters == limit) cut = i;
  }
  return characters <= limit ? text : text.substr(0, cut) + "…";
}

std::string TrendChart(const v1::TrendSeries& series, const TrendView& view, const Judge& judge,
                       const Range& range, const std::vector<MarkLine>& marks, const Frame& frame) {
  const v1::TrendPoint* first = nullptr;
  const v1::TrendPoint* last = nullptr;
  double low = 0;
  double high = 0;
  for (const v1::TrendPoint& point : series.points()) {
    if (!point.has_value()) continue;
    if (first == nullptr) {
      first = &point;
      low = high = point.value();
    }
    last = &point;
    low = std::min(low, point.value());
    high = std::max(high, point.value());
  }
  if (first == nullptr) return "";
  const auto number = [&](double value) {
    return NumberText(view.language, value, DecimalsOf(view.metric));
  };
  const std::string text =
      Say(view.language, Word::kTrendChartText, PeriodName(*first, view), number(first->value()),
          PeriodName(*last, view), number(last->value()), number(low), number(high));
  const std::string group = GroupName(series.group());
  const std::string title =
      Say(view.language, Word::kTrendChart, MetricText(view)) + (group.empty() ? "" : ", " + group);
  return Drawing(series, view, judge, range, marks, frame, title, text).Draw();
}

}  // namespace voc::report
