#include "server/views/query/running_trend.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "server/views/query/answers.h"
#include "server/views/query/grouper.h"
#include "server/views/query/trend.h"
#include "server/views/query/trend_displays.h"
#include "server/views/query/trend_plan.h"
#include "server/views/query/trend_point.h"
#include "server/views/query/trend_render.h"
#include "server/views/query/trend_share.h"

namespace voc::views {
namespace {

bool SameWindows(WindowIndexes a, WindowIndexes b) {
  return a.first == b.first && a.last == b.last;
}

// Whether `later` differs from `plan` in no more than that its interval reaches further out, to
// where no answer was before: each answer keeps its stretch.
bool KeepsStretches(const TrendPlan& plan, const TrendPlan& later) {
  const auto moved = [&](base::TimeNs edge) {
    return edge == plan.interval.start ? later.interval.start
           : edge == plan.interval.end ? later.interval.end
                                       : edge;
  };
  const auto same_range = [](const TimeRange& a, const TimeRange& b) {
    return a.start == b.start && a.end == b.end;
  };
  const auto same_stretch = [&](const Stretch& a, const Stretch& b) {
    return moved(a.from) == b.from && a.in_interval == b.in_interval &&
           SameWindows(a.windows, b.windows) && SameWindows(a.comparisons, b.comparisons);
  };
  return plan.compares_apart == later.compares_apart &&
         plan.windows.overlapping == later.windows.overlapping &&
         plan.windows.size() == later.windows.size() &&
         plan.comparisons.size() == later.comparisons.size() &&
         std::equal(plan.points.begin(), plan.points.end(), later.points.begin(),
                    later.points.end(), same_range) &&
         std::equal(plan.stretches.begin(), plan.stretches.end(), later.stretches.begin(),
                    later.stretches.end(), same_stretch);
}

}  // namespace

bool RunningTrendMemory::Change(size_t taken, size_t bytes) {
  const size_t before = taken_.fetch_add(bytes - taken, std::memory_order_relaxed);
  if (before - taken + bytes <= kMaxRunningTrendsBytes) return true;
  taken_.fetch_sub(bytes, std::memory_order_relaxed);
  return false;
}

// Everything that is needed to go on counting.
struct RunningTrend::Counted {
  Counted(const TrendSpec& spec, TimeRange interval, TrendPlan of, const Dictionaries& dictionaries,
          const CompiledFilter& filter, const CountLimits& room)
      : extent(interval),
        plan(std::move(of)),
        limits(room),
        grouper(spec.group_by, dictionaries),
        share(spec, plan, filter, grouper, /*rules=*/nullptr, limits) {}

  bool GaveUpClusters() { return share.clusters().wanted() && !share.clusters().known(); }
  size_t bytes() { return share.cells().bytes() + share.clusters().bytes(); }

