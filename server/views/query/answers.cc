#include "server/views/query/answers.h"

#include <algorithm>
#include <limits>

#include "server/views/query/chunk.h"

namespace voc::views {
namespace {

// Rows of the metric have flags & mask set and, if kind is not 0, that kind.
struct Counts {
  uint8_t flag;
  uint8_t kind;
};

Counts CountsFor(v1::TrendMetric metric) {
  switch (metric) {
    case v1::TREND_METRIC_NPS:
      return {kScored, static_cast<uint8_t>(Kind::kNps)};
    case v1::TREND_METRIC_CSAT:
      return {kScored, static_cast<uint8_t>(Kind::kCsat)};
    case v1::TREND_METRIC_CES:
      return {kScored, static_cast<uint8_t>(Kind::kCes)};
    case v1::TREND_METRIC_RATING:
      return {kRated, 0};
    default:
      return {kHasText, 0};
  }
}

ColumnSet SampleColumns(v1::TrendMetric metric) {
  switch (metric) {
    case v1::TREND_METRIC_RATING:
      return Bit(Column::rating);
    case v1::TREND_METRIC_SENTIMENT:
      return Bit(Column::sentiment) | Bit(Column::label);
    default:
      return Bit(Column::score) | Bit(Column::scale);
  }
}

template <typename T, typename Value>
void Fill(std::vector<T>& out, const std::vector<uint32_t>& rows, Value&& value_of_row) {
  out.resize(rows.size());
  for (size_t k = 0; k < rows.size(); ++k) out[k] = static_cast<T>(value_of_row(rows[k]));
}

}  // namespace

AnswerReader::AnswerReader(v1::TrendMetric metric, v1::RespondentMode mode, CompiledFilter& filter)
    : metric_(metric), mode_(mode), filter_(&filter), mask_(kChunkRows) {}

absl::Status AnswerReader::Scan(const FactSource& source, TimeRange range, ColumnSet columns,
                                absl::FunctionRef<absl::Status(const FactSpan&)> visit) {
  filter_->set_range(range);
  columns |=
      filter_->columns() | Bit(Column::collected_at) | Bit(Column::kind) | Bit(Column::flags);
  return source.Scan(columns, range, [&](const FactSpan& span) {
    return ForEachChunk(span, [&](const FactSpan& chunk) {
      SelectRows(chunk);
      return rows_.empty() ? absl::OkStatus() : visit(chunk);
    });
  });
}

void AnswerReader::SelectRows(const FactSpan& chunk) {
  filter_->Select(chunk, mask_.data());
  const Counts counts = CountsFor(metric_);
  uint8_t* mask = mask_.data();
  for (size_t i = 0; i < chunk.size; ++i) {
    mask[i] &= static_cast<uint8_t>((chunk.flags[i] & counts.flag) != 0);
  }
  if (counts.kind != 0) {
    for (size_t i = 0; i < chunk.size; ++i) {
      mask[i] &= static_cast<uint8_t>(chunk.kind[i] == counts.kind);
    }
  }
  // Without a branch: whether a row counts is often a coin's toss.
  rows_.resize(chunk.size);
  size_t selected = 0;
  for (size_t i = 0; i < chunk.size; ++i) {
    rows_[selected] = static_cast<uint32_t>(i);
    selected += mask[i];
  }
  rows_.resize(selected);
}

absl::StatusOr<std::optional<TimeRange>> AnswerReader::Extent(const FactSource& source,
                                                              TimeRange range) {
  base::TimeNs first = std::numeric_limits<base::TimeNs>::max();
  base::TimeNs last = std::numeric_limits<base::TimeNs>::min();
  bool any = false;
  const absl::Status status = Scan(source, range, 0, [&](const FactSpan& chunk) {
    any = true;
    for (const uint32_t row : rows_) {
      first = std::min(first, chunk.collected_at[row]);
      last = std::max(last, chunk.collected_at[row]);
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  if (!any) return std::nullopt;
  return TimeRange{first, last + 1};
}

absl::Status AnswerReader::Read(const FactSource& source, TimeRange range, Grouper& grouper,
                                absl::FunctionRef<absl::Status(const AnswerBatch&)> visit) {
  ColumnSet columns = SampleColumns(metric_) | grouper.columns();
  if (mode_ != v1::RESPONDENT_MODE_ALL_RESPONSES) {
    columns |= Bit(Column::sequence) |
               (mode_ == v1::RESPONDENT_MODE_LATEST_PER_ACCOUNT ? Bit(Column::account)
                                                                : Bit(Column::respondent));
  }
  return Scan(source, range, columns, [&](const FactSpan& chunk) {
    Fill(batch_.time, rows_, [&](uint32_t row) { return chunk.collected_at[row]; });
    FillSamples(chunk);
    FillEntities(chunk);
    grouper.Assign(chunk, rows_, batch_.group);
    if (!grouper.by_theme()) {
      batch_.is_first.assign(rows_.size(), 1);
      return visit(batch_);
    }
    SplitByTheme(chunk, grouper);
    return visit(split_);
  });
}

void AnswerReader::FillSamples(const FactSpan& chunk) {
  batch_.value.assign(rows_.size(), 0);
  batch_.scale.assign(rows_.size(), 0);
  switch (metric_) {
    case v1::TREND_METRIC_RATING:
      Fill(batch_.value, rows_, [&](uint32_t row) { return chunk.rating[row]; });
      Fill(batch_.bin, rows_,
           [&](uint32_t row) { return (chunk.rating[row] + kRatingUnit / 2) / kRatingUnit; });
      break;
    case v1::TREND_METRIC_SENTIMENT:
      Fill(batch_.value, rows_, [&](uint32_t row) { return chunk.sentiment[row]; });
      Fill(batch_.bin, rows_, [&](uint32_t row) { return chunk.label[row]; });
      break;
    case v1::TREND_METRIC_CSAT:
    case v1::TREND_METRIC_CES:
      Fill(batch_.scale, rows_, [&](uint32_t row) {
        return (chunk.scale[row] << 1 | ((chunk.flags[row] & kLowIsGood) != 0 ? 1 : 0)) &
               (kScaleCodes - 1);
      });
      [[fallthrough]];
    default:
      Fill(batch_.bin, rows_, [&](uint32_t row) { return chunk.score[row]; });
  }
}

void AnswerReader::FillEntities(const FactSpan& chunk) {
  if (mode_ == v1::RESPONDENT_MODE_ALL_RESPONSES) return;
  Fill(batch_.sequence, rows_, [&](uint32_t row) { return chunk.sequence[row]; });
  const Ordinal* who =
      mode_ == v1::RESPONDENT_MODE_LATEST_PER_ACCOUNT ? chunk.account : chunk.respondent;
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

void AnswerReader::SplitByTheme(const FactSpan& chunk, Grouper& grouper) {
  split_ = AnswerBatch{};
  for (size_t k = 0; k < rows_.size(); ++k) {
    groups_.clear();
    grouper.ByTheme(chunk, rows_[k], batch_.group[k], groups_);
    for (size_t g = 0; g < groups_.size(); ++g) {
      split_.time.push_back(batch_.time[k]);
      split_.bin.push_back(batch_.bin[k]);
      split_.value.push_back(batch_.value[k]);
      split_.scale.push_back(batch_.scale[k]);
      split_.group.push_back(groups_[g]);
      split_.is_first.push_back(g == 0 ? 1 : 0);
      if (mode_ == v1::RESPONDENT_MODE_ALL_RESPONSES) continue;
      split_.entity.push_back(batch_.entity[k]);
      split_.sequence.push_back(batch_.sequence[k]);
    }
  }
}

}  // namespace voc::views
