#include "server/views/query/impact.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "server/metrics/benjamini_hochberg.h"
#include "server/metrics/impact.h"
#include "server/metrics/proportion.h"
#include "server/views/query/answers.h"
#include "server/views/query/cluster_split.h"
#include "server/views/query/filter.h"
#include "server/views/query/grouper.h"
#include "server/views/query/impact_spec.h"
#include "server/views/query/metric_answers.h"
#include "server/views/query/share_clusters.h"
#include "server/views/query/text_facts.h"
#include "server/views/query/timestamps.h"
#include "server/views/query/trend_cells.h"
#include "server/views/query/trend_fold.h"
#include "server/views/query/trend_plan.h"
#include "storage/base/time.h"

namespace voc::views {
namespace {

// The period and the one before, which is empty where there is none.
struct Periods {
  TimeRange now;
  TimeRange before;

  bool has_before() const { return before.start < before.end; }
};

// Texts of one period.
struct Texts {
  int64_t count = 0;
  std::vector<ClusterSaid> said;  // by cluster, where they are known; labelled ones alone
};

// Of one value of the dimension, or of everything.
struct Counts {
  std::array<Cell, kScaleCodes> answers;
  std::map<ScaleCode, ClusterSplit> clusters;  // beside all others; of a value, where known
  Texts texts;
  Texts texts_before;
};

struct Counted {
  Counts all;
  std::map<std::string, Counts> values;
};

// Runs the scans of one request.
class Counter {
 public:
  Counter(const ImpactSpec& spec, const FactSource& source, const Dictionaries& dictionaries,
          CompiledFilter& filter, base::WorkerPool* helpers)
      : spec_(spec),
        source_(source),
        dictionaries_(dictionaries),
        filter_(filter),
        helpers_(helpers) {}

  // nullopt where nothing passes and the period has an open end.
  absl::StatusOr<std::optional<Periods>> FindPeriods() {
    Periods periods;
    periods.now.start = spec_.trend.start.value_or(TimeRange().start);
    periods.now.end = spec_.trend.end.value_or(TimeRange().end);
    if (!spec_.trend.start || !spec_.trend.end) {
      absl::StatusOr<std::optional<TimeRange>> extent = ExtentOf(periods.now);
      if (!extent.ok()) return extent.status();
      if (!*extent) return std::nullopt;
      if (!spec_.trend.start) periods.now.start = (*extent)->start;
      if (!spec_.trend.end) periods.now.end = (*extent)->end;
    }
    periods.before = {periods.now.start, periods.now.start};
    if (spec_.before_start) {
      periods.before = {*spec_.before_start, spec_.before_end.value_or(periods.now.start)};
    } else if (spec_.trend.start) {
      periods.before.start = SaturatingSubtract(
          periods.now.start, SaturatingSubtract(periods.now.end, periods.now.start));
    }
    return periods;
  }

  absl::StatusOr<Counted> Count(const Periods& periods) {
    Counted counted;
    if (absl::Status status = CountAnswers(periods, counted); !status.ok()) return status;
    TrendSpec texts = spec_.trend;
    texts.metric = v1::TREND_METRIC_SENTIMENT;  // whose answers are the texts
    TrendSpec all_texts = texts;
    all_texts.group_by.clear();
    for (const TrendSpec* spec : {&texts, &all_texts}) {
      if (absl::Status status = CountTexts(*spec, periods.now, &Counts::texts, counted);
          !status.ok()) {
        return status;
      }
      if (!periods.has_before()) continue;
      if (absl::Status status = CountTexts(*spec, periods.before, &Counts::texts_before, counted);
          !status.ok()) {
        return status;
      }
    }
    return counted;
  }

 private:
  absl::StatusOr<std::optional<TimeRange>> ExtentOf(TimeRange within) {
    std::optional<TimeRange> extent;
    for (const v1::TrendMetric metric : {spec_.trend.metric, v1::TREND_METRIC_SENTIMENT}) {
      AnswerReader answers(metric, spec_.trend.mode, ClusterBy::kNobody, filter_);
      const absl::StatusOr<std::optional<TimeRange>> one = answers.Extent(source_, within);
      if (!one.ok()) return one.status();
      if (!*one) continue;
      extent = extent ? TimeRange{std::min(extent->start, (*one)->start),
                                  std::max(extent->end, (*one)->end)}
                      : **one;
    }
    return extent;
  }