  TimeRange extent;  // of the interval: open ends are the data's
  TrendPlan plan;
  const CountLimits limits;
  Grouper grouper;
  TrendShare share;
  FactMark mark;
};

RunningTrend::RunningTrend(v1::QueryTrendRequest request, const Dictionaries* dictionaries,
                           const FeedbackReader* reader, std::shared_ptr<RunningTrendMemory> memory)
    : request_(std::move(request)),
      dictionaries_(dictionaries),
      reader_(reader),
      memory_(std::move(memory)),
      spec_(ParseTrendRequest(request_)),
      filter_(request_.filter(), *dictionaries) {}

RunningTrend::~RunningTrend() { Keep(nullptr); }

absl::StatusOr<v1::QueryTrendResponse> RunningTrend::Query(const FactSource& source,
                                                           base::TimeNs now) {
  added_ = false;
  std::unique_ptr<Counted> counted = std::move(kept_);
  if (!CanBeAddedUp(source)) {
    Keep(nullptr);
    return QueryTrend(request_, source, *dictionaries_, *reader_, now);
  }
  if (counted != nullptr) {
    const absl::StatusOr<bool> added = AddTo(*counted, source);
    added_ = added.ok() && *added;
  }
  if (!added_) {
    counted = nullptr;
    absl::StatusOr<std::unique_ptr<Counted>> anew = CountAnew(source);
    if (anew.ok()) counted = *std::move(anew);
  }
  // Nothing is there, or an error, or more clusters than there is room for in this order.
  if (counted == nullptr || counted->GaveUpClusters()) {
    added_ = false;
    Keep(nullptr);
    return QueryTrend(request_, source, *dictionaries_, *reader_, now);
  }
  v1::QueryTrendResponse response = Render(*counted, source, now);
  Keep(std::move(counted));
  return response;
}

bool RunningTrend::CanBeAddedUp(const FactSource& source) const {
  return spec_.ok() && spec_->mode == v1::RESPONDENT_MODE_ALL_RESPONSES && !filter_.needs_text() &&
         !CountsDisplays(request_, *spec_, *dictionaries_) &&
         (spec_->metric != v1::TREND_METRIC_CSAT || source.top_boxes() == nullptr);
}

absl::StatusOr<bool> RunningTrend::AddTo(Counted& counted, const FactSource& source) const {
  if (!counted.limits.Hold(CountLimits::Of(*spec_, source, *dictionaries_))) return false;
  const std::unique_ptr<FactSource> since = source.Since(counted.mark);
  if (since == nullptr) return false;
  if (!spec_->start || !spec_->end) {
    AnswerReader answers(spec_->metric, spec_->mode, ClusterBy::kNobody, filter_);
    const absl::StatusOr<std::optional<TimeRange>> newer = answers.Extent(
        *since, {spec_->start.value_or(TimeRange().start), spec_->end.value_or(TimeRange().end)});
    if (!newer.ok()) return newer.status();
    if (*newer && !spec_->start) {
      counted.extent.start = std::min(counted.extent.start, (*newer)->start);
    }
    if (*newer && !spec_->end) counted.extent.end = std::max(counted.extent.end, (*newer)->end);
    absl::StatusOr<TrendPlan> plan = PlanTrend(*spec_, counted.extent);
    if (!plan.ok()) return plan.status();
    if (!KeepsStretches(counted.plan, *plan)) return false;
    counted.plan = *std::move(plan);
  }
  std::atomic<size_t> next = 0;
  if (absl::Status run = counted.share.Run(*since, next); !run.ok()) return run;
  counted.mark = source.mark();
  return true;
}

absl::StatusOr<std::unique_ptr<RunningTrend::Counted>> RunningTrend::CountAnew(
    const FactSource& source) const {
  TimeRange interval{spec_->start.value_or(TimeRange().start),
                     spec_->end.value_or(TimeRange().end)};
  if (!spec_->start || !spec_->end) {
    AnswerReader answers(spec_->metric, spec_->mode, ClusterBy::kNobody, filter_);
    const absl::StatusOr<std::optional<TimeRange>> extent = answers.Extent(source, interval);
    if (!extent.ok()) return extent.status();
    if (!*extent) return nullptr;
    if (!spec_->start) interval.start = (*extent)->start;
    if (!spec_->end) interval.end = (*extent)->end;
  }
  absl::StatusOr<TrendPlan> plan = PlanTrend(*spec_, interval);
  if (!plan.ok()) return plan.status();
  auto counted =
      std::make_unique<Counted>(*spec_, interval, *std::move(plan), *dictionaries_, filter_,
                                CountLimits::Of(*spec_, source, *dictionaries_).Growing());
  std::atomic<size_t> next = 0;
  if (absl::Status run = counted->share.Run(source, next); !run.ok()) return run;
  counted->mark = source.mark();
  return counted;
}

v1::QueryTrendResponse RunningTrend::Render(Counted& counted, const FactSource& source,
                                            base::TimeNs now) const {
  TrendCells cells = counted.share.cells().Copy();
  cells.Finish();
  counted.share.clusters().Settle();
  return RenderTrend({&*spec_, source.sequence(), now}, counted.plan, cells,
                     counted.share.clusters(), counted.grouper);
}

void RunningTrend::Keep(std::unique_ptr<Counted> counted) {
  size_t bytes = counted != nullptr ? counted->bytes() : 0;
  if (bytes > kMaxRunningTrendBytes) bytes = 0;
  if (!memory_->Change(kept_bytes_, bytes)) bytes = 0;
  kept_bytes_ = bytes;
  kept_ = bytes > 0 ? std::move(counted) : nullptr;
}

}  // namespace voc::views
