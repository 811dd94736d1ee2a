#include "server/views/query/trend_share.h"

#include <memory>
#include <vector>

#include "server/views/query/bins.h"

namespace voc::views {
namespace {

// Where at least one row in so many counts, counting all at once is faster than
// picking those that do.
constexpr size_t kDense = 8;

}  // namespace

TrendShare::TrendShare(const TrendSpec& spec, const TrendPlan& plan, const CompiledFilter& filter,
                       Grouper& grouper, const TopBoxRules* rules, const CountLimits& limits)
    : plan_(plan),
      cluster_by_(spec.cluster_by),
      answers_(spec.metric, spec.mode, spec.cluster_by, filter, rules),
      grouper_(grouper),
      cells_(plan, {.sum_points = !plan.windows.overlapping, .sum_series = !grouper.by_theme()}),
      clusters_(spec, plan, limits),
      only_bins_(spec.metric == v1::TREND_METRIC_NPS && spec.group_by.empty()) {}

absl::Status TrendShare::Run(const FactSource& source, std::atomic<size_t>& next) {
  stretch_ = {};
  const std::unique_ptr<BlockReader> block = source.NewReader();
  const size_t blocks = source.block_count();
  for (size_t i = next++; i < blocks; i = next++) {
    block->Open(i);
    if (absl::Status status = Count(*block); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status TrendShare::Absorb(const TrendShare& other) {
  const absl::StatusOr<std::vector<SeriesId>> series =
      cells_.Absorb(other.cells_, grouper_.Absorb(other.grouper_));
  if (!series.ok()) return series.status();
  clusters_.Absorb(other.clusters_, *series);
  return absl::OkStatus();
}

absl::Status TrendShare::Count(BlockReader& block) {
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

absl::Status TrendShare::CountByBin(BlockReader& block, bool one_stretch) {
  SeriesId series = 0;
  if (absl::Status found = cells_.Find(0, 0, series); !found.ok()) return found;
  const FactSpan& span = block.span();
  if (absl::Status loaded = block.Load(Bit(Column::score)); !loaded.ok()) return loaded;
  if (cluster_by_ != ClusterBy::kNobody) {
    const absl::Status loaded =
        block.Load(Bit(cluster_by_ == ClusterBy::kAccount ? Column::account : Column::respondent));
    if (!loaded.ok()) return loaded;
  }
  if (one_stretch) return CountRows(series, block, 0, span.size);
  for (size_t row = 0; row < span.size;) {
    const absl::StatusOr<base::TimeNs> time = block.TimeOf(row);
    if (!time.ok()) return time.status();
    if (!stretch_.Holds(*time)) stretch_ = plan_.StretchAt(*time);
    const absl::StatusOr<size_t> end = EndOfStretch(block, row);
    if (!end.ok()) return end.status();
    if (absl::Status counted = CountRows(series, block, row, *end); !counted.ok()) return counted;
    row = *end;
  }
  return absl::OkStatus();
}

absl::StatusOr<size_t> TrendShare::EndOfStretch(BlockReader& block, size_t row) const {
  const FactSpan& span = block.span();
  if (!span.sorted) {
    if (absl::Status loaded = block.Load(Bit(Column::collected_at)); !loaded.ok()) return loaded;
    while (row < span.size && stretch_.Holds(span.collected_at[row])) ++row;
    return row;
  }
  size_t end = span.size;
  ++row;
  while (row < end) {
    const size_t middle = row + (end - row) / 2;
    const absl::StatusOr<base::TimeNs> time = block.TimeOf(middle);
    if (!time.ok()) return time.status();
    if (*time < stretch_.until) {
      row = middle + 1;
    } else {
      end = middle;
    }
  }
  return end;
}

absl::Status TrendShare::CountRows(SeriesId series, BlockReader& block, size_t begin, size_t end) {
  Cell cell;
  cell.count = CountBins(block.span().score + begin, answers_.selected() + begin, end - begin);
  cells_.CountIn(series, stretch_, cell);
  return clusters_.wanted() ? CountRowClusters(series, block, begin, end) : absl::OkStatus();
}

absl::Status TrendShare::CountRowClusters(SeriesId series, BlockReader& block, size_t begin,
                                          size_t end) {
  const FactSpan& span = block.span();
  const uint8_t* selected = answers_.selected();
  const bool by_account = cluster_by_ == ClusterBy::kAccount;
  const Ordinal* main = by_account ? span.account : span.respondent;
  bool counted = false;
  if (!clusters_.CountRows(series, stretch_, main + begin, span.score + begin, selected + begin,
                           end - begin, counted)) {
    return absl::OkStatus();
  }
  if (by_account) {
    if (absl::Status loaded = block.Load(Bit(Column::respondent)); !loaded.ok()) return loaded;
  }
  for (size_t row = begin; row < end; ++row) {
    if (selected[row] == 0 || (counted && main[row] != 0)) continue;
    const ClusterId cluster = by_account && main[row] != 0
                                  ? ClusterId::OfAccount(main[row])
                                  : ClusterId::OfRespondent(span.respondent[row]);
    clusters_.Count(series, 0, stretch_, cluster, {span.score[row], 0}, true);
  }
  return absl::OkStatus();
}

absl::Status TrendShare::CountEach(const AnswerBatch& batch, bool one_stretch) {
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

}  // namespace voc::views
