#include "server/views/snapshot.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "server/views/facts/column_codec.h"

namespace voc::views {

class FactSnapshot::Reader final : public BlockReader {
 public:
  explicit Reader(const FactSnapshot& facts)
      : facts_(facts),
        scan_(facts.store_->BeginScan()),
        deaths_(facts.deaths_),
        unpacked_(kBlockRows, 0) {}

  void Open(size_t block) override {
    const std::vector<Block>& blocks = *facts_.blocks_;
    span_ = {};
    loaded_ = 0;
    knows_live_ = false;
    packed_times_.reset();
    block_ = nullptr;
    if (block < blocks.size()) {
      block_ = &blocks[block];
      span_.size = block_->rows;
      span_.first_time = block_->first_time;
      span_.last_time = block_->last_time;
      span_.sorted = true;
    } else {
      OpenTail(facts_.tail_[block - blocks.size()]);
    }
  }

  absl::Status Load(ColumnSet columns) override {
    if (!knows_live_) {
      if (absl::Status status = LoadLive(); !status.ok()) return status;
      knows_live_ = true;
    }
    if (block_ == nullptr || (columns & ~loaded_) == 0) return absl::OkStatus();
#define VOC_COLUMN(type, name)                                                        \
  if ((columns & ~loaded_ & Bit(Column::name)) != 0) {                                \
    const absl::Status status = LoadColumn(Column::name, unpacked_.name, span_.name); \
    if (!status.ok()) return status;                                                  \
  }
    VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
    loaded_ |= columns;
    return absl::OkStatus();
  }

  absl::Status LoadRows(ColumnSet columns, const std::vector<uint32_t>& rows) override {
    if (block_ == nullptr || rows.size() * kSparse > span_.size) return Load(columns);
    if (absl::Status live = Load(0); !live.ok()) return live;
#define VOC_COLUMN(type, name)                                                               \
  if ((columns & ~loaded_ & Bit(Column::name)) != 0) {                                       \
    const absl::Status status = LoadColumn(Column::name, unpacked_.name, span_.name, &rows); \
    if (!status.ok()) return status;                                                         \
  }
    VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
    return absl::OkStatus();
  }

  absl::StatusOr<base::TimeNs> TimeOf(size_t row) override {
    if (block_ == nullptr || (loaded_ & Bit(Column::collected_at)) != 0) {
      return BlockReader::TimeOf(row);
    }
    if (!packed_times_) {
      absl::StatusOr<BlockStore::Bytes> bytes =
          facts_.store_->Column(*block_, Column::collected_at, scan_);
      if (!bytes.ok()) return bytes.status();
      times_bytes_ = *std::move(bytes);
      const absl::StatusOr<PackedColumn> packed = PackedColumn::Parse(*times_bytes_, block_->rows);
      if (!packed.ok()) return packed.status();
      packed_times_ = *packed;
    }
    return static_cast<base::TimeNs>(packed_times_->At(row));
  }

 private:
  // Of so many rows one is wanted: not worth unpacking all of a column.
  static constexpr size_t kSparse = 16;

  // A chunk of the tail has no bounds yet; its times are in memory.
  void OpenTail(const TailChunk& chunk) {
    span_ = chunk.rows->Span(chunk.size);
    if (chunk.size == 0) return;
    const auto [first, last] =
        std::minmax_element(span_.collected_at, span_.collected_at + span_.size);
    span_.first_time = *first;
    span_.last_time = *last;
    span_.sorted = false;
  }

  // All of a column, or the values of `rows`.
  template <typename T>
  absl::Status LoadColumn(Column column, std::unique_ptr<T[]>& unpacked, const T*& values,
                          const std::vector<uint32_t>* rows = nullptr) {
    const absl::StatusOr<BlockStore::Bytes> bytes = facts_.store_->Column(*block_, column, scan_);
    if (!bytes.ok()) return bytes.status();
    const absl::StatusOr<PackedColumn> packed = PackedColumn::Parse(**bytes, block_->rows);
    if (!packed.ok()) return packed.status();
    values = packed->InPlace<T>();
    if (values != nullptr) {
      in_place_[static_cast<size_t>(column)] = *bytes;
      return absl::OkStatus();
    }
    if (unpacked == nullptr) unpacked = std::make_unique_for_overwrite<T[]>(kBlockRows);
    if (rows != nullptr) {
      packed->UnpackRows(*rows, unpacked.get());
    } else {
      packed->Unpack(unpacked.get());
    }
    values = unpacked.get();
    return absl::OkStatus();
  }

