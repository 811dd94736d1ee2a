#include "client/cli/trend_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/cli/names.h"
#include "client/cli/numbers.h"
#include "client/cli/time_text.h"

namespace voc::cli {
namespace {

constexpr int kBarWidth = 12;

int Decimals(v1::TrendMetric metric) {
  return metric == v1::TREND_METRIC_CES || metric == v1::TREND_METRIC_RATING ? 2 : 1;
}

// A bar of blocks whose lengths stand in the proportion of `parts`, dark to
// light, and add up to its width: the largest remainders are rounded up.
std::string Bar(const std::array<int64_t, 3>& parts) {
  static constexpr std::array<const char*, 3> kBlocks = {"█", "▒", "░"};
  const int64_t total = parts[0] + parts[1] + parts[2];
  if (total <= 0) return "";
  std::array<int, 3> lengths{};
  std::array<double, 3> remainders{};
  int left = kBarWidth;
  for (int i = 0; i < 3; ++i) {
    const double exact = static_cast<double>(parts[i]) * kBarWidth / static_cast<double>(total);
    lengths[i] = static_cast<int>(std::floor(exact));
    remainders[i] = exact - lengths[i];
    left -= lengths[i];
  }
  while (left-- > 0) {
    const auto largest = std::max_element(remainders.begin(), remainders.end());
    ++lengths[largest - remainders.begin()];
    *largest = -1;
  }
  std::string bar;
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < lengths[i]; ++j) bar += kBlocks[i];
  }
  return bar;
}

// How many answers of a histogram lie in [from, to].
int64_t CountBetween(const v1::TrendPoint& point, int from, int to) {
  int64_t count = 0;
  for (const auto& [score, answers] : point.histogram()) {
    if (score >= from && score <= to) count += answers;
  }
  return count;
}

std::string BarOf(const v1::TrendPoint& point, v1::TrendMetric metric) {
  switch (metric) {
    case v1::TREND_METRIC_NPS:
      return Bar({point.promoters(), point.passives(), point.detractors()});
    case v1::TREND_METRIC_SENTIMENT:
      return Bar({point.positive(), point.neutral(), point.negative()});
    case v1::TREND_METRIC_RATING:
      return Bar({CountBetween(point, 4, 5), CountBetween(point, 3, 3), CountBetween(point, 0, 2)});
    case v1::TREND_METRIC_CES: {
      if (!point.has_agree_share()) return "";
      const auto agree = std::llround(point.agree_share() * 10);
      return Bar({agree, 0, 1000 - agree});
    }
    default: {
      if (!point.has_value()) return "";
      const auto top = std::llround(point.value() * 10);
      return Bar({top, 0, 1000 - top});
    }
  }
}

std::string Optional(bool present, double value, int decimals) {
  return present ? FormatFixed(value, decimals) : "–";
}

// Worth a mark; an empty bucket speaks for itself.
bool IsSmall(const v1::TrendPoint& point) { return point.below_min_n() && point.n() > 0; }

// The columns of one metric, and how a point fills them.
std::vector<Column> Columns(const TrendView& view, bool intervals) {
  std::vector<Column> columns = {{.title = "period"}, {.title = "n", .right_aligned = true}};
  const auto number = [&](std::string title) {
    columns.push_back({.title = std::move(title), .right_aligned = true});
  };
  number(view.metric == v1::TREND_METRIC_CSAT ? "csat %" : NameOf(view.metric));
  if (intervals) number("interval");
  number("change");
  switch (view.metric) {
    case v1::TREND_METRIC_NPS:
      for (const char* title : {"prom", "pass", "detr"}) number(title);
      break;
    case v1::TREND_METRIC_CSAT:
      number("mean");
      break;
    case v1::TREND_METRIC_CES:
      for (const char* title : {"agree %", "strict %"}) number(title);
      break;
    case v1::TREND_METRIC_SENTIMENT:
      for (const char* title : {"pos", "neu", "neg", "unlab"}) number(title);
      break;
    default:
      number("std dev");
  }
  columns.push_back({.title = "share"});
  return columns;
}

Row PointRow(std::string period, const v1::TrendPoint& point, const TrendView& view,
             bool intervals) {
  const int decimals = Decimals(view.metric);
  Row row;
  row.cells = {std::move(period), FormatCount(point.n()) + (IsSmall(point) ? "*" : ""),
               Optional(point.has_value(), point.value(), decimals)};
  if (intervals) {
    row.cells.push_back(point.has_ci_low() && point.has_ci_high()
                            ? absl::StrCat(FormatFixed(point.ci_low(), decimals), "..",
                                           FormatFixed(point.ci_high(), decimals))
                            : "");
  }
  row.cells.push_back(point.has_delta()
                          ? FormatSigned(point.delta(), decimals) + (point.significant() ? "!" : "")
                          : "");
  const auto count = [&](int64_t value) { row.cells.push_back(FormatCount(value)); };
  switch (view.metric) {
    case v1::TREND_METRIC_NPS:
      count(point.promoters());
      count(point.passives());
      count(point.detractors());
      break;
    case v1::TREND_METRIC_CSAT:
      row.cells.push_back(Optional(point.has_mean(), point.mean(), 2));
      break;
    case v1::TREND_METRIC_CES:
      row.cells.push_back(Optional(point.has_agree_share(), point.agree_share(), 1));
      row.cells.push_back(Optional(point.has_strict_agree_share(), point.strict_agree_share(), 1));
      break;
    case v1::TREND_METRIC_SENTIMENT:
      count(point.positive());
      count(point.neutral());
      count(point.negative());
      count(point.unlabelled());
      break;
    default:
      row.cells.push_back(Optional(point.has_std_dev(), point.std_dev(), 2));
  }
  row.cells.push_back(BarOf(point, view.metric));
  return row;
}

