#include "server/views/facts/fact_source.h"

namespace voc::views {

absl::Status BlockReader::LoadRows(ColumnSet columns, const std::vector<uint32_t>&) {
  return Load(columns);
}

absl::StatusOr<base::TimeNs> BlockReader::TimeOf(size_t row) {
  if (absl::Status loaded = Load(Bit(Column::collected_at)); !loaded.ok()) return loaded;
  return span_.collected_at[row];
}

absl::Status BlockReader::LoadTimes(const std::vector<uint32_t>& rows,
                                    std::vector<base::TimeNs>& times) {
  if (absl::Status loaded = LoadRows(Bit(Column::collected_at), rows); !loaded.ok()) return loaded;
  times.resize(rows.size());
  for (size_t k = 0; k < rows.size(); ++k) times[k] = span_.collected_at[rows[k]];
  return absl::OkStatus();
}

std::unique_ptr<FactSource> FactSource::Since(const FactMark&) const { return nullptr; }

absl::Status FactSource::Scan(ColumnSet columns, TimeRange range,
                              absl::FunctionRef<absl::Status(const FactSpan&)> visit) const {
  const std::unique_ptr<BlockReader> reader = NewReader();
  const size_t count = block_count();
  for (size_t block = 0; block < count; ++block) {
    reader->Open(block);
    if (!MayReach(reader->span(), range)) continue;
    if (absl::Status loaded = reader->Load(columns); !loaded.ok()) return loaded;
    if (absl::Status visited = visit(reader->span()); !visited.ok()) return visited;
  }
  return absl::OkStatus();
}

}  // namespace voc::views
