#include "server/views/query/selection.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/views/query/chunk.h"
#include "server/views/query/timestamps.h"
#include "server/views/query/top_rows.h"

namespace voc::views {
namespace {

struct ByPosition {
  bool operator()(const Selected& a, const Selected& b) const {
    return std::tie(a.position.collected_at, a.position.sequence) >
           std::tie(b.position.collected_at, b.position.sequence);
  }
};

struct ByAlert {
  bool operator()(const Selected& a, const Selected& b) const {
    return std::tie(a.alert_sequence, a.event_sequence) >
           std::tie(b.alert_sequence, b.event_sequence);
  }
};

constexpr ColumnSet kSelectedColumns = Bit(Column::collected_at) | Bit(Column::sequence) |
                                       Bit(Column::event_sequence) | Bit(Column::flags);

absl::Status CheckLimit(size_t limit) {
  if (limit >= 1 && limit <= kMaxSelected) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("limit must be 1 to ", kMaxSelected));
}

// Whether any row of a chunk could still come before what is kept: most chunks
// of a long history are left at that.
bool AnyNotBefore(const FactSpan& chunk, base::TimeNs time) {
  bool any = false;
  for (size_t i = 0; i < chunk.size; ++i) any |= chunk.collected_at[i] >= time;
  return any;
}

}  // namespace

absl::StatusOr<std::vector<Selected>> SelectNewest(const FactSource& source,
                                                   const CompiledFilter& filter,
                                                   std::optional<Position> after, size_t limit) {
  if (absl::Status status = CheckLimit(limit); !status.ok()) return status;
  TimeRange range = filter.range();
  if (after) range.end = std::min(range.end, SaturatingAdd(after->collected_at, 1));
  TopRows<Selected, ByPosition> top(limit, ByPosition());
  std::vector<uint8_t> selected(kChunkRows);
  const auto visit_chunk = [&](const FactSpan& chunk) {
    if (top.worst() != nullptr && !AnyNotBefore(chunk, top.worst()->position.collected_at)) {
      return absl::OkStatus();
    }
    filter.Select(chunk, selected.data());
    for (size_t i = 0; i < chunk.size; ++i) {
      if (!selected[i]) continue;
      const Position position{chunk.collected_at[i], chunk.sequence[i]};
      if (after && std::tie(position.collected_at, position.sequence) >=
                       std::tie(after->collected_at, after->sequence)) {
        continue;
      }
      top.Add({position, chunk.event_sequence[i], 0, chunk.flags[i]});
    }
    return absl::OkStatus();
  };
  const absl::Status status =
      source.Scan(filter.columns() | kSelectedColumns, range,
                  [&](const FactSpan& span) { return ForEachChunk(span, visit_chunk); });
  if (!status.ok()) return status;
  return top.Take();
}

absl::StatusOr<AlertSelection> SelectAlerts(const FactSource& source, const CompiledFilter& filter,
                                            bool only_open, std::optional<uint64_t> at_most,
                                            size_t limit) {
  if (absl::Status status = CheckLimit(limit); !status.ok()) return status;
  const uint8_t wanted = only_open ? kOpenAlert : kHasAlert;
  TopRows<Selected, ByAlert> top(limit, ByAlert());
  AlertSelection result;
  std::vector<uint8_t> selected(kChunkRows);
  const auto visit_chunk = [&](const FactSpan& chunk) -> absl::Status {
    filter.Select(chunk, selected.data());
    for (size_t i = 0; i < chunk.size; ++i) {
      if (!selected[i] || (chunk.flags[i] & wanted) == 0) continue;
      const Selected row{{chunk.collected_at[i], chunk.sequence[i]},
                         chunk.event_sequence[i],
                         chunk.alert_sequence[i],
                         chunk.flags[i]};
      if (!at_most || row.alert_sequence <= *at_most) {
        top.Add(row);
      } else if ((row.flags & kManyAlerts) != 0) {
        if (result.also.size() == kMaxSelected) {
          return absl::ResourceExhaustedError(
              absl::StrCat("more than ", kMaxSelected,
                           " feedback with several alerts: choose a narrower filter"));
        }
        result.also.push_back(row);
      }
    }
    return absl::OkStatus();
  };
  const absl::Status status =
      source.Scan(filter.columns() | kSelectedColumns | Bit(Column::alert_sequence), filter.range(),
                  [&](const FactSpan& span) { return ForEachChunk(span, visit_chunk); });
  if (!status.ok()) return status;
  result.next = top.Take();
  return result;
}

}  // namespace voc::views
