#include "server/views/query/trend_displays.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/views/query/answers.h"
#include "server/views/query/filter.h"
#include "server/views/query/grouper.h"
#include "server/views/query/trend_cells.h"

namespace voc::views {
namespace {

// What a survey asks for; nullopt for what nobody is asked.
std::optional<v1::Metric> AskedFor(v1::TrendMetric metric) {
  switch (metric) {
    case v1::TREND_METRIC_NPS:
      return v1::METRIC_NPS;
    case v1::TREND_METRIC_CSAT:
      return v1::METRIC_CSAT;
    case v1::TREND_METRIC_CES:
      return v1::METRIC_CES;
    default:
      return std::nullopt;
  }
}

// Whether all that the request goes by is known of a display too.
bool GoesByWhatDisplaysHave(const v1::Filter& filter, const TrendSpec& spec) {
  if (filter.platforms_size() > 0 || filter.themes_size() > 0 || filter.nps_groups_size() > 0 ||
      filter.sentiment_labels_size() > 0 || filter.languages_size() > 0 || filter.has_min_score() ||
      filter.has_max_score() || !filter.text_contains().empty()) {
    return false;
  }
  return std::none_of(spec.group_by.begin(), spec.group_by.end(), [](const GroupDimension& one) {
    return one.kind == GroupDimension::Kind::kTheme ||
           (one.kind == GroupDimension::Kind::kDictionary &&
            (one.dimension == Dimension::kPlatform || one.dimension == Dimension::kLanguage));
  });
}

// Those of the filter's sources, or of all, whose displays are recorded.
std::vector<std::string> AskingSources(const v1::Filter& filter, const Dictionaries& dictionaries) {
  std::vector<std::string> sources;
  for (Ordinal i = 1; i < dictionaries.Size(Dimension::kAskedSource); ++i) {
    const std::string source(dictionaries.Name(Dimension::kAskedSource, i));
    if (filter.source_ids().empty() ||
        std::find(filter.source_ids().begin(), filter.source_ids().end(), source) !=
            filter.source_ids().end()) {
      sources.push_back(source);
    }
  }
  return sources;
}

// Whose displays and answers are counted: what the request lets through, of the sources
// whose displays are recorded; nullopt where there are none.
struct Asking {
  v1::Metric metric;
  v1::Filter filter;
};

std::optional<Asking> AskingOf(const v1::QueryTrendRequest& request, const TrendSpec& spec,
                               const Dictionaries& dictionaries) {
  const std::optional<v1::Metric> metric = AskedFor(spec.metric);
  if (!metric || !GoesByWhatDisplaysHave(request.filter(), spec)) return std::nullopt;
  const auto& metrics = request.filter().metrics();
  if (!metrics.empty() && std::find(metrics.begin(), metrics.end(), *metric) == metrics.end()) {
    return std::nullopt;
  }
  const std::vector<std::string> sources = AskingSources(request.filter(), dictionaries);
  if (sources.empty()) return std::nullopt;
  Asking asking{*metric, request.filter()};
  asking.filter.clear_metrics();
  asking.filter.clear_source_ids();
  for (const std::string& one : sources) asking.filter.add_source_ids(one);
  return asking;
}

// Calls `visit` with the rows of displays within `range`, ascending within a block,
// and their times.
template <typename Visit>
absl::Status ReadDisplays(const Asking& asking, const FactSource& source,
                          const Dictionaries& dictionaries, TimeRange range, Visit visit) {
  CompiledFilter filter(asking.filter, dictionaries);
  filter.RequireDisplays(asking.metric);
  filter.set_range(range);
  const std::unique_ptr<BlockReader> block = source.NewReader();
  std::vector<uint8_t> selected;
  std::vector<uint32_t> rows;
  std::vector<base::TimeNs> times;
  for (size_t i = 0; i < source.block_count(); ++i) {
    block->Open(i);
    if (!MayReach(block->span(), range)) continue;
    if (absl::Status loaded = block->Load(filter.ColumnsFor(block->span())); !loaded.ok()) {
      return loaded;
    }
    selected.resize(block->span().size);
    filter.Select(block->span(), selected.data());
    rows.clear();
    for (size_t row = 0; row < selected.size(); ++row) {
      if (selected[row] != 0) rows.push_back(static_cast<uint32_t>(row));
    }
    if (rows.empty()) continue;
    if (absl::Status loaded = block->LoadTimes(rows, times); !loaded.ok()) return loaded;
    if (absl::Status visited = visit(*block, rows, times); !visited.ok()) return visited;
  }
  return absl::OkStatus();
}

absl::StatusOr<TrendCells> CountDisplays(const Asking& asking, const TrendPlan& plan,
                                         const FactSource& source, const Dictionaries& dictionaries,
                                         Grouper& grouper) {
  TrendCells cells(plan, {.sum_points = !plan.windows.overlapping, .sum_series = true});
  std::vector<GroupId> groups;
  const absl::Status status =
      ReadDisplays(asking, source, dictionaries, plan.reads,
                   [&](BlockReader& block, const std::vector<uint32_t>& rows,
                       const std::vector<base::TimeNs>& times) -> absl::Status {
                     if (absl::Status loaded = block.Load(grouper.columns()); !loaded.ok())
                       return loaded;
                     grouper.Assign(block.span(), rows, groups);
                     for (size_t k = 0; k < rows.size(); ++k) {
                       SeriesId series = 0;
                       if (absl::Status found = cells.Find(groups[k], 0, series); !found.ok())
                         return found;
                       cells.CountIn(series, plan.StretchAt(times[k]), Sample{});
                     }
                     return absl::OkStatus();
                   });
  if (!status.ok()) return status;
  cells.Finish();
  return cells;
}

// When each source, by ordinal, first asked; TimeRange().end where it never did.
using FirstAsked = std::vector<base::TimeNs>;

absl::StatusOr<FirstAsked> FirstAskedOf(const Asking& asking, const FactSource& source,
                                        const Dictionaries& dictionaries) {
  FirstAsked first(dictionaries.Size(Dimension::kSource), TimeRange().end);
  const absl::Status status =
      ReadDisplays(asking, source, dictionaries, TimeRange(),
                   [&](BlockReader& block, const std::vector<uint32_t>& rows,
                       const std::vector<base::TimeNs>& times) -> absl::Status {
                     if (absl::Status loaded = block.Load(Bit(Column::source)); !loaded.ok())
                       return loaded;
                     for (size_t k = 0; k < rows.size(); ++k) {
                       base::TimeNs& one = first[block.span().source[rows[k]]];
                       one = std::min(one, times[k]);
                     }
                     return absl::OkStatus();
                   });
  if (!status.ok()) return status;
  return first;
}

// Answers of everybody, each from its source's first display on: those before were not
// counted where they were asked. `grouper` has the source as its last dimension.
absl::StatusOr<TrendCells> CountAnswers(const Asking& asking, const TrendSpec& spec,
                                        const TrendPlan& plan, const FactSource& source,
                                        const Dictionaries& dictionaries, const FirstAsked& first,
                                        Grouper& grouper) {
  TrendCells cells(plan, {.sum_points = !plan.windows.overlapping, .sum_series = true});
  AnswerReader answers(spec.metric, v1::RESPONDENT_MODE_ALL_RESPONSES, ClusterBy::kNobody,
                       CompiledFilter(asking.filter, dictionaries));
  std::vector<std::optional<base::TimeNs>> from;  // of each group that was met
  const absl::Status status =
      answers.Read(source, plan.reads, grouper, [&](const AnswerBatch& batch) -> absl::Status {
        for (size_t i = 0; i < batch.size(); ++i) {
          const GroupId group = batch.group[i];
          if (group >= from.size()) from.resize(size_t{group} + 1);
          if (!from[group]) {
            const std::string name = grouper.Describe(group)["source"];
            from[group] = first[dictionaries.Find(Dimension::kSource, name).value_or(0)];
          }
          if (batch.time[i] < *from[group]) continue;
          SeriesId series = 0;
          if (absl::Status found = cells.Find(group, 0, series); !found.ok()) return found;
          cells.CountIn(series, plan.StretchAt(batch.time[i]), Sample{});
        }
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  cells.Finish();
  return cells;
}

// Cells by what their group is called, without the source where nobody asked for it.
class Named {
 public:
  Named(const TrendCells& cells, const Grouper& grouper, bool with_source) : cells_(cells) {
    for (SeriesId series = 0; series < cells.series_count(); ++series) {
      std::map<std::string, std::string> group = grouper.Describe(cells.group(series));
      if (!with_source) group.erase("source");
      series_[group].push_back(series);
    }
  }

  int64_t Point(const google::protobuf::Map<std::string, std::string>& group, size_t i) const {
    return Sum(group, [&](SeriesId series) { return cells_.point(series, i).total(); });
  }
  int64_t Total(const google::protobuf::Map<std::string, std::string>& group) const {
    return Sum(group, [&](SeriesId series) { return cells_.total(series).total(); });
  }
  int64_t Overall() const {
    int64_t sum = 0;
    for (size_t scale = 0; scale < kScaleCodes; ++scale) {
      sum += cells_.overall(static_cast<ScaleCode>(scale)).total();
    }
    return sum;
  }

 private:
  template <typename Of>
  int64_t Sum(const google::protobuf::Map<std::string, std::string>& group, Of of) const {
    const auto found = series_.find(std::map<std::string, std::string>(group.begin(), group.end()));
    if (found == series_.end()) return 0;
    int64_t sum = 0;
    for (const SeriesId series : found->second) sum += of(series);
    return sum;
  }

  const TrendCells& cells_;
  std::map<std::map<std::string, std::string>, std::vector<SeriesId>> series_;
};

void Fill(int64_t displays, int64_t responses, v1::TrendPoint& point) {
  if (displays == 0) return;
  point.set_displays(displays);
  point.set_responses(responses);
  point.set_response_rate(100 * static_cast<double>(responses) / static_cast<double>(displays));
}

}  // namespace

bool CountsDisplays(const v1::QueryTrendRequest& request, const TrendSpec& spec,
                    const Dictionaries& dictionaries) {
  return AskingOf(request, spec, dictionaries).has_value();
}

absl::StatusOr<std::optional<TimeRange>> ExtentOfDisplays(const v1::QueryTrendRequest& request,
                                                          const TrendSpec& spec,
                                                          const FactSource& source,
                                                          const Dictionaries& dictionaries,
                                                          TimeRange range) {
  const std::optional<Asking> asking = AskingOf(request, spec, dictionaries);
  std::optional<TimeRange> extent;
  if (!asking) return extent;
  const absl::Status status = ReadDisplays(
      *asking, source, dictionaries, range,
      [&](BlockReader&, const std::vector<uint32_t>&, const std::vector<base::TimeNs>& times) {
        const auto [first, last] = std::minmax_element(times.begin(), times.end());
        extent = extent
                     ? TimeRange{std::min(extent->start, *first), std::max(extent->end, *last + 1)}
                     : TimeRange{*first, *last + 1};
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return extent;
}

absl::Status FillResponseRates(const v1::QueryTrendRequest& request, const TrendSpec& spec,
                               const TrendPlan& plan, const FactSource& source,
                               const Dictionaries& dictionaries, v1::QueryTrendResponse& response) {
  const std::optional<Asking> asking = AskingOf(request, spec, dictionaries);
  if (!asking) return absl::OkStatus();
  std::vector<GroupDimension> dimensions = spec.group_by;
  const bool with_source =
      std::any_of(dimensions.begin(), dimensions.end(),
                  [](const GroupDimension& one) { return one.name == "source"; });
  if (!with_source) dimensions.push_back(*ParseDimension("source"));
  Grouper display_groups(dimensions, dictionaries);
  const absl::StatusOr<TrendCells> displays =
      CountDisplays(*asking, plan, source, dictionaries, display_groups);
  if (!displays.ok()) return displays.status();
  const absl::StatusOr<FirstAsked> first = FirstAskedOf(*asking, source, dictionaries);
  if (!first.ok()) return first.status();
  Grouper answer_groups(dimensions, dictionaries);
  const absl::StatusOr<TrendCells> answers =
      CountAnswers(*asking, spec, plan, source, dictionaries, *first, answer_groups);
  if (!answers.ok()) return answers.status();

  const Named asked(*displays, display_groups, with_source);
  const Named answered(*answers, answer_groups, with_source);
  for (v1::TrendSeries& series : *response.mutable_series()) {
    if (series.group().contains("scale")) continue;
    for (int i = 0; i < series.points_size(); ++i) {
      const auto at = static_cast<size_t>(i);
      Fill(asked.Point(series.group(), at), answered.Point(series.group(), at),
           *series.mutable_points(i));
    }
    Fill(asked.Total(series.group()), answered.Total(series.group()), *series.mutable_total());
  }
  Fill(asked.Overall(), answered.Overall(), *response.mutable_total());
  return absl::OkStatus();
}

}  // namespace voc::views
