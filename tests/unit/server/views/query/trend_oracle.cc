#include "tests/unit/server/views/query/trend_oracle.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "server/metrics/distributions.h"
#include "server/views/query/calendar.h"
#include "storage/base/time.h"

namespace voc::views {
namespace {

using Group = std::map<std::string, std::string>;

bool Is(const Said& said, Flag flag) { return (said.fact.flags & flag) != 0; }

bool Passes(const v1::Filter& filter, const Said& said) {
  if (Is(said, kExcluded) && !filter.include_excluded()) return false;
  if (!filter.source_ids().empty() &&
      std::find(filter.source_ids().begin(), filter.source_ids().end(), said.source) ==
          filter.source_ids().end()) {
    return false;
  }
  for (const auto& [key, value] : filter.properties()) {
    const auto found = said.properties.find(key);
    if ((found == said.properties.end() ? "" : found->second) != value) return false;
  }
  if (!filter.themes().empty() &&
      std::none_of(filter.themes().begin(), filter.themes().end(), [&](const std::string& theme) {
        return theme.empty()
                   ? said.themes.empty()
                   : std::find(said.themes.begin(), said.themes.end(), theme) != said.themes.end();
      })) {
    return false;
  }
  return !filter.has_min_score() || (Is(said, kScored) && said.fact.score >= filter.min_score());
}

bool Counts(v1::TrendMetric metric, const Said& said) {
  const auto kind = static_cast<Kind>(said.fact.kind);
  switch (metric) {
    case v1::TREND_METRIC_NPS:
      return kind == Kind::kNps && Is(said, kScored);
    case v1::TREND_METRIC_CSAT:
      return kind == Kind::kCsat && Is(said, kScored);
    case v1::TREND_METRIC_CES:
      return kind == Kind::kCes && Is(said, kScored);
    case v1::TREND_METRIC_RATING:
      return Is(said, kRated);
    default:
      return Is(said, kHasText);
  }
}

bool IsUnlabelled(const Said& said) {
  return said.fact.label == static_cast<uint8_t>(Label::kUnlabelled);
}

std::string ScaleOf(v1::TrendMetric metric, const Said& said) {
  if (metric != v1::TREND_METRIC_CSAT && metric != v1::TREND_METRIC_CES) return "";
  return std::to_string(said.fact.scale) + (Is(said, kLowIsGood) ? "-low" : "") +
         (said.top > 0 ? "-top" + std::to_string(said.top) : "");
}

std::vector<Group> GroupsOf(const v1::QueryTrendRequest& request, const Said& said) {
  static const char* const kStages[] = {"", "land", "adopt", "expand", "renew", "advocate"};
  std::vector<Group> groups = {Group()};
  for (const std::string& name : request.group_by()) {
    std::vector<std::string> values;
    if (name == "source") values = {said.source};
    if (name == "account") values = {said.account};
    if (name == "channel") values = {said.channel};
    if (name == "journey_stage") values = {kStages[said.fact.journey_stage]};
    if (name == "theme") values = said.themes;
    if (name.rfind("property.", 0) == 0) {
      const auto found = said.properties.find(name.substr(9));
      values = {found == said.properties.end() ? "" : found->second};
    }
    if (values.empty()) values = {""};
    std::vector<Group> next;
    for (const Group& group : groups) {
      for (const std::string& value : values) {
        next.push_back(group);
        next.back()[name] = value;
      }
    }
    groups = next;
  }
  return groups;
}

// The feedback of one series that counts within [start, end).
std::vector<const Said*> Within(const v1::QueryTrendRequest& request,
                                const std::vector<const Said*>& said, base::TimeNs start,
                                base::TimeNs end) {
  const bool by_account = request.respondent_mode() == v1::RESPONDENT_MODE_LATEST_PER_ACCOUNT;
  const bool all =
      !by_account && request.respondent_mode() != v1::RESPONDENT_MODE_LATEST_PER_RESPONDENT;
  const bool split = request.metric() == v1::TREND_METRIC_SENTIMENT;
  std::vector<const Said*> result;
  std::map<std::pair<std::string, bool>, const Said*> newest;
  for (const Said* one : said) {
    if (one->fact.collected_at < start || one->fact.collected_at >= end) continue;
    const std::string& who = by_account ? one->account : one->respondent;
    if (all || who.empty()) {
      result.push_back(one);
      continue;
    }
    const Said*& best = newest[{who, split && IsUnlabelled(*one)}];
    if (best == nullptr || std::pair(best->fact.collected_at, best->fact.sequence) <
                               std::pair(one->fact.collected_at, one->fact.sequence)) {
      best = one;
    }
  }
  for (const auto& [who, one] : newest) result.push_back(one);
  return result;
}

bool IsTopBox(const Said& said) {
  if (said.top > 0) return said.fact.score > said.fact.scale - said.top;
  return said.fact.scale == 5 ? said.fact.score >= 4 : said.fact.score >= 6;
}

// Answers of one account, or respondent, and what they add to the metric's mean.
struct Cluster {
  double answers = 0;
  double sum = 0;
};

// What is said of one stretch: the point, and whose answers made it.
struct Heard {
  ExpectedPoint point;
  std::map<std::string, Cluster> clusters;
  double mean = 0;      // of the parts
  double variance = 0;  // of the parts, of the sample
  double promoters = 0;
  double detractors = 0;

