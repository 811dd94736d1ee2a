#include "server/views/block_store.h"

#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace voc::views {

BlockStore::BlockStore(const store::ViewStore* store, size_t cache_bytes)
    : store_(store), cache_bytes_(cache_bytes) {}

absl::StatusOr<BlockStore::Bytes> BlockStore::Column(const Block& block, views::Column column,
                                                     ScanId scan) {
  const ColumnId id(block.run, block.number, column);
  {
    absl::MutexLock lock(&mutex_);
    if (const auto found = columns_.find(id); found != columns_.end()) {
      by_use_.splice(by_use_.begin(), by_use_, found->second);
      found->second->used = scan;
      return found->second->bytes;
    }
  }
  absl::StatusOr<std::optional<std::string>> read =
      store_->Get(store::Table::kFacts, ColumnKey(block, column));
  if (!read.ok()) return read.status();
  if (!read->has_value()) {
    return absl::DataLossError(absl::StrCat("column ", static_cast<int>(column), " of block ",
                                            block.run, "/", block.number, " is missing"));
  }
  auto bytes = std::make_shared<const std::string>(*std::move(*read));
  Keep(id, bytes, scan);
  return bytes;
}

void BlockStore::Keep(const ColumnId& id, const Bytes& bytes, ScanId scan) {
  absl::MutexLock lock(&mutex_);
  if (columns_.contains(id)) return;
  while (kept_bytes_ + bytes->size() > cache_bytes_) {
    if (by_use_.empty() || by_use_.back().used + kProtectedScans > scan) return;
    Drop(std::prev(by_use_.end()));
  }
  by_use_.push_front({id, bytes, scan});
  columns_[id] = by_use_.begin();
  kept_bytes_ += bytes->size();
}

void BlockStore::Drop(std::list<Kept>::iterator kept) {
  kept_bytes_ -= kept->bytes->size();
  columns_.erase(kept->id);
  by_use_.erase(kept);
}

BlockStore::Rows BlockStore::FindDeadRows(const Block& block, uint64_t deaths) const {
  absl::MutexLock lock(&dead_mutex_);
  const auto found = dead_.find(BlockId(block.run, block.number));
  if (found == dead_.end() || found->second.deaths != deaths) return nullptr;
  return found->second.rows;
}

void BlockStore::KeepDeadRows(const Block& block, uint64_t deaths, Rows rows) {
  absl::MutexLock lock(&dead_mutex_);
  if (dead_rows_ + rows->size() > kMaxKnownDeadRows) {
    dead_.clear();
    dead_rows_ = 0;
  }
  KnownDead& known = dead_[BlockId(block.run, block.number)];
  if (known.rows != nullptr) dead_rows_ -= known.rows->size();
  dead_rows_ += rows->size();
  known = {deaths, std::move(rows)};
}

void BlockStore::Forget(const Block& block) {
  {
    absl::MutexLock lock(&mutex_);
#define VOC_COLUMN(type, name)                                                                 \
  if (const auto kept = columns_.find(ColumnId(block.run, block.number, views::Column::name)); \
      kept != columns_.end()) {                                                                \
    Drop(kept->second);                                                                        \
  }
    VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
  }
  absl::MutexLock lock(&dead_mutex_);
  const auto known = dead_.find(BlockId(block.run, block.number));
  if (known == dead_.end()) return;
  dead_rows_ -= known->second.rows->size();
  dead_.erase(known);
}

}  // namespace voc::views
