#include "server/views/query/trend.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "server/views/query/answers.h"
#include "server/views/query/filter.h"
#include "server/views/query/grouper.h"
#include "server/views/query/text_facts.h"
#include "server/views/query/trend_cells.h"
#include "server/views/query/trend_displays.h"
#include "server/views/query/trend_fold.h"
#include "server/views/query/trend_plan.h"
#include "server/views/query/trend_point.h"
#include "server/views/query/trend_render.h"
#include "server/views/query/trend_spec.h"

namespace voc::views {
namespace {

// The interval, open ends being those of the data; nullopt if there is none.
absl::StatusOr<std::optional<TimeRange>> IntervalOf(const v1::QueryTrendRequest& request,
                                                    const TrendSpec& spec, const FactSource& source,
                                                    const Dictionaries& dictionaries,
                                                    base::TimeNs now, AnswerReader& answers) {
  TimeRange interval;
  interval.start = spec.start.value_or(interval.start);
  interval.end = spec.end.value_or(interval.end);
  if (spec.start && spec.end) return interval;
  absl::StatusOr<std::optional<TimeRange>> extent = answers.Extent(source, interval);
  if (!extent.ok()) return extent;
  // Who was asked is part of the data; who is said to be asked in the future is a wrong
  // clock.
  const absl::StatusOr<std::optional<TimeRange>> asked = ExtentOfDisplays(
      request, spec, source, dictionaries, {interval.start, std::min(interval.end, now + 1)});
  if (!asked.ok()) return asked;
  if (!*extent) extent = *asked;
  if (!*extent) return extent;
  if (*asked) {
    (*extent)->start = std::min((*extent)->start, (*asked)->start);
    (*extent)->end = std::max((*extent)->end, (*asked)->end);
  }
  if (!spec.start) interval.start = (*extent)->start;
  if (!spec.end) interval.end = (*extent)->end;
  return interval;
}

}  // namespace

absl::StatusOr<v1::QueryTrendResponse> QueryTrend(const v1::QueryTrendRequest& request,
                                                  const FactSource& source,
                                                  const Dictionaries& dictionaries,
                                                  const FeedbackReader& reader, base::TimeNs now,
                                                  base::WorkerPool* helpers) {
  const absl::StatusOr<TrendSpec> spec = ParseTrendRequest(request);
  if (!spec.ok()) return spec.status();
  CompiledFilter filter(request.filter(), dictionaries);
  const FactSource* facts = &source;
  std::unique_ptr<FactSource> with_text;
  if (filter.needs_text()) {
    // Comparisons and windows reach back before the interval.
    filter.set_range({TimeRange().start, spec->end.value_or(TimeRange().end)});
    absl::StatusOr<std::unique_ptr<FactSource>> kept = FactsWithText(source, filter, reader);
    if (!kept.ok()) return kept.status();
    with_text = *std::move(kept);
    facts = with_text.get();
  }
  AnswerReader answers(spec->metric, spec->mode, ClusterBy::kNobody, filter);
  const PointContext context{&*spec, source.sequence(), now};
  const absl::StatusOr<std::optional<TimeRange>> interval =
      IntervalOf(request, *spec, *facts, dictionaries, now, answers);
  if (!interval.ok()) return interval.status();
  if (!*interval) return RenderNothing(context);
  const absl::StatusOr<TrendPlan> plan = PlanTrend(*spec, **interval);
  if (!plan.ok()) return plan.status();
  Grouper grouper(spec->group_by, dictionaries);
  const absl::StatusOr<CountedTrend> counted =
      FoldTrend(*spec, *plan, *facts, dictionaries, filter, grouper, helpers);
  if (!counted.ok()) return counted.status();
  v1::QueryTrendResponse response =
      RenderTrend(context, *plan, counted->cells, counted->clusters, grouper);
  if (absl::Status filled =
          FillResponseRates(request, *spec, *plan, *facts, dictionaries, response);
      !filled.ok()) {
    return filled;
  }
  return response;
}

}  // namespace voc::views