  double n() const { return static_cast<double>(point.n); }
  double effective() const {
    double squares = 0;
    for (const auto& [who, one] : clusters) squares += one.answers * one.answers;
    return n() * n() / squares;
  }
  double correction() const { return effective() / (effective() - 1); }
  double robust_variance() const {
    double squares = 0;
    for (const auto& [who, one] : clusters) squares += Residual(one) * Residual(one);
    return squares / (n() * n()) * correction();
  }
  double Residual(const Cluster& cluster) const { return cluster.sum - cluster.answers * mean; }
  bool says_something() const { return clusters.size() > 1 && variance > 1e-12; }
  double design_effect() const {
    if (!says_something() || static_cast<int64_t>(clusters.size()) == point.n) return 1;
    return std::max(1.0, robust_variance() / (variance / n()));
  }
};

std::string ClusterOf(const Said& said, bool by_respondent) {
  if (!by_respondent && !said.account.empty()) return "account " + said.account;
  if (!said.respondent.empty()) return "respondent " + said.respondent;
  return "nobody " + std::to_string(said.fact.event_sequence);
}

Heard HeardOf(v1::TrendMetric metric, const std::vector<const Said*>& said, bool by_respondent) {
  Heard heard;
  ExpectedPoint& point = heard.point;
  std::vector<double> numbers;
  std::vector<double> all_parts;
  double parts = 0;
  for (const Said* one : said) {
    const Fact& fact = one->fact;
    double number = fact.score;
    const double parts_before = parts;
    switch (metric) {
      case v1::TREND_METRIC_NPS:
        parts += fact.score >= 9 ? 1 : fact.score <= 6 ? -1 : 0;
        break;
      case v1::TREND_METRIC_CSAT:
        parts += IsTopBox(*one) ? 1 : 0;
        break;
      case v1::TREND_METRIC_RATING:
        number = fact.rating / 1e8;
        break;
      case v1::TREND_METRIC_SENTIMENT:
        if (IsUnlabelled(*one)) {
          ++point.unlabelled;
          continue;
        }
        number = fact.sentiment / 1e4;
        parts += number > 0.1 ? 1 : number < -0.1 ? -1 : 0;
        break;
      default:
        break;
    }
    numbers.push_back(number);
    const bool averages = metric == v1::TREND_METRIC_CES || metric == v1::TREND_METRIC_RATING;
    all_parts.push_back(averages ? number : parts - parts_before);
    Cluster& cluster = heard.clusters[ClusterOf(*one, by_respondent)];
    cluster.answers += 1;
    cluster.sum += all_parts.back();
    if (metric == v1::TREND_METRIC_NPS) {
      heard.promoters += fact.score >= 9 ? 1 : 0;
      heard.detractors += fact.score <= 6 ? 1 : 0;
    }
    if (metric != v1::TREND_METRIC_SENTIMENT) {
      ++point.histogram[static_cast<int32_t>(std::floor(number + 0.5))];
    }
  }
  point.n = static_cast<int64_t>(numbers.size());
  if (numbers.empty()) return heard;
  const auto n = static_cast<double>(point.n);
  double sum = 0;
  for (const double number : numbers) sum += number;
  point.mean = sum / n;
  double spread = 0;
  for (const double number : numbers) spread += (number - *point.mean) * (number - *point.mean);
  if (point.n > 1) point.std_dev = std::sqrt(spread / (n - 1));
  const bool is_mean = metric == v1::TREND_METRIC_CES || metric == v1::TREND_METRIC_RATING;
  point.value = is_mean ? *point.mean : 100 * parts / n;
  for (const double part : all_parts) heard.mean += part / n;
  for (const double part : all_parts) {
    if (point.n > 1) heard.variance += (part - heard.mean) * (part - heard.mean) / (n - 1);
  }
  point.clusters = static_cast<int64_t>(heard.clusters.size());
  if (point.n > 1) point.design_effect = heard.design_effect();
  return heard;
}

// How answers of both hang together.
double CorrelationOf(const Heard& before, const Heard& now) {
  if (!before.says_something() || !now.says_something()) return 0;
  double covariance = 0;
  for (const auto& [who, one] : before.clusters) {
    const auto other = now.clusters.find(who);
    if (other == now.clusters.end()) continue;
    covariance += before.Residual(one) * now.Residual(other->second) / (before.n() * now.n());
  }
  covariance *= std::sqrt(before.correction() * now.correction());
  const double va = std::max(before.robust_variance(), before.variance / before.n());
  const double vb = std::max(now.robust_variance(), now.variance / now.n());
  const double sa = before.variance / va;
  const double sb = now.variance / vb;
  return std::clamp(covariance / std::sqrt(va * vb), -1.0, 1.0) *
         std::sqrt(sa / (sa + 3) * sb / (sb + 3));
}

// The test of two NPS that metrics/nps.h and metrics/dependence.h describe.
double NpsPValue(const Heard& before, const Heard& now) {
  const bool few = std::min(before.n(), now.n()) < 30;
  const double effect1 = before.design_effect();
  const double effect2 = now.design_effect();
  struct Side {
    double score, squared_error;
  };
  const auto side = [&](const Heard& heard, double effect, double added) {
    const double n = heard.n() / effect + added;
    const double p = (heard.promoters / effect + added / 4) / n;
    const double d = (heard.detractors / effect + added / 4) / n;
    return Side{p - d, (p + d - (p - d) * (p - d)) / n};
  };
  Side a = side(before, effect1, few ? 0 : 3);
  Side b = side(now, effect2, few ? 0 : 3);
  const double n1 = before.n() / effect1;
  const double n2 = now.n() / effect2;
  if (few) {
    // The variance of all answers, of both together, divided by N - 1.
    const double ends = (before.promoters + before.detractors) / effect1 +
                        (now.promoters + now.detractors) / effect2;
    const double mean = (a.score * n1 + b.score * n2) / (n1 + n2);
    const double variance = (ends - mean * mean * (n1 + n2)) / (n1 + n2 - 1);
    if (n1 + n2 <= 1 || variance < 1e-12) return 1;
    a.squared_error = variance / n1;
    b.squared_error = variance / n2;
  }
  const double z =
      (b.score - a.score) /
      std::sqrt(a.squared_error + b.squared_error -
                2 * CorrelationOf(before, now) * std::sqrt(a.squared_error * b.squared_error));
  const double normal = std::erfc(std::abs(z) / std::sqrt(2.0));
  if ((effect1 == 1 && effect2 == 1) || z == 0) return normal;
  const auto degrees = [&](double part1, double part2) {
    const double all = a.squared_error + b.squared_error;
    return all * all /
           (a.squared_error * a.squared_error * part1 + b.squared_error * b.squared_error * part2);
  };
  // One over the degrees of freedom of one side.
  const auto of_answers = [](const Heard& heard) { return 1 / std::max(heard.n() - 1, 1.0); };
  const auto of_clusters = [&](const Heard& heard, double effect) {
    if (effect == 1) return of_answers(heard);
    const double correction = heard.correction();  // G / (G - 1)
    return of_answers(heard) / effect + (1 - 1 / effect) / std::max(1 / (correction - 1), 1.0);
  };
  const double t = metrics::StudentReach(1 - std::max(normal, 1e-12),
                                         degrees(of_answers(before), of_answers(now)));
  return metrics::StudentTwoSided(t,
                                  degrees(of_clusters(before, effect1), of_clusters(now, effect2)));
}

struct Stretch {
  base::TimeNs shown_start, shown_end;
  base::TimeNs start, end;
  base::TimeNs before_start, before_end;
};

// What api.md says of buckets, windows and their comparisons.
std::vector<Stretch> StretchesOf(const v1::QueryTrendRequest& request, TimeRange interval) {
  const absl::TimeZone zone = LoadZone(request.time_zone()).value();
  const std::vector<base::TimeNs> edges = Edges(interval, request.granularity(), zone).value();
  std::vector<Stretch> result;
  for (size_t i = 1; i + 1 < edges.size(); ++i) {
    Stretch one{};
    if (request.window_days() == 0) {
      one = {edges[i],
             edges[i + 1],
             std::max(edges[i], interval.start),
             std::min(edges[i + 1], interval.end),
             i == 2 ? std::max(edges[1], interval.start) : edges[i - 1],
             edges[i]};
    } else {
      const base::TimeNs start = AddDays(edges[i + 1], -request.window_days(), zone);
      one = {start,
             edges[i + 1],
             start,
             std::min(edges[i + 1], interval.end),
             AddDays(start, -request.window_days(), zone),
             std::min(start, interval.end)};
    }
    if (request.comparison() == v1::COMPARISON_YEAR_AGO) {
      const auto earlier = [&](base::TimeNs time) {
        return request.granularity() == v1::GRANULARITY_ISO_WEEK ? AddDays(time, -364, zone)
                                                                 : AddMonths(time, -12, zone);
      };
      one.before_start = earlier(one.start);
      one.before_end = earlier(std::max(one.start, one.end));
    }
    result.push_back(one);
  }
  return result;
}

}  // namespace

ExpectedTrend ExpectTrend(const v1::QueryTrendRequest& request, const std::vector<Said>& said) {
  const v1::TrendMetric metric = request.metric();
  const v1::Interval& given = request.filter().interval();
  TimeRange interval;
  if (given.has_start_time()) interval.start = base::FromTimestamp(given.start_time());
  if (given.has_end_time()) interval.end = base::FromTimestamp(given.end_time());

  std::vector<const Said*> counting;
  TimeRange data{TimeRange().end, TimeRange().start};
  for (const Said& one : said) {
    if (!Passes(request.filter(), one) || !Counts(metric, one)) continue;
    counting.push_back(&one);
    const base::TimeNs time = one.fact.collected_at;
    if (time < interval.start || time >= interval.end) continue;
    data.start = std::min(data.start, time);
    data.end = std::max(data.end, time + 1);
  }
  ExpectedTrend trend;
  trend.has_data = data.start < data.end || (given.has_start_time() && given.has_end_time());
  if (!trend.has_data) return trend;
  if (!given.has_start_time()) interval.start = data.start;
  if (!given.has_end_time()) interval.end = data.end;

  using Scales = std::map<std::string, std::vector<const Said*>>;
  std::map<Group, Scales> groups;
  for (const Said* one : counting) {
    for (const Group& group : GroupsOf(request, *one)) {
      groups[group][ScaleOf(metric, *one)].push_back(one);
    }
  }
  if (request.group_by().empty()) groups[Group()];
  const std::vector<Stretch> stretches = StretchesOf(request, interval);
  const bool by_respondent = std::find(request.group_by().begin(), request.group_by().end(),
                                       "account") != request.group_by().end();
  const auto make = [&](const std::vector<const Said*>& all) {
    ExpectedSeries series;
    for (const Stretch& one : stretches) {
      const Heard now = HeardOf(metric, Within(request, all, one.start, one.end), by_respondent);
      const Heard earlier =
          HeardOf(metric, Within(request, all, one.before_start, one.before_end), by_respondent);
      ExpectedPoint point = now.point;
      const ExpectedPoint& before = earlier.point;
      for (const auto& [who, cluster] : now.clusters) {
        point.paired_clusters += static_cast<int64_t>(earlier.clusters.count(who));
      }
      point.start = one.shown_start;
      point.end = one.shown_end;
      if (point.value && before.value) {
        point.delta = *point.value - *before.value;
        if (metric == v1::TREND_METRIC_NPS) point.p_value = NpsPValue(earlier, now);
      }
      series.points.push_back(point);
    }
    series.total =
        HeardOf(metric, Within(request, all, interval.start, interval.end), by_respondent).point;
    series.total.start = interval.start;
    series.total.end = interval.end;
    return series;
  };
  const auto has_any = [](const ExpectedPoint& point) { return point.n + point.unlabelled > 0; };
  for (const auto& [group, scales] : groups) {
    std::map<std::string, ExpectedSeries> used;
    bool in_interval = false;
    for (const auto& [scale, all] : scales) {
      ExpectedSeries series = make(all);
      in_interval |= has_any(series.total);
      if (has_any(series.total) ||
          std::any_of(series.points.begin(), series.points.end(), has_any)) {
        used[scale] = std::move(series);
      }
    }
    if (!in_interval && !request.group_by().empty()) continue;
    if (used.empty()) used[""] = make({});
    for (auto& [scale, series] : used) {
      Group name = group;
      if (used.size() > 1) name["scale"] = scale;
      trend.series[name] = std::move(series);
    }
  }
  const std::vector<const Said*> overall = Within(request, counting, interval.start, interval.end);
  std::set<std::string> scales;
  for (const Said* one : overall) scales.insert(ScaleOf(metric, *one));
  trend.total = HeardOf(metric, overall, by_respondent).point;
  if (scales.size() > 1) {
    const int64_t n = trend.total.n;
    trend.total = ExpectedPoint();
    trend.total.n = n;
  }
  trend.total.start = interval.start;
  trend.total.end = interval.end;
  return trend;
}

}  // namespace voc::views
