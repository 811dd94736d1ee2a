#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include "client/report/charts.h"
#include "client/report/numbers.h"
#include "client/report/shares.h"
#include "client/report/svg.h"
#include "client/report/words.h"

namespace voc::report {
namespace {

constexpr double kLeft = 48;
constexpr double kRight = 52;
constexpr double kTop = 6;
constexpr double kBottom = 26;
// What a character takes, about.
constexpr double kCharacter = 6.6;
constexpr double kWidestColumn = 46;
// Below this a share has no room for its number.
constexpr double kLabelledShare = 0.08;

constexpr std::array<const char*, 3> kClasses = {"good", "middle", "bad"};

// With a no-break space.
std::string Percent(Language language, double share) {
  return NumberText(language, share * 100, 0) + "\u00A0%";
}

}  // namespace

std::string ShareChart(const v1::TrendSeries& series, const TrendView& view, const Frame& frame) {
  const auto names = ShareNames(view.metric);
  std::array<int64_t, 3> latest{};
  for (const v1::TrendPoint& point : series.points()) {
    const auto parts = SharesOf(point, view.metric);
    if (parts[0] + parts[1] + parts[2] > 0) latest = parts;
  }
  const int64_t sum = latest[0] + latest[1] + latest[2];
  if (sum == 0) return "";
  std::string text;
  for (size_t i = 0; i < 3; ++i) {
    if (i == 1 && !HasMiddle(view.metric)) continue;
    const double share = static_cast<double>(latest[i]) / static_cast<double>(sum);
    text += (text.empty() ? "" : ", ") + std::string(Phrase(view.language, names[i])) + " " +
            Percent(view.language, share);
  }
  const std::string group = GroupName(series.group());
  Svg svg(frame.id, frame.narrow() ? "narrow" : "wide", frame.width, frame.height,
          Say(view.language, Word::kShareChart) + (group.empty() ? "" : ", " + group), text);

  const double height = frame.height - kTop - kBottom;
  const double step = (frame.width - kLeft - kRight) / series.points_size();
  const double width = std::min(step * 0.78, kWidestColumn);
  for (const double share : {0.0, 0.5, 1.0}) {
    svg.Text("axis", kLeft - 8, kTop + height * (1 - share) + 4, "end",
             Percent(view.language, share));
  }
  double last_x = 0;
  for (int i = 0; i < series.points_size(); ++i) {
    const auto parts = SharesOf(series.points(i), view.metric);
    const double total = static_cast<double>(parts[0] + parts[1] + parts[2]);
    if (total == 0) continue;
    last_x = kLeft + step * (i + 0.5) - width / 2;
    double y = kTop;
    for (size_t j = 0; j < 3; ++j) {
      const double part = height * static_cast<double>(parts[j]) / total;
      if (part > 0) svg.Rect(kClasses[j], last_x, y, width, std::max(part - 1, 0.5));
      y += part;
    }
  }
  double y = kTop;
  for (size_t j = 0; j < 3; ++j) {
    const double share = static_cast<double>(latest[j]) / static_cast<double>(sum);
    if (share >= kLabelledShare) {
      svg.Text("share", last_x + width + 6, y + height * share / 2 + 4, "start",
               Percent(view.language, share));
    }
    y += height * share;
  }
  double widest = 0;
  for (const v1::TrendPoint& point : series.points()) {
    widest = std::max(widest, static_cast<double>(PeriodName(point, view).size()) * kCharacter);
  }
  const int stride = static_cast<int>(std::ceil((widest + 10) / step));
  for (int i = series.points_size() - 1; i >= 0; i -= stride) {
    const double x = std::clamp(kLeft + step * (i + 0.5), widest / 2, frame.width - widest / 2);
    svg.Text("axis", x, frame.height - 6, "middle", PeriodName(series.points(i), view));
  }
  return std::move(svg).Finish();
}

}  // namespace voc::report
