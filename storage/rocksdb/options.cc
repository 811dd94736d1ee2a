#include "storage/rocksdb/options.h"

#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

namespace voc::rocks {
namespace {

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
  options.bottommost_compression = rocksdb::kZSTD;
  return options;
}

}  // namespace

rocksdb::DBOptions MakeDbOptions() {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.max_background_jobs = 2;
  options.max_open_files = kMaxOpenFiles;
  options.max_total_wal_size = kMaxWalBytes;
  options.keep_log_file_num = 4;
  options.max_log_file_size = 4u << 20;
  return options;
}

rocksdb::ColumnFamilyOptions MakeLogOptions(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options = MakeCommon();
  options.write_buffer_size = kLogMemtableBytes;
  options.max_write_buffer_number = 3;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(MakeBlocks(cache)));
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
      // Most look-ups are of keys never seen: the filter answers those.
      blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
      blocks.block_size = 4 * 1024;
      options.compression = rocksdb::kNoCompression;
      options.bottommost_compression = rocksdb::kNoCompression;
      break;
    case store::Table::kAccounts:
    case store::Table::kRespondents:
      options.prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(sizeof(uint32_t)));
      blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
      blocks.block_size = 4 * 1024;
      break;
    case store::Table::kFacts:
      // Read again and again by scans: decompression speed counts.
      options.bottommost_compression = rocksdb::kLZ4Compression;
      break;
    case store::Table::kBlocks:
    case store::Table::kDictionary:
    case store::Table::kDeaths:
    case store::Table::kState:
      break;
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
  return options;
}

const char* TableName(store::Table table) {
  switch (table) {
    case store::Table::kIds:
      return "ids";
    case store::Table::kAccounts:
      return "accounts";
    case store::Table::kRespondents:
      return "respondents";
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
  }
  return "";
}

}  // namespace voc::rocks
