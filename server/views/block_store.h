#ifndef VOC_SERVER_VIEWS_BLOCK_STORE_H_
#define VOC_SERVER_VIEWS_BLOCK_STORE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/views/blocks.h"
#include "storage/view_store.h"

namespace voc::views {

// Encoded columns of blocks that are kept in memory, at most. At 20 million facts
// what month by month trends read takes 60 MB, an account's 120 MB more.
inline constexpr size_t kColumnCacheBytes = 224u << 20;

// A query has two scans, one on each of its threads.
inline constexpr uint64_t kProtectedScans = 4;

// Numbers of dead rows that are kept in memory, at most: 16 MB.
inline constexpr size_t kMaxKnownDeadRows = 4u << 20;

// The blocks on disk, with what was read of them lately kept in memory as it is
// stored. Thread-safe; may read the disk.
class BlockStore {
 public:
  using Bytes = std::shared_ptr<const std::string>;
  using Rows = std::shared_ptr<const std::vector<uint32_t>>;

  // Marks what one scan uses, see Column.
  using ScanId = uint64_t;

  // `store` outlives this.
  explicit BlockStore(const store::ViewStore* store, size_t cache_bytes = kColumnCacheBytes);

  ScanId BeginScan() { return scans_.fetch_add(1, std::memory_order_relaxed) + 1; }

  // A column as it is stored. DATA_LOSS if it is not there. What one of the last
  // kProtectedScans used is not given up for it: else rounds over slightly more
  // than there is room for would find nothing of the round before.
  absl::StatusOr<Bytes> Column(const Block& block, views::Column column, ScanId scan);

  // Rows of a block that were found dead when `deaths` (DeathCounts::Around) had
  // died around it; null if that is not known.
  Rows FindDeadRows(const Block& block, uint64_t deaths) const;
  void KeepDeadRows(const Block& block, uint64_t deaths, Rows rows);

  // Gives up what is kept of a block that is no longer used.
  void Forget(const Block& block);

 private:
  using BlockId = std::tuple<store::Sequence, uint32_t>;
  using ColumnId = std::tuple<store::Sequence, uint32_t, views::Column>;

  struct Kept {
    ColumnId id;
    Bytes bytes;
    ScanId used = 0;
  };
  struct KnownDead {
    uint64_t deaths = 0;
    Rows rows;
  };

  void Keep(const ColumnId& id, const Bytes& bytes, ScanId scan);
  void Drop(std::list<Kept>::iterator kept) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const store::ViewStore* const store_;
  const size_t cache_bytes_;
  std::atomic<ScanId> scans_{0};

  mutable absl::Mutex mutex_;
  std::list<Kept> by_use_ ABSL_GUARDED_BY(mutex_);  // last used first
  absl::flat_hash_map<ColumnId, std::list<Kept>::iterator> columns_ ABSL_GUARDED_BY(mutex_);
  size_t kept_bytes_ ABSL_GUARDED_BY(mutex_) = 0;

  mutable absl::Mutex dead_mutex_;
  absl::flat_hash_map<BlockId, KnownDead> dead_ ABSL_GUARDED_BY(dead_mutex_);
  size_t dead_rows_ ABSL_GUARDED_BY(dead_mutex_) = 0;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_BLOCK_STORE_H_
