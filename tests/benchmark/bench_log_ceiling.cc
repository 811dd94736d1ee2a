// The ceiling of ingestion: appends records to a new RocksDB with the options of
// vocd's log, in synced batches, and does nothing else. One line of JSON says how fast.

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/big_endian.h"
#include "storage/rocksdb/options.h"
#include "tests/benchmark/cpu_seconds.h"
#include "tests/benchmark/rows_file.h"

namespace {

using Clock = std::chrono::steady_clock;

int Fail(const std::string& why) {
  std::fprintf(stderr, "bench_log_ceiling: %s\n", why.c_str());
  return 1;
}

struct Appended {
  rocksdb::Status status;
  uint64_t records = 0;
  uint64_t bytes = 0;
};

Appended Append(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* log, std::string_view bytes,
                uint64_t batch_records) {
  Appended appended;
  voc::benchmark::RowsCursor records(bytes);
  rocksdb::WriteOptions options;
  options.sync = true;
  rocksdb::WriteBatch batch;
  std::string key;
  const auto write = [&] {
    if (batch.Count() == 0 || !appended.status.ok()) return;
    appended.status = db.Write(options, &batch);
    batch.Clear();
  };
  while (const auto record = records.Next()) {
    key.clear();
    voc::base::AppendBigEndian64(key, ++appended.records);
    appended.status = batch.Put(log, key, rocksdb::Slice(record->data(), record->size()));
    appended.bytes += record->size();
    if (static_cast<uint64_t>(batch.Count()) == batch_records) write();
    if (!appended.status.ok()) return appended;
  }
  write();
  return appended;
}

}  // namespace

int main(int argc, char** argv) {
  std::string data;
  std::string path;
  uint64_t batch_records = 500;
  uint64_t count = UINT64_MAX;
  CLI::App app("Appends records to a bare RocksDB", "bench_log_ceiling");
  app.add_option("--data", data, "Folder of a database to make")->required();
  app.add_option("--records", path, "File of records, from bench_log_dump")->required();
  app.add_option("--batch", batch_records, "Records a synced write")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--count", count, "At most so many (default: all)");
  CLI11_PARSE(app, argc, argv);

  const auto file = voc::benchmark::RowsFile::Open(path);
  if (!file.ok()) return Fail(file.status().ToString());
  const std::string_view bytes = voc::benchmark::RowsCursor((*file)->bytes()).Take(count).bytes;

  rocksdb::DBOptions options = voc::rocks::MakeDbOptions();
  options.error_if_exists = true;
  const auto cache = rocksdb::NewLRUCache(voc::rocks::kBlockCacheBytes);
  const std::vector<rocksdb::ColumnFamilyDescriptor> descriptors = {
      {rocksdb::kDefaultColumnFamilyName, {}}, {"log", voc::rocks::MakeLogOptions(cache)}};
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, data, descriptors, &families, &opened);
  if (!status.ok()) return Fail(status.ToString());
  const std::unique_ptr<rocksdb::DB> db(opened);

  const double cpu_before = voc::benchmark::CpuSeconds();
  const Clock::time_point start = Clock::now();
  const Appended appended = Append(*db, families[1], bytes, batch_records);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  const double cpu_seconds = voc::benchmark::CpuSeconds() - cpu_before;
  for (rocksdb::ColumnFamilyHandle* family : families) {
    db->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  if (!appended.status.ok()) return Fail(appended.status.ToString());
  std::printf(
      "{\"records\": %ju, \"bytes\": %ju, \"batch\": %ju, \"seconds\": %.6f, "
      "\"records_per_second\": %.1f, \"cpu_seconds\": %.3f}\n",
      static_cast<uintmax_t>(appended.records), static_cast<uintmax_t>(appended.bytes),
      static_cast<uintmax_t>(batch_records), seconds,
      static_cast<double>(appended.records) / seconds, cpu_seconds);
  return 0;
}
