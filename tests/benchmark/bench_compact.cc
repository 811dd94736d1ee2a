// Compacts all of a vocd data folder, with vocd's own options, and says what its files
// take before and after. No vocd may serve the folder.

#include <rocksdb/db.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "storage/rocksdb/options.h"

namespace {

int Fail(const std::string& why) {
  std::fprintf(stderr, "bench_compact: %s\n", why.c_str());
  return 1;
}

uint64_t SstBytes(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
  uint64_t bytes = 0;
  db.GetIntProperty(family, rocksdb::DB::Properties::kTotalSstFilesSize, &bytes);
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  std::string data;
  CLI::App app("Compacts a vocd's data folder", "bench_compact");
  app.add_option("--data", data, "Data folder")->required();
  CLI11_PARSE(app, argc, argv);

  const auto cache = rocksdb::NewLRUCache(voc::rocks::kBlockCacheBytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors = {
      {rocksdb::kDefaultColumnFamilyName, {}}, {"log", voc::rocks::MakeLogOptions(cache)}};
  for (size_t i = 0; i < voc::store::kTableCount; ++i) {
    const auto table = static_cast<voc::store::Table>(i);
    descriptors.emplace_back(voc::rocks::TableName(table),
                             voc::rocks::MakeTableOptions(table, cache));
  }
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::Open(voc::rocks::MakeDbOptions(), data, descriptors, &families, &opened);
  if (!status.ok()) return Fail(status.ToString());
  const std::unique_ptr<rocksdb::DB> db(opened);

  std::string report;
  for (rocksdb::ColumnFamilyHandle* family : families) {
    const uint64_t before = SstBytes(*db, family);
    rocksdb::CompactRangeOptions everything;
    // Also what lies at the bottom and was only moved there, as it was compressed above.
    everything.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
    const rocksdb::Status compacted = db->CompactRange(everything, family, nullptr, nullptr);
    if (!compacted.ok()) return Fail(compacted.ToString());
    char line[160];
    std::snprintf(line, sizeof(line), "%s\"%s\": {\"before\": %ju, \"after\": %ju}",
                  report.empty() ? "" : ", ", family->GetName().c_str(),
                  static_cast<uintmax_t>(before), static_cast<uintmax_t>(SstBytes(*db, family)));
    report += line;
  }
  for (rocksdb::ColumnFamilyHandle* family : families) {
    db->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  const rocksdb::Status closed = db->Close();
  if (!closed.ok()) return Fail(closed.ToString());
  std::printf("{%s}\n", report.c_str());
  return 0;
}
