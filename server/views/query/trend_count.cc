#include "server/views/query/trend_count.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <utility>

#include "server/views/query/answers.h"
#include "server/views/query/bins.h"
#include "server/views/query/helped_run.h"

namespace voc::views {
namespace {

// Where at least one row in so many counts, counting all at once is faster than
// picking those that do.
constexpr size_t kDense = 8;

// What one thread counts.
class Share {
 public:
  Share(const TrendSpec& spec, const TrendPlan& plan, const Dictionaries& dictionaries,
        const CompiledFilter& filter, Grouper& grouper, const TopBoxRules& rules)
      : plan_(plan),
        cluster_by_(spec.cluster_by),
        answers_(spec.metric, spec.mode, spec.cluster_by, filter, &rules),
        grouper_(grouper),
        cells_(plan, {.sum_points = !plan.windows.overlapping, .sum_series = !grouper.by_theme()}),
        clusters_(spec, plan, dictionaries),
        only_bins_(spec.metric == v1::TREND_METRIC_NPS && spec.group_by.empty()) {}

  Share(const Share&) = delete;
  Share& operator=(const Share&) = delete;

  // Counts blocks until there is none left that no other share took.
  absl::Status Run(const FactSource& source, std::atomic<size_t>& next) {
    const std::unique_ptr<BlockReader> block = source.NewReader();
    const size_t blocks = source.block_count();
    for (size_t i = next++; i < blocks; i = next++) {
      block->Open(i);
      if (absl::Status status = Count(*block); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status Absorb(const Share& other) {
    const absl::StatusOr<std::vector<SeriesId>> series =
        cells_.Absorb(other.cells_, grouper_.Absorb(other.grouper_));
    if (!series.ok()) return series.status();
    clusters_.Absorb(other.clusters_, *series);
    return absl::OkStatus();
  }

  CountedTrend Finish() && {
    cells_.Finish();
    clusters_.Finish();
    return {std::move(cells_), std::move(clusters_)};
  }

 private:
  absl::Status Count(BlockReader& block) {
    const absl::StatusOr<size_t> selected = answers_.Select(block, plan_.reads);
    if (!selected.ok()) return selected.status();
    if (*selected == 0) return absl::OkStatus();
    const FactSpan& span = block.span();
    if (!stretch_.Holds(span.first_time)) stretch_ = plan_.StretchAt(span.first_time);
    const bool one_stretch = stretch_.Holds(span.last_time);
    if (only_bins_ && *selected * kDense >= span.size) return CountByBin(block, one_stretch);
    const absl::StatusOr<const AnswerBatch*> batch = answers_.Gather(block, !one_stretch, grouper_);
    if (!batch.ok()) return batch.status();
    return CountEach(**batch, one_stretch);
  }

  // All rows of a stretch of time at once.
  absl::Status CountByBin(BlockReader& block, bool one_stretch) {
    SeriesId series = 0;
    if (absl::Status found = cells_.Find(0, 0, series); !found.ok()) return found;
    const FactSpan& span = block.span();
    if (absl::Status loaded = block.Load(Bit(Column::score)); !loaded.ok()) return loaded;
    if (cluster_by_ != ClusterBy::kNobody) {
      const absl::Status loaded = block.Load(
          Bit(cluster_by_ == ClusterBy::kAccount ? Column::account : Column::respondent));
      if (!loaded.ok()) return loaded;
    }
    if (one_stretch) return CountRows(series, block, 0, span.size);
    if (absl::Status loaded = block.Load(Bit(Column::collected_at)); !loaded.ok()) return loaded;
    const base::TimeNs* times = span.collected_at;
    for (size_t row = 0; row < span.size;) {
      if (!stretch_.Holds(times[row])) stretch_ = plan_.StretchAt(times[row]);
      const size_t end =
          span.sorted ? std::lower_bound(times + row, times + span.size, stretch_.until) - times
                      : std::find_if(times + row, times + span.size, [&](base::TimeNs time) {
                          return !stretch_.Holds(time);
                        }) - times;
      if (absl::Status counted = CountRows(series, block, row, end); !counted.ok()) return counted;
      row = end;
    }
    return absl::OkStatus();
  }

  absl::Status CountRows(SeriesId series, BlockReader& block, size_t begin, size_t end) {
    Cell cell;
    cell.count = CountBins(block.span().score + begin, answers_.selected() + begin, end - begin);
    cells_.CountIn(series, stretch_, cell);
    return clusters_.wanted() ? CountRowClusters(series, block, begin, end) : absl::OkStatus();
  }

  absl::Status CountRowClusters(SeriesId series, BlockReader& block, size_t begin, size_t end) {
    const FactSpan& span = block.span();
    const uint8_t* selected = answers_.selected();
    const bool by_account = cluster_by_ == ClusterBy::kAccount;
    const Ordinal* main = by_account ? span.account : span.respondent;
    ClusterTable::Cell* cells = clusters_.Dense(series, stretch_);
    if (cells != nullptr) {
      const std::array<int64_t, kCellBins>& value = clusters_.ValueOf(0).of_bin();
      // Without a branch: whether a row counts is often a coin's toss.
      for (size_t row = begin; row < end; ++row) {
        const int64_t counts = selected[row];
        ClusterTable::Cell& cell = cells[main[row]];
        cell.answers += counts;
        cell.values += counts * value[span.score[row]];
      }
      if (cells[0].answers == 0) return absl::OkStatus();
      cells[0] = {};  // nobody of the main kind: they are counted below
    }
    if (by_account) {
      if (absl::Status loaded = block.Load(Bit(Column::respondent)); !loaded.ok()) return loaded;
    }
    for (size_t row = begin; row < end; ++row) {
      if (selected[row] == 0 || (cells != nullptr && main[row] != 0)) continue;
      const ClusterId cluster = by_account && main[row] != 0
                                    ? ClusterId::OfAccount(main[row])
                                    : ClusterId::OfRespondent(span.respondent[row]);
      clusters_.Count(series, 0, stretch_, cluster, {span.score[row], 0}, true);
    }
    return absl::OkStatus();
  }

  absl::Status CountEach(const AnswerBatch& batch, bool one_stretch) {
    for (size_t i = 0; i < batch.size(); ++i) {
      SeriesId series = 0;
      if (absl::Status found = cells_.Find(batch.group[i], batch.scale[i], series); !found.ok()) {
        return found;
      }
      const Sample sample{batch.bin[i], batch.value[i]};
      if (!one_stretch && !stretch_.Holds(batch.time[i])) stretch_ = plan_.StretchAt(batch.time[i]);
      cells_.CountIn(series, stretch_, sample);
      if (clusters_.wanted()) {
        clusters_.Count(series, batch.scale[i], stretch_, batch.cluster[i], sample,
                        batch.is_first[i] != 0);
      }
      if (grouper_.by_theme() && batch.is_first[i] && stretch_.in_interval) {
        cells_.CountOverall(batch.scale[i], sample);
      }
    }
    return absl::OkStatus();
  }

  const TrendPlan& plan_;
  const ClusterBy cluster_by_;
  AnswerReader answers_;
  Grouper& grouper_;
  TrendCells cells_;
  TrendClusters clusters_;
  const bool only_bins_;  // the answers' bins are all that counts
  Stretch stretch_;       // of the last answer
};

// A helper's share, with groups of its own.
struct HelperShare {
  HelperShare(const TrendSpec& spec, const TrendPlan& plan, const Dictionaries& dictionaries,
              const CompiledFilter& filter, const TopBoxRules& rules)
      : grouper(spec.group_by, dictionaries),
        share(spec, plan, dictionaries, filter, grouper, rules) {}

  Grouper grouper;
  Share share;
};

}  // namespace

absl::StatusOr<CountedTrend> CountTrend(const TrendSpec& spec, const TrendPlan& plan,
                                        const FactSource& source, const Dictionaries& dictionaries,
                                        const CompiledFilter& filter, Grouper& grouper,
                                        base::WorkerPool* helpers) {
  const TopBoxRules rules(spec.metric, source.top_boxes(), dictionaries);
  Share own(spec, plan, dictionaries, filter, grouper, rules);
  std::array<std::unique_ptr<HelperShare>, kCountThreads> helped;
  std::array<absl::Status, kCountThreads> status;
  std::atomic<size_t> next = 0;
  HelpedRun(helpers, kCountThreads, [&](size_t part) {
    if (part == 0) {
      status[part] = own.Run(source, next);
      return;
    }
    helped[part] = std::make_unique<HelperShare>(spec, plan, dictionaries, filter, rules);
    status[part] = helped[part]->share.Run(source, next);
  });
  for (const absl::Status& one : status) {
    if (!one.ok()) return one;
  }
  for (const auto& helper : helped) {
    if (helper == nullptr) continue;
    if (absl::Status absorbed = own.Absorb(helper->share); !absorbed.ok()) return absorbed;
  }
  return std::move(own).Finish();
}

}  // namespace voc::views
