#include "server/views/query/answers.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <utility>

#include "server/views/query/bins.h"

namespace voc::views {
namespace {

// What counts for a metric, beside passing the filter.
void Require(v1::TrendMetric metric, CompiledFilter& filter) {
  switch (metric) {
    case v1::TREND_METRIC_NPS:
      return filter.Require(kScored, Kind::kNps);
    case v1::TREND_METRIC_CSAT:
      return filter.Require(kScored, Kind::kCsat);
    case v1::TREND_METRIC_CES:
      return filter.Require(kScored, Kind::kCes);
    case v1::TREND_METRIC_RATING:
      return filter.Require(kRated, std::nullopt);
    default:
      return filter.Require(kHasText, std::nullopt);
  }
}

template <typename T, typename Value>
void Fill(std::vector<T>& out, const std::vector<uint32_t>& rows, Value&& value_of_row) {
  out.resize(rows.size());
  for (size_t k = 0; k < rows.size(); ++k) out[k] = static_cast<T>(value_of_row(rows[k]));
}

}  // namespace

AnswerReader::AnswerReader(v1::TrendMetric metric, v1::RespondentMode mode, ClusterBy cluster_by,
                           CompiledFilter filter, const TopBoxRules* rules)
    : metric_(metric),
      mode_(mode),
      cluster_by_(cluster_by),
      filter_(std::move(filter)),
      rules_(rules == nullptr || rules->empty() ? nullptr : rules) {
  Require(metric, filter_);
}

ColumnSet AnswerReader::SampleColumns() const {
  switch (metric_) {
    case v1::TREND_METRIC_RATING:
      return Bit(Column::rating);
    case v1::TREND_METRIC_SENTIMENT:
      return Bit(Column::sentiment) | Bit(Column::label);
    case v1::TREND_METRIC_NPS:
      return Bit(Column::score);
    default:
      return Bit(Column::score) | Bit(Column::scale) | Bit(Column::flags) |
             (rules_ == nullptr ? 0 : Bit(Column::source));
  }
}

absl::StatusOr<size_t> AnswerReader::Select(BlockReader& block, TimeRange range) {
  selected_ = 0;
  filter_.set_range(range);
  if (!MayReach(block.span(), range)) return 0;
  const ColumnSet columns = filter_.ColumnsFor(block.span());
  if (absl::Status loaded = block.Load(columns); !loaded.ok()) return loaded;
  const FactSpan& span = block.span();
  if (mask_.size() < span.size) mask_.resize(span.size);
  uint8_t* mask = mask_.data();
  filter_.Select(span, mask);
  selected_ = CountSelected(mask, span.size);
  return selected_;
}

void AnswerReader::FillRows(size_t size, size_t selected) {
  rows_.resize(selected + 1);  // what is written last may not be selected
  const uint8_t* mask = mask_.data();
  size_t next = 0;
  size_t row = 0;
  for (; row + 8 <= size; row += 8) {
    uint64_t eight;
    std::memcpy(&eight, mask + row, sizeof eight);
    if (eight == 0) continue;
    // Without a branch: whether a row counts is often a coin's toss.
    for (size_t i = row; i < row + 8; ++i) {
      rows_[next] = static_cast<uint32_t>(i);
      next += mask[i];
    }
  }
  for (; row < size; ++row) {
    rows_[next] = static_cast<uint32_t>(row);
    next += mask[row];
  }
  rows_.resize(selected);
}

absl::StatusOr<std::optional<TimeRange>> AnswerReader::Extent(const FactSource& source,
                                                              TimeRange range) {
  base::TimeNs first = std::numeric_limits<base::TimeNs>::max();
  base::TimeNs last = std::numeric_limits<base::TimeNs>::min();
  bool any = false;
  const std::unique_ptr<BlockReader> block = source.NewReader();
  const size_t blocks = source.block_count();
  // From both ends, so that the ends are known before most blocks are met.
  for (size_t i = 0; i < blocks; ++i) {
    block->Open(i % 2 == 0 ? i / 2 : blocks - 1 - i / 2);
    const FactSpan& span = block->span();
    if (any && span.first_time >= first && span.last_time <= last) continue;
    const absl::StatusOr<size_t> selected = Select(*block, range);
    if (!selected.ok()) return selected.status();
    if (*selected == 0) continue;
    any = true;
    FillRows(span.size, *selected);
    if (absl::Status times = block->LoadTimes(rows_, batch_.time); !times.ok()) return times;
    const auto [earliest, latest] = std::minmax_element(batch_.time.begin(), batch_.time.end());
    first = std::min(first, *earliest);
    last = std::max(last, *latest);
  }
  if (!any) return std::nullopt;
  return TimeRange{first, last + 1};
}

absl::Status AnswerReader::Read(const FactSource& source, TimeRange range, Grouper& grouper,
                                absl::FunctionRef<absl::Status(const AnswerBatch&)> visit) {
  const std::unique_ptr<BlockReader> block = source.NewReader();
  const size_t blocks = source.block_count();
  for (size_t i = 0; i < blocks; ++i) {
    block->Open(i);
    const absl::StatusOr<size_t> selected = Select(*block, range);
    if (!selected.ok()) return selected.status();
    if (*selected == 0) continue;
    const absl::StatusOr<const AnswerBatch*> batch = Gather(*block, /*with_times=*/true, grouper);
    if (!batch.ok()) return batch.status();
    if (absl::Status visited = visit(**batch); !visited.ok()) return visited;
  }
  return absl::OkStatus();
}

absl::StatusOr<const AnswerBatch*> AnswerReader::Gather(BlockReader& block, bool with_times,
                                                        Grouper& grouper) {
  ColumnSet columns = SampleColumns() | grouper.columns();
  if (mode_ != v1::RESPONDENT_MODE_ALL_RESPONSES) {
    columns |= Bit(Column::sequence) |
               (mode_ == v1::RESPONDENT_MODE_LATEST_PER_ACCOUNT ? Bit(Column::account)
                                                                : Bit(Column::respondent));
  }
  FillRows(block.span().size, selected_);
  if (absl::Status loaded = block.LoadRows(columns, rows_); !loaded.ok()) return loaded;
  const FactSpan& span = block.span();
  batch_.time.clear();
  if (with_times) {
    if (absl::Status times = block.LoadTimes(rows_, batch_.time); !times.ok()) return times;
  }
  FillSamples(span);
  FillEntities(span);
  if (absl::Status clusters = FillClusters(block); !clusters.ok()) return clusters;
  grouper.Assign(span, rows_, batch_.group);
  if (!grouper.by_theme()) {
    batch_.is_first.assign(rows_.size(), 1);
    return &batch_;
  }
  SplitByTheme(span, grouper);
  return &split_;
}

void AnswerReader::FillSamples(const FactSpan& span) {
  batch_.value.assign(rows_.size(), 0);
  batch_.scale.assign(rows_.size(), 0);
  switch (metric_) {
    case v1::TREND_METRIC_RATING:
      Fill(batch_.value, rows_, [&](uint32_t row) { return span.rating[row]; });
      Fill(batch_.bin, rows_,
           [&](uint32_t row) { return (span.rating[row] + kRatingUnit / 2) / kRatingUnit; });
      break;
    case v1::TREND_METRIC_SENTIMENT:
      Fill(batch_.value, rows_, [&](uint32_t row) { return span.sentiment[row]; });
      Fill(batch_.bin, rows_, [&](uint32_t row) { return span.label[row]; });
      break;
    case v1::TREND_METRIC_CSAT:
    case v1::TREND_METRIC_CES:
      Fill(batch_.scale, rows_, [&](uint32_t row) {
        return (span.scale[row] << 1 | ((span.flags[row] & kLowIsGood) != 0 ? 1 : 0)) &
               (kPlainScaleCodes - 1);
      });
      if (rules_ != nullptr) {
        for (size_t k = 0; k < rows_.size(); ++k) {
          batch_.scale[k] = rules_->Of(span.source[rows_[k]], batch_.scale[k]);
        }
      }
      [[fallthrough]];
    default:
      Fill(batch_.bin, rows_, [&](uint32_t row) { return span.score[row]; });
  }
}

void AnswerReader::FillEntities(const FactSpan& span) {
  if (mode_ == v1::RESPONDENT_MODE_ALL_RESPONSES) return;
  Fill(batch_.sequence, rows_, [&](uint32_t row) { return span.sequence[row]; });
  const Ordinal* who =
      mode_ == v1::RESPONDENT_MODE_LATEST_PER_ACCOUNT ? span.account : span.respondent;
  Fill(batch_.entity, rows_, [&](uint32_t row) { return uint64_t{who[row]} << 1; });
  if (metric_ != v1::TREND_METRIC_SENTIMENT) return;
  // Texts that could not be labelled stand beside those that were: they do not
  // replace one.
  for (size_t k = 0; k < rows_.size(); ++k) {
    if (batch_.entity[k] != 0 && batch_.bin[k] == static_cast<uint8_t>(Label::kUnlabelled)) {
      batch_.entity[k] |= 1;
    }
  }
}

absl::Status AnswerReader::FillClusters(BlockReader& block) {
  if (cluster_by_ == ClusterBy::kNobody) return absl::OkStatus();
  bool need_respondents = cluster_by_ == ClusterBy::kRespondent;
  if (cluster_by_ == ClusterBy::kAccount) {
    const absl::Status loaded = block.LoadRows(Bit(Column::account), rows_);
    if (!loaded.ok()) return loaded;
    const Ordinal* account = block.span().account;
    batch_.cluster.resize(rows_.size());
    for (size_t k = 0; k < rows_.size(); ++k) {
      batch_.cluster[k] = ClusterId::OfAccount(account[rows_[k]]);
      need_respondents |= !batch_.cluster[k].known();
    }
  } else {
    batch_.cluster.assign(rows_.size(), ClusterId());
  }
  if (!need_respondents) return absl::OkStatus();
  const absl::Status loaded = block.LoadRows(Bit(Column::respondent), rows_);
  if (!loaded.ok()) return loaded;
  const Ordinal* respondent = block.span().respondent;
  for (size_t k = 0; k < rows_.size(); ++k) {
    if (!batch_.cluster[k].known()) {
      batch_.cluster[k] = ClusterId::OfRespondent(respondent[rows_[k]]);
    }
  }
  return absl::OkStatus();
}

void AnswerReader::SplitByTheme(const FactSpan& span, Grouper& grouper) {
  split_ = AnswerBatch{};
  for (size_t k = 0; k < rows_.size(); ++k) {
    groups_.clear();
    grouper.ByTheme(span, rows_[k], batch_.group[k], groups_);
    for (size_t g = 0; g < groups_.size(); ++g) {
      if (!batch_.time.empty()) split_.time.push_back(batch_.time[k]);
      split_.bin.push_back(batch_.bin[k]);
      split_.value.push_back(batch_.value[k]);
      split_.scale.push_back(batch_.scale[k]);
      split_.group.push_back(groups_[g]);
      split_.is_first.push_back(g == 0 ? 1 : 0);
      if (cluster_by_ != ClusterBy::kNobody) split_.cluster.push_back(batch_.cluster[k]);
      if (mode_ == v1::RESPONDENT_MODE_ALL_RESPONSES) continue;
      split_.entity.push_back(batch_.entity[k]);
      split_.sequence.push_back(batch_.sequence[k]);
    }
  }
}

}  // namespace voc::views