  // One point, the period, compared with nothing.
  static TrendPlan PlanOf(TimeRange period) {
    TrendPlan plan;
    plan.interval = period;
    plan.points.push_back(period);
    plan.windows.Add(period.start, period.start);
    plan.windows.Add(period.start, period.end);
    plan.reads = period;
    plan.CutStretches();
    return plan;
  }

  absl::Status CountAnswers(const Periods& periods, Counted& counted) {
    const TrendPlan plan = PlanOf(periods.now);
    Grouper grouper(spec_.trend.group_by, dictionaries_);
    const absl::StatusOr<CountedTrend> counted_trend =
        FoldTrend(spec_.trend, plan, source_, dictionaries_, filter_, grouper, helpers_);
    if (!counted_trend.ok()) return counted_trend.status();
    const TrendCells* cells = &counted_trend->cells;
    for (SeriesId series = 0; series < cells->series_count(); ++series) {
      counted.values[ValueOf(grouper, cells->group(series))].answers[cells->scale(series)].AddAll(
          cells->point(series, 0), 1);
    }
    for (size_t scale = 0; scale < kScaleCodes; ++scale) {
      counted.all.answers[scale] = cells->overall(static_cast<ScaleCode>(scale));
    }
    if (counted_trend->clusters.known()) SplitClusters(*counted_trend, grouper, counted);
    return absl::OkStatus();
  }

  static void SplitClusters(const CountedTrend& trend, const Grouper& grouper, Counted& counted) {
    std::map<ScaleCode, ClusterSplitter> all;
    for (SeriesId series = 0; series < trend.cells.series_count(); ++series) {
      const ScaleCode scale = trend.cells.scale(series);
      auto splitter = all.find(scale);
      if (splitter == all.end()) {
        splitter = all.emplace(scale, trend.clusters.SaidOverall(scale)).first;
      }
      counted.values[ValueOf(grouper, trend.cells.group(series))].clusters.emplace(
          scale, splitter->second.Split(trend.clusters.SaidIn(series)));
    }
  }

  // By the value where `spec` has a dimension, else all. Counts in that member.
  absl::Status CountTexts(const TrendSpec& spec, TimeRange period, Texts Counts::*texts,
                          Counted& counted) {
    const TrendPlan plan = PlanOf(period);
    Grouper grouper(spec.group_by, dictionaries_);
    const absl::StatusOr<CountedTrend> counted_trend =
        FoldTrend(spec, plan, source_, dictionaries_, filter_, grouper, helpers_);
    if (!counted_trend.ok()) return counted_trend.status();
    const TrendCells* cells = &counted_trend->cells;
    for (SeriesId series = 0; series < cells->series_count(); ++series) {
      Counts& counts = spec.group_by.empty()
                           ? counted.all
                           : counted.values[ValueOf(grouper, cells->group(series))];
      Texts& found = counts.*texts;
      found.count += cells->point(series, 0).total();
      if (!counted_trend->clusters.known()) continue;
      const std::vector<ClusterSaid> said = counted_trend->clusters.SaidIn(series);
      found.said.insert(found.said.end(), said.begin(), said.end());
    }
    return absl::OkStatus();
  }

  static std::string ValueOf(const Grouper& grouper, GroupId group) {
    return grouper.Describe(group).begin()->second;
  }

