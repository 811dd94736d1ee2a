#include "server/views/query/trend_fold.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "server/views/query/answers.h"
#include "server/views/query/trend_count.h"

namespace voc::views {
namespace {

constexpr base::TimeNs kNever = std::numeric_limits<base::TimeNs>::max();

struct Answer {
  uint64_t entity;
  base::TimeNs time;
  uint64_t sequence;
  SeriesId series;
  Sample sample;
  ScaleCode scale;
  bool is_first;
  ClusterId cluster;
};
static_assert(sizeof(Answer) == 48);

absl::StatusOr<std::vector<Answer>> Gather(const TrendPlan& plan, const FactSource& source,
                                           AnswerReader& reader, Grouper& grouper,
                                           TrendCells& cells) {
  std::vector<Answer> answers;
  const absl::Status status =
      reader.Read(source, plan.reads, grouper, [&](const AnswerBatch& batch) -> absl::Status {
        if (answers.size() + batch.size() > kMaxLatestAnswers) {
          return absl::ResourceExhaustedError(
              absl::StrCat("the newest of each is looked for among at most ", kMaxLatestAnswers,
                           " answers: choose a shorter interval or a narrower filter"));
        }
        for (size_t i = 0; i < batch.size(); ++i) {
          SeriesId series = 0;
          if (absl::Status found = cells.Find(batch.group[i], batch.scale[i], series);
              !found.ok()) {
            return found;
          }
          answers.push_back({batch.entity[i],
                             batch.time[i],
                             batch.sequence[i],
                             series,
                             {batch.bin[i], batch.value[i]},
                             batch.scale[i],
                             batch.is_first[i] != 0,
                             batch.cluster.empty() ? ClusterId() : batch.cluster[i]});
        }
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return answers;
}

// The newest of each over the interval, whatever its series.
void FoldOverall(const TrendPlan& plan, const std::vector<Answer>& answers, CountedTrend& counted) {
  const auto count = [&](const Answer& answer) {
    counted.cells.CountOverall(answer.scale, answer.sample);
    if (counted.clusters.wanted()) {
      counted.clusters.CountLatestOverall(answer.scale, answer.cluster, answer.sample);
    }
  };
  absl::flat_hash_map<uint64_t, const Answer*> newest;
  for (const Answer& answer : answers) {
    if (!answer.is_first || answer.time < plan.interval.start || answer.time >= plan.interval.end) {
      continue;
    }
    if (answer.entity == 0) {
      count(answer);
      continue;
    }
    const Answer*& best = newest[answer.entity];
    if (best == nullptr ||
        std::tie(best->time, best->sequence) < std::tie(answer.time, answer.sequence)) {
      best = &answer;
    }
  }
  for (const auto& [entity, answer] : newest) count(*answer);
}

absl::Status FoldLatest(const TrendPlan& plan, const FactSource& source, AnswerReader& reader,
                        Grouper& grouper, CountedTrend& counted) {
  absl::StatusOr<std::vector<Answer>> answers =
      Gather(plan, source, reader, grouper, counted.cells);
  if (!answers.ok()) return answers.status();
  std::sort(answers->begin(), answers->end(), [](const Answer& a, const Answer& b) {
    return std::tie(a.series, a.entity, a.time, a.sequence) <
           std::tie(b.series, b.entity, b.time, b.sequence);
  });
  for (size_t i = 0; i < answers->size(); ++i) {
    const Answer& answer = (*answers)[i];
    base::TimeNs next = kNever;
    if (answer.entity != 0 && i + 1 < answers->size()) {
      const Answer& later = (*answers)[i + 1];
      if (later.series == answer.series && later.entity == answer.entity) next = later.time;
    }
    const CountedIn in = counted.cells.Count(answer.series, answer.time, next, answer.sample);
    if (counted.clusters.wanted()) {
      counted.clusters.CountLatest(answer.series, answer.scale, in.windows, in.comparisons,
                                   in.interval, answer.cluster, answer.sample);
    }
  }
  FoldOverall(plan, *answers, counted);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CountedTrend> FoldTrend(const TrendSpec& spec, const TrendPlan& plan,
                                       const FactSource& source, const Dictionaries& dictionaries,
                                       CompiledFilter& filter, Grouper& grouper,
                                       base::WorkerPool* helpers) {
  if (spec.mode == v1::RESPONDENT_MODE_ALL_RESPONSES) {
    return CountTrend(spec, plan, source, dictionaries, filter, grouper, helpers);
  }
  CountedTrend counted{TrendCells(plan, {.sum_points = false, .sum_series = false}),
                       TrendClusters(spec, plan, CountLimits::Of(spec, source, dictionaries))};
  const TopBoxRules rules(spec.metric, source.top_boxes(), dictionaries);
  AnswerReader reader(spec.metric, spec.mode, spec.cluster_by, filter, &rules);
  const absl::Status status = FoldLatest(plan, source, reader, grouper, counted);
  if (!status.ok()) return status;
  counted.cells.Finish();
  counted.clusters.Settle();
  return counted;
}

}  // namespace voc::views
