#include "storage/rocksdb/options.h"

#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <sys/resource.h>

#include <algorithm>

namespace voc::rocks {
namespace {

constexpr int kLeastOpenFiles = 64;

// Runs never hold writes up: only the log is written, and the builder that makes
// runs is one thread.
constexpr int kNoRunLimit = 1 << 20;

// Filters and indexes live in the block cache, so that memory has one bound.
rocksdb::BlockBasedTableOptions MakeBlocks(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions blocks;
  blocks.block_cache = cache;
  blocks.cache_index_and_filter_blocks = true;
  blocks.pin_l0_filter_and_index_blocks_in_cache = true;
  blocks.block_size = 16 * 1024;
  return blocks;
}

rocksdb::ColumnFamilyOptions MakeCommon() {
  rocksdb::ColumnFamilyOptions options;
  options.level_compaction_dynamic_level_bytes = true;
  options.compression = rocksdb::kLZ4Compression;
  options.level0_slowdown_writes_trigger = kNoRunLimit;
  options.level0_stop_writes_trigger = kNoRunLimit;
  options.soft_pending_compaction_bytes_limit = 0;
  options.hard_pending_compaction_bytes_limit = 0;
  return options;
}

// The hard limit: the soft one is raised to it.
int OpenFilesAllowed() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return kLeastOpenFiles;
  return static_cast<int>(std::clamp<rlim_t>(limit.rlim_max / 4, kLeastOpenFiles, kMaxOpenFiles));
}

}  // namespace

rocksdb::DBOptions MakeDbOptions() {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.max_background_jobs = 2;
  options.max_open_files = OpenFilesAllowed();
  options.max_total_wal_size = kMaxWalBytes;
  options.keep_log_file_num = 4;
  options.max_log_file_size = 4u << 20;
  // One thread writes, in the order of keys: see MakeLogOptions.
  options.allow_concurrent_memtable_write = false;
  return options;
}

rocksdb::ColumnFamilyOptions MakeLogOptions(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options = MakeCommon();
  // Compressed once, when a memtable is flushed: sequences ascend, so files never
  // overlap and only ever move down. Light, since it shares the cores with ingest.
  options.compression = rocksdb::kZSTD;
  options.compression_opts.level = -1;
  options.write_buffer_size = kLogMemtableBytes;
  // An insert begins where the last one was.
  options.memtable_insert_with_hint_prefix_extractor.reset(
      rocksdb::NewFixedPrefixTransform(sizeof(uint32_t)));
  options.max_write_buffer_number = 3;
  rocksdb::BlockBasedTableOptions blocks = MakeBlocks(cache);
  blocks.block_size = kLogBlockBytes;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
  return options;
}

rocksdb::ColumnFamilyOptions MakeTableOptions(store::Table table,
                                              const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options = MakeCommon();
  // Runs are ingested: the memtables stay empty.
  options.write_buffer_size = 1u << 20;
  rocksdb::BlockBasedTableOptions blocks = MakeBlocks(cache);
  switch (table) {
    case store::Table::kIds:
    case store::Table::kAnswers:
      // A look-up reads one block of a run that is known to hold the key, in any run:
      // small blocks, the way to them always in memory.
      blocks.block_size = 4 * 1024;
      blocks.cache_index_and_filter_blocks = false;
      blocks.pin_l0_filter_and_index_blocks_in_cache = false;
      // Most of an id and what is known by it is random: a seventh is gained by compressing
      // it, and not worth the time at every write and look-up.
      if (table == store::Table::kIds) options.compression = rocksdb::kNoCompression;
      break;
    case store::Table::kSeen:
      // Read once, at a start.
      options.compression = rocksdb::kNoCompression;
      break;
    case store::Table::kDictionary:
      // A run adds few strings to many, in every dimension, and all are read once, at a
      // start: merged with runs of their own size, not each time with all there are.
      options.compaction_style = rocksdb::kCompactionStyleUniversal;
      break;
    case store::Table::kFacts:
    case store::Table::kBlocks:
    case store::Table::kDeaths:
    case store::Table::kState:
    case store::Table::kAlerts:
    case store::Table::kNotes:
      break;
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
  return options;
}

const char* TableName(store::Table table) {
  switch (table) {
    case store::Table::kIds:
      return "ids";
    case store::Table::kSeen:
      return "seen";
    case store::Table::kAnswers:
      return "answers";
    case store::Table::kFacts:
      return "facts";
    case store::Table::kBlocks:
      return "blocks";
    case store::Table::kDictionary:
      return "dictionary";
    case store::Table::kDeaths:
      return "deaths";
    case store::Table::kState:
      return "state";
    case store::Table::kAlerts:
      return "alerts";
    case store::Table::kNotes:
      return "notes";
  }
  return "";
}

}  // namespace voc::rocks
