#include "server/views/snapshot.h"

namespace voc::views {

void FactSnapshot::MarkDead(store::Sequence first, store::Sequence last, FactSpan& span,
                            std::vector<uint8_t>& live) const {
  if (!deaths_.MayContainAnyOf(first, last)) return;
  live.resize(span.size);
  for (size_t row = 0; row < span.size; ++row) {
    live[row] = deaths_.Contains(span.event_sequence[row]) ? 0 : 1;
  }
  span.live = live.data();
}

absl::Status FactSnapshot::Scan(ColumnSet columns, TimeRange range,
                                absl::FunctionRef<absl::Status(const FactSpan&)> visit) const {
  std::vector<uint8_t> live;
  FactBuffer rows(kBlockRows, columns | Bit(Column::event_sequence));
  for (const Block& block : *blocks_) {
    if (block.last_time < range.start || block.first_time >= range.end) continue;
    ColumnSet needed = columns;
    const bool may_be_dead = deaths_.MayContainAnyOf(block.first_event, block.last_event);
    if (may_be_dead) needed |= Bit(Column::event_sequence);
    if (const absl::Status loaded = LoadBlock(*store_, block, needed, rows); !loaded.ok()) {
      return loaded;
    }
    FactSpan span = rows.Span(block.rows);
    if (may_be_dead) MarkDead(block.first_event, block.last_event, span, live);
    if (const absl::Status visited = visit(span); !visited.ok()) return visited;
  }
  for (const TailChunk& chunk : tail_) {
    if (chunk.size == 0) continue;
    FactSpan span = chunk.rows->Span(chunk.size);
    MarkDead(span.event_sequence[0], span.event_sequence[chunk.size - 1], span, live);
    if (const absl::Status visited = visit(span); !visited.ok()) return visited;
  }
  return absl::OkStatus();
}

}  // namespace voc::views
