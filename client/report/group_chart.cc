#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "client/report/charts.h"
#include "client/report/footnotes.h"
#include "client/report/numbers.h"
#include "client/report/svg.h"
#include "client/report/words.h"

namespace voc::report {
namespace {

constexpr double kRow = 28;
constexpr double kTop = 12;
constexpr double kBottom = 26;
// What a character takes, about.
constexpr double kCharacter = 7;

}  // namespace

double GroupChartHeight(size_t rows) { return kTop + kBottom + kRow * static_cast<double>(rows); }

std::string GroupChart(const std::vector<GroupDot>& dots, std::optional<double> all,
                       const TrendView& view, const Frame& frame) {
  std::optional<Range> range;
  const auto add = [&](double value) {
    if (!range.has_value()) range = Range{value, value};
    range->low = std::min(range->low, value);
    range->high = std::max(range->high, value);
  };
  std::string text;
  const int decimals = DecimalsOf(view.metric);
  for (const GroupDot& dot : dots) {
    if (!dot.point.has_value()) continue;
    add(dot.point.value());
    if (dot.point.has_ci_low() && dot.point.has_ci_high()) {
      add(dot.point.ci_low());
      add(dot.point.ci_high());
    }
    text += (text.empty() ? "" : ", ") + dot.name + " " +
            NumberText(view.language, dot.point.value(), decimals);
  }
  if (!range.has_value()) return "";
  if (all.has_value()) add(*all);
  Svg svg(frame.id, frame.narrow() ? "narrow" : "wide", frame.width, frame.height,
          Say(view.language, Word::kGroupChart) + ": " + MetricText(view), text);

  size_t longest = 0;
  for (const GroupDot& dot : dots) longest = std::max(longest, dot.name.size());
  const double left =
      std::min(frame.narrow() ? 112.0 : 210.0, 16 + kCharacter * static_cast<double>(longest));
  const double right = frame.narrow() ? 46 : 250;
  const std::vector<double> ticks = Ticks(range->low, range->high, frame.narrow() ? 3 : 5);
  const Scale x{ticks.front(), ticks.back(), left, frame.width - right};
  const double bottom = frame.height - kBottom;
  for (const double tick : ticks) {
    svg.Line("grid", x(tick), kTop, x(tick), bottom);
    const int places = ticks.size() > 1 && ticks[1] - ticks[0] < 1 ? 1 : 0;
    svg.Text("axis", x(tick), frame.height - 8, "middle", NumberText(view.language, tick, places));
  }
  if (all.has_value()) svg.Line("all", x(*all), kTop - 6, x(*all), bottom);
  double y = kTop + kRow / 2;
  for (const GroupDot& dot : dots) {
    svg.Text("label", left - 12, y + 4, "end", Shorten(dot.name, frame.narrow() ? 15 : 30));
    if (dot.point.has_value()) {
      const auto place = [&](double value) {
        return x(std::clamp(value, ticks.front(), ticks.back()));
      };
      if (dot.point.has_ci_low() && dot.point.has_ci_high()) {
        svg.Line("whisker", place(dot.point.ci_low()), y, place(dot.point.ci_high()), y);
      }
      svg.Circle(IsSmall(dot.point) ? "dot few" : "dot news", place(dot.point.value()), y, 4.5);
    }
    const std::string value =
        dot.point.has_value() ? NumberText(view.language, dot.point.value(), decimals) : "–";
    svg.Text("strong", frame.width - right + 14, y + 4, "start", value);
    if (!frame.narrow()) svg.Text("label", frame.width - right + 58, y + 4, "start", dot.text);
    y += kRow;
  }
  return std::move(svg).Finish();
}

}  // namespace voc::report