  absl::Status LoadLive() {
    if (span_.size == 0) return absl::OkStatus();
    const store::Sequence first = block_ != nullptr ? block_->first_event : span_.event_sequence[0];
    if (first <= facts_.after_) return LoadLater();
    if (block_ == nullptr) {
      const store::Sequence* events = span_.event_sequence;
      if (deaths_.Around(events[0], events[span_.size - 1]) == 0) return absl::OkStatus();
      Bury(DeadRows());
      return absl::OkStatus();
    }
    const uint64_t deaths = deaths_.Around(block_->first_event, block_->last_event);
    if (deaths == 0) return absl::OkStatus();
    BlockStore::Rows dead = facts_.store_->FindDeadRows(*block_, deaths);
    if (dead == nullptr) {
      const absl::Status loaded =
          LoadColumn(Column::event_sequence, unpacked_.event_sequence, span_.event_sequence);
      if (!loaded.ok()) return loaded;
      loaded_ |= Bit(Column::event_sequence);
      dead = std::make_shared<const std::vector<uint32_t>>(DeadRows());
      facts_.store_->KeepDeadRows(*block_, deaths, dead);
    }
    Bury(*dead);
    return absl::OkStatus();
  }

  // Of a block that also has rows of events that do not count.
  absl::Status LoadLater() {
    if (block_ != nullptr) {
      const absl::Status loaded =
          LoadColumn(Column::event_sequence, unpacked_.event_sequence, span_.event_sequence);
      if (!loaded.ok()) return loaded;
      loaded_ |= Bit(Column::event_sequence);
    }
    live_.resize(span_.size);
    for (size_t row = 0; row < span_.size; ++row) {
      const store::Sequence event = span_.event_sequence[row];
      live_[row] = event > facts_.after_ && !facts_.deaths_.Contains(event) ? 1 : 0;
    }
    span_.live = live_.data();
    return absl::OkStatus();
  }

  std::vector<uint32_t> DeadRows() const {
    std::vector<uint32_t> rows;
    for (size_t row = 0; row < span_.size; ++row) {
      if (facts_.deaths_.Contains(span_.event_sequence[row])) {
        rows.push_back(static_cast<uint32_t>(row));
      }
    }
    return rows;
  }

  void Bury(const std::vector<uint32_t>& dead) {
    if (dead.empty()) return;
    live_.assign(span_.size, 1);
    for (const uint32_t row : dead) live_[row] = 0;
    span_.live = live_.data();
  }

  const FactSnapshot& facts_;
  const BlockStore::ScanId scan_;
  const DeathCounts deaths_;
  const Block* block_ = nullptr;  // null for a chunk of the tail
  ColumnSet loaded_ = 0;
  bool knows_live_ = false;
  std::vector<uint8_t> live_;
  FactBuffer unpacked_;  // columns that are not used in place
  std::array<BlockStore::Bytes, kColumnCount> in_place_;
  std::optional<PackedColumn> packed_times_;  // of this block, if it was asked for
  BlockStore::Bytes times_bytes_;
};

std::unique_ptr<BlockReader> FactSnapshot::NewReader() const {
  return std::make_unique<Reader>(*this);
}

FactMark FactSnapshot::mark() const {
  return {.sequence = sequence_, .replaced = deaths_.CountUpTo(sequence_)};
}

std::unique_ptr<FactSource> FactSnapshot::Since(const FactMark& mark) const {
  if (mark.sequence > sequence_ || deaths_.CountUpTo(mark.sequence) != mark.replaced) {
    return nullptr;
  }
  auto blocks = std::make_shared<std::vector<Block>>();
  for (const Block& block : *blocks_) {
    if (block.last_event > mark.sequence) blocks->push_back(block);
  }
  std::vector<TailChunk> tail;
  for (const TailChunk& chunk : tail_) {
    // Rows of the tail are in order of events.
    if (chunk.size > 0 && chunk.rows->event_sequence[chunk.size - 1] > mark.sequence) {
      tail.push_back(chunk);
    }
  }
  return std::make_unique<FactSnapshot>(store_, std::move(blocks), std::move(tail), deaths_,
                                        sequence_, top_boxes_, std::max(after_, mark.sequence));
}

}  // namespace voc::views
