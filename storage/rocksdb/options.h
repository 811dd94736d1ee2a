#ifndef VOC_STORAGE_ROCKSDB_OPTIONS_H_
#define VOC_STORAGE_ROCKSDB_OPTIONS_H_

#include <rocksdb/cache.h>
#include <rocksdb/options.h>

#include <memory>

#include "storage/view_store.h"

namespace voc::rocks {

// Uncompressed blocks, indexes and filters of all column families together.
inline constexpr size_t kBlockCacheBytes = 96u << 20;
// A block of the log, before compression.
inline constexpr size_t kLogBlockBytes = 32u << 10;
// One log memtable; at most three exist at once.
inline constexpr size_t kLogMemtableBytes = 16u << 20;
// Write-ahead log files kept before memtables are flushed to free them: what a
// restart reads again.
inline constexpr uint64_t kMaxWalBytes = 64u << 20;
// Files of tables that stay open, six or so for every 64 Ki events; of what the system allows
// the process a quarter at most.
inline constexpr int kMaxOpenFiles = 8192;

rocksdb::DBOptions MakeDbOptions();
rocksdb::ColumnFamilyOptions MakeLogOptions(const std::shared_ptr<rocksdb::Cache>& cache);
rocksdb::ColumnFamilyOptions MakeTableOptions(store::Table table,
                                              const std::shared_ptr<rocksdb::Cache>& cache);

// Name of a table's column family; part of the disk format.
const char* TableName(store::Table table);

}  // namespace voc::rocks

#endif  // VOC_STORAGE_ROCKSDB_OPTIONS_H_