  const ImpactSpec& spec_;
  const FactSource& source_;
  const Dictionaries& dictionaries_;
  CompiledFilter& filter_;
  base::WorkerPool* const helpers_;
};

// `texts` are those of both periods, against which those of a value are held.
v1::TextChange ChangeOf(const Counts& counts, const Counts& all, const ShareClusters& texts) {
  v1::TextChange change;
  change.set_texts(counts.texts.count);
  change.set_texts_before(counts.texts_before.count);
  const metrics::Proportion now{counts.texts.count, all.texts.count};
  const metrics::Proportion before{counts.texts_before.count, all.texts_before.count};
  if (const auto share = metrics::Percent(now)) change.set_share(*share);
  if (const auto share = metrics::Percent(before)) change.set_share_before(*share);
  if (!change.has_share() || !change.has_share_before()) return change;
  change.set_delta(change.share() - change.share_before());
  const metrics::Coupling coupling = texts.Of(counts.texts_before.said, counts.texts.said);
  if (const auto test = metrics::ProportionTest(before, now, coupling)) {
    change.set_p_value(test->p_value);
  }
  return change;
}

// Of answers with a value and those without it, which are the earlier sample.
metrics::Coupling CouplingOf(const MetricAnswers& without, const MetricAnswers& with,
                             const ClusterSplit& clusters) {
  const double variance = with.ValueVariance();
  const double variance_without = without.ValueVariance();
  return {.earlier = metrics::DependenceOf(clusters.without, variance_without),
          .later = metrics::DependenceOf(clusters.with, variance),
          .correlation = metrics::CorrelationOf(clusters.without, variance_without, clusters.with,
                                                variance, clusters.shared)};
}

// `clusters` is null where they are not known.
v1::ImpactRow RowOf(const ImpactSpec& spec, ScaleCode scale, const Cell& with, const Cell& all,
                    const ClusterSplit* clusters) {
  v1::ImpactRow row;
  const MetricAnswers yes(spec.trend.metric, scale, with);
  Cell others = all;
  others.AddAll(with, -1);
  const MetricAnswers no(spec.trend.metric, scale, others);
  row.set_n(yes.n());
  row.set_below_min_n(yes.n() < spec.trend.min_n || no.n() < spec.trend.min_n);
  if (const auto share = metrics::Percent({yes.n(), yes.n() + no.n()})) row.set_share(*share);
  if (const auto value = yes.Value()) row.set_metric_with(*value);
  if (const auto value = no.Value()) row.set_metric_without(*value);
  if (!row.has_metric_with() || !row.has_metric_without()) return row;
  const metrics::Coupling coupling =
      clusters != nullptr ? CouplingOf(no, yes, *clusters) : metrics::Coupling();
  const metrics::Impact impact =
      metrics::ImpactOf(yes.n(), no.n(), row.metric_with() - row.metric_without(),
                        yes.DifferenceInterval(no, spec.trend.confidence, coupling));
  row.set_impact(impact.value);
  if (impact.interval) {
    row.set_ci_low(impact.interval->low);
    row.set_ci_high(impact.interval->high);
  }
  if (const auto test = yes.Compare(no, coupling)) row.set_p_value(test->p_value);
  return row;
}

// Sets q_value and significant of those `tested`; returns how many they are.
template <typename Tested>
int Judge(const std::vector<Tested*>& tested, double rate) {
  std::vector<double> p_values;
  p_values.reserve(tested.size());
  for (const Tested* one : tested) p_values.push_back(one->p_value());
  const std::vector<double> q_values = metrics::BenjaminiHochberg(p_values);
  for (size_t i = 0; i < tested.size(); ++i) {
    tested[i]->set_q_value(q_values[i]);
    tested[i]->set_significant(q_values[i] <= rate);
  }
  return static_cast<int>(tested.size());
}

auto Named(const v1::ImpactRow& row) { return std::tie(row.value(), row.scale()); }

bool MattersMore(const v1::ImpactRow& a, const v1::ImpactRow& b) {
  if (a.has_impact() != b.has_impact()) return a.has_impact();
  const double one = std::abs(a.impact());
  const double other = std::abs(b.impact());
  if (one != other) return one > other;
  if (a.change().texts() != b.change().texts()) return a.change().texts() > b.change().texts();
  return Named(a) < Named(b);
}

bool HarmsMore(const v1::ImpactRow& a, const v1::ImpactRow& b) {
  if (a.has_impact() && b.has_impact() && a.impact() != b.impact()) return a.impact() < b.impact();
  return MattersMore(a, b);
}

std::vector<v1::ImpactRow> RowsOf(const ImpactSpec& spec, const Counted& counted,
                                  v1::QueryImpactResponse& response) {
  const auto scales = std::count_if(counted.all.answers.begin(), counted.all.answers.end(),
                                    [](const Cell& cell) { return cell.total() != 0; });
  const ShareClusters texts(counted.all.texts_before.said, counted.all.texts.said);
  std::vector<v1::ImpactRow> rows;
  std::vector<v1::TextChange> changes;
  std::vector<size_t> change_of;  // of each row
  for (const auto& [value, counts] : counted.values) {
    const size_t before = rows.size();
    for (size_t scale = 0; scale < kScaleCodes; ++scale) {
      if (counts.answers[scale].total() == 0) continue;
      const auto code = static_cast<ScaleCode>(scale);
      const auto clusters = counts.clusters.find(code);
      rows.push_back(RowOf(spec, code, counts.answers[scale], counted.all.answers[scale],
                           clusters != counts.clusters.end() ? &clusters->second : nullptr));
      if (scales > 1) rows.back().set_scale(ScaleName(code));
    }
    if (rows.size() == before) {
      if (counts.texts.count + counts.texts_before.count == 0) continue;
      rows.emplace_back().set_below_min_n(true);  // texts without an answer
    }
    changes.push_back(ChangeOf(counts, counted.all, texts));
    for (size_t i = before; i < rows.size(); ++i) {
      rows[i].set_value(value);
      change_of.push_back(changes.size() - 1);
    }
  }
  std::vector<v1::ImpactRow*> tested;
  for (v1::ImpactRow& row : rows) {
    if (row.has_p_value() && !row.below_min_n()) tested.push_back(&row);
  }
  response.set_tests(Judge(tested, spec.false_discovery_rate));
  std::vector<v1::TextChange*> tested_changes;
  for (v1::TextChange& change : changes) {
    // Both periods together, which says nothing about which of them has more.
    if (change.has_p_value() && change.texts() + change.texts_before() >= spec.trend.min_n) {
      tested_changes.push_back(&change);
    }
  }
  response.set_change_tests(Judge(tested_changes, spec.false_discovery_rate));
  for (size_t i = 0; i < rows.size(); ++i) *rows[i].mutable_change() = changes[change_of[i]];
  return rows;
}

void FillOverall(const ImpactSpec& spec, const Counted& counted,
                 v1::QueryImpactResponse& response) {
  int scales = 0;
  for (size_t scale = 0; scale < kScaleCodes; ++scale) {
    const Cell& cell = counted.all.answers[scale];
    if (cell.total() == 0) continue;
    const MetricAnswers answers(spec.trend.metric, static_cast<ScaleCode>(scale), cell);
    response.set_n(response.n() + answers.n());
    if (const auto value = answers.Value()) response.set_value(*value);
    ++scales;
  }
  if (scales > 1) response.clear_value();
  response.set_texts(counted.all.texts.count);
  response.set_texts_before(counted.all.texts_before.count);
}

void SetInterval(TimeRange range, v1::Interval& out) {
  base::SetTimestamp(range.start, *out.mutable_start_time());
  base::SetTimestamp(range.end, *out.mutable_end_time());
}

// Before it nothing counts, in the period before as little as in the interval.
base::TimeNs FirstTime(const ImpactSpec& spec) {
  if (!spec.trend.start) return TimeRange().start;
  base::TimeNs first = *spec.trend.start;
  if (spec.before_start) {
    first = std::min(first, *spec.before_start);
  } else {
    first = spec.trend.end ? SaturatingSubtract(first, SaturatingSubtract(*spec.trend.end, first))
                           : TimeRange().start;
  }
  return first;
}

}  // namespace

absl::StatusOr<v1::QueryImpactResponse> QueryImpact(const v1::QueryImpactRequest& request,
                                                    const FactSource& source,
                                                    const Dictionaries& dictionaries,
                                                    const FeedbackReader& reader,
                                                    base::WorkerPool* helpers) {
  const absl::StatusOr<ImpactSpec> spec = ParseImpactRequest(request);
  if (!spec.ok()) return spec.status();
  CompiledFilter filter(request.filter(), dictionaries);
  const FactSource* facts = &source;
  std::unique_ptr<FactSource> with_text;
  if (filter.needs_text()) {
    filter.set_range({FirstTime(*spec), spec->trend.end.value_or(TimeRange().end)});
    absl::StatusOr<std::unique_ptr<FactSource>> kept = FactsWithText(source, filter, reader);
    if (!kept.ok()) return kept.status();
    with_text = *std::move(kept);
    facts = with_text.get();
  }
  v1::QueryImpactResponse response;
  response.set_revision(source.sequence());
  Counter counter(*spec, *facts, dictionaries, filter, helpers);
  const absl::StatusOr<std::optional<Periods>> periods = counter.FindPeriods();
  if (!periods.ok()) return periods.status();
  if (!*periods) return response;
  const absl::StatusOr<Counted> counted = counter.Count(**periods);
  if (!counted.ok()) return counted.status();
  SetInterval((*periods)->now, *response.mutable_interval());
  if ((*periods)->has_before()) SetInterval((*periods)->before, *response.mutable_before());
  FillOverall(*spec, *counted, response);
  std::vector<v1::ImpactRow> rows = RowsOf(*spec, *counted, response);
  response.set_row_count(static_cast<int64_t>(rows.size()));
  std::sort(rows.begin(), rows.end(), MattersMore);
  if (rows.size() > spec->limit) rows.resize(spec->limit);
  std::sort(rows.begin(), rows.end(), HarmsMore);
  for (v1::ImpactRow& row : rows) *response.add_rows() = std::move(row);
  return response;
}

}  // namespace voc::views