std::string Title(const TrendView& view) {
  std::string metric = NameOf(view.metric);
  const bool abbreviation = view.metric <= v1::TREND_METRIC_CES;
  for (size_t i = 0; i < (abbreviation ? metric.size() : 1); ++i) {
    metric[i] = static_cast<char>(metric[i] - 'a' + 'A');
  }
  const bool total = view.granularity == v1::GRANULARITY_TOTAL;
  std::string title =
      absl::StrCat(metric, total ? " in all"
                                 : " by " + (view.granularity == v1::GRANULARITY_ISO_WEEK
                                                 ? std::string("week")
                                                 : NameOf(view.granularity)));
  if (view.window_days > 0) absl::StrAppend(&title, ", rolling ", view.window_days, " days");
  if (view.mode == v1::RESPONDENT_MODE_LATEST_PER_RESPONDENT) {
    title += ", newest of each respondent";
  } else if (view.mode == v1::RESPONDENT_MODE_LATEST_PER_ACCOUNT) {
    title += ", newest of each account";
  }
  return absl::StrCat(title, " (", view.zone_name, ")");
}

bool HasInterval(const v1::TrendPoint& point) { return point.has_ci_low() && point.has_ci_high(); }

}  // namespace

std::string PeriodName(const v1::TrendPoint& point, const TrendView& view) {
  const absl::Time start = FromTimestamp(point.start_time());
  const absl::Time end = FromTimestamp(point.end_time());
  // A rolling window is called by the bucket that it ends with.
  const absl::Time within = view.window_days > 0 ? end - absl::Nanoseconds(1) : start;
  const absl::CivilDay day = absl::ToCivilDay(within, view.zone);
  switch (view.granularity) {
    case v1::GRANULARITY_HOUR:
      return absl::FormatTime("%E4Y-%m-%d %H:00%z", within, view.zone);
    case v1::GRANULARITY_DAY:
      return absl::FormatTime("%E4Y-%m-%d", within, view.zone);
    case v1::GRANULARITY_ISO_WEEK: {
      // A week belongs to the year that its Thursday lies in.
      const absl::CivilDay thursday = absl::NextWeekday(day - 1, absl::Weekday::sunday) - 3;
      return absl::StrFormat("%d-W%02d", thursday.year(), (absl::GetYearDay(thursday) - 1) / 7 + 1);
    }
    case v1::GRANULARITY_QUARTER:
      return absl::StrFormat("%d-Q%d", day.year(), (day.month() - 1) / 3 + 1);
    case v1::GRANULARITY_YEAR:
      return absl::StrCat(day.year());
    case v1::GRANULARITY_TOTAL:
      return absl::StrCat(absl::FormatTime("%E4Y-%m-%d", start, view.zone), " – ",
                          absl::FormatTime("%E4Y-%m-%d", end - absl::Nanoseconds(1), view.zone));
    default:
      return absl::FormatTime("%E4Y-%m", within, view.zone);
  }
}

std::string GroupName(const google::protobuf::Map<std::string, std::string>& group) {
  std::string name;
  for (const auto& [dimension, value] :
       std::map<std::string, std::string>(group.begin(), group.end())) {
    absl::StrAppend(&name, name.empty() ? "" : ", ", dimension, "=", value.empty() ? "–" : value);
  }
  return name;
}

Report TrendReport(const v1::QueryTrendResponse& response, const TrendView& view) {
  Report report;
  report.title = Title(view);
  bool intervals = false;
  bool small = false;
  bool significant = false;
  for (const v1::TrendSeries& series : response.series()) {
    for (const v1::TrendPoint& point : series.points()) {
      intervals |= HasInterval(point);
      small |= IsSmall(point);
      significant |= point.significant();
    }
  }
  for (const v1::TrendSeries& series : response.series()) {
    Table table;
    table.heading = GroupName(series.group());
    table.columns = Columns(view, intervals);
    for (const v1::TrendPoint& point : series.points()) {
      table.rows.push_back(PointRow(PeriodName(point, view), point, view, intervals));
    }
    if (view.granularity != v1::GRANULARITY_TOTAL && series.has_total()) {
      table.rows.push_back(PointRow("total", series.total(), view, intervals));
    }
    report.tables.push_back(std::move(table));
  }
  if (response.series_size() > 1 && response.has_total()) {
    Table table;
    table.heading = "all groups, each feedback once";
    table.columns = Columns(view, intervals);
    table.rows.push_back(PointRow("total", response.total(), view, intervals));
    report.tables.push_back(std::move(table));
  }
  if (response.series().empty()) report.remarks.push_back("no feedback");
  if (small) report.remarks.push_back("* few answers: read with care");
  if (significant) report.remarks.push_back("! a change that chance does not explain");
  return report;
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
      table.rows.push_back(std::move(row));
    }
  }
  return {.tables = {std::move(table)}};
}

}  // namespace voc::cli
